import type { Page } from './api.ts';

export const PAGE_SIZE = 50;

/** One page of those that match; a page behind the last one is the last one. */
export function toPage<T, U>(
  all: readonly T[],
  matches: (item: T) => boolean,
  page: number,
  view: (item: T) => U,
): Page<U> {
  const found = all.filter(matches);
  const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
  const shown = Math.min(Math.max(page, 0), pages - 1);
  const items = found.slice(shown * PAGE_SIZE, (shown + 1) * PAGE_SIZE).map(view);
  return { total: found.length, page: shown, pages, items };
}
