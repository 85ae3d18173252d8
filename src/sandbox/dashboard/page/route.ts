/** What the page shows: the part of the address after `#`, so that every view can be bookmarked and gone back to. */
export interface Route {
  readonly view: ViewName;
  /** The number of one item, or a code. */
  readonly id: string | undefined;
  readonly query: URLSearchParams;
}

export const VIEWS = ['overview', 'alerts', 'sign-ins', 'dead-letters', 'codes', 'metrics'] as const;
export type ViewName = (typeof VIEWS)[number];

export function toRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [name = '', id] = path.split('/');
  const view = VIEWS.find((known) => known === name) ?? 'overview';
  return {
    view,
    id: id !== undefined && /^\d{1,9}$/.test(id) ? id : undefined,
    query: new URLSearchParams(search),
  };
}

export function toHash(view: ViewName, query: URLSearchParams, id?: string | number): string {
  const search = query.toString();
  return `#/${view}${id === undefined ? '' : `/${id}`}${search === '' ? '' : `?${search}`}`;
}

/** A query with some parameters set to other values, or taken out by undefined; always from the first page. */
export function withQuery(
  query: URLSearchParams,
  changes: Readonly<Record<string, string | number | undefined>>,
): URLSearchParams {
  const next = new URLSearchParams(query);
  next.delete('page');
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') next.delete(name);
    else next.set(name, String(value));
  }
  return next;
}
