import type { Classification } from '../../core/risk/classify.ts';
import type { OtlpReceiver } from '../otlpReceiver.ts';
import type { OutputFiles } from '../outputFiles.ts';
import type { EntryView, LetterView, Page } from './api.ts';
import { listCodes } from './codes.ts';
import type { Entry } from './entry.ts';
import { type Query, toQuery, toTest } from './filter.ts';
import { listMetrics } from './metrics.ts';
import { toOverview } from './overview.ts';
import { toPage } from './paging.ts';
import type { Store } from './store.ts';

export interface QueryParts {
  readonly store: Store;
  readonly files: OutputFiles;
  readonly classify: (code: string) => Classification;
  readonly telemetry: Pick<OtlpReceiver, 'metrics'>;
}

/** A value to send as JSON, or JSON text as it is. */
export type Answer = { readonly value: unknown } | { readonly json: string };

/**
 * Answers what the page asks about what arrived.
 * @returns 'invalid' for parameters that are wrong; undefined for a path or a number that does not exist
 * @throws Error when a file cannot be read
 */
export async function answerQuery(url: URL, parts: QueryParts): Promise<Answer | 'invalid' | undefined> {
  const [, , kind = '', id, ...rest] = url.pathname.split('/');
  if (rest.length > 0) return undefined;
  if (id !== undefined) return answerOne(kind, id, parts);
  const query = toQuery(url.searchParams);
  return query === undefined ? 'invalid' : answerMany(kind, query, parts);
}

function answerMany(
  kind: string,
  query: Query,
  { store, classify, telemetry }: QueryParts,
): Answer | undefined {
  const nameOf = (code: string) => classify(code).name;
  switch (kind) {
    case 'overview':
      return { value: toOverview(store.signIns.all().filter(toTest(query)), nameOf) };
    case 'sign-ins':
      return { value: toEntryPage(store.signIns.newestFirst(), query, nameOf) };
    case 'alerts':
      return { value: toEntryPage(store.alerts.newestFirst(), query, nameOf) };
    case 'dead-letters':
      return { value: toLetterPage(store, query) };
    case 'codes':
      return { value: listCodes(classify) };
    case 'metrics':
      return { value: listMetrics(telemetry) };
    default:
      return undefined;
  }
}

async function answerOne(kind: string, id: string, parts: QueryParts): Promise<Answer | undefined> {
  if (!/^\d{1,9}$/.test(id)) return undefined;
  const { store, files, classify } = parts;
  switch (kind) {
    case 'sign-ins':
    case 'alerts': {
      const json = await store.text(kind === 'alerts' ? 'alerts' : 'signIns', Number(id), files);
      return json === undefined ? undefined : { json };
    }
    case 'dead-letters': {
      const letter = await store.letter(Number(id), files);
      return letter === undefined ? undefined : { value: letter };
    }
    case 'codes':
      return { value: { code: id, ...classify(id) } };
    default:
      return undefined;
  }
}

function toEntryPage(
  entries: readonly Entry[],
  query: Query,
  nameOf: (code: string) => string | undefined,
): Page<EntryView> {
  return toPage(entries, toTest(query), query.page ?? 0, (entry) => {
    const { run: _, position: __, bytes: ___, ...view } = entry;
    return { ...view, name: nameOf(entry.code) };
  });
}

function toLetterPage({ letters }: Store, { run, page = 0 }: Query): Page<LetterView> {
  const matches = (letter: { readonly run: number }) => run === undefined || letter.run === run;
  return toPage(letters, matches, page, (letter) => {
    const { run: _, position: __, bytes: ___, ...view } = letter;
    return view;
  });
}
