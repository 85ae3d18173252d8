import type { LiveState, RunView } from '../api.ts';
import type { Format } from './format.ts';
import type { Route } from './route.ts';
import type { Language, Words } from './words.ts';

/** What every part of the page works with; made anew when the language changes. */
export interface Context {
  readonly language: Language;
  readonly words: Words;
  readonly format: Format;
  readonly route: () => Route;
  readonly live: () => LiveState | undefined;
  /** Goes to another view, or to the same one with another filter. */
  readonly go: (hash: string) => void;
  /** Says something to those who cannot see the page. */
  readonly say: (text: string) => void;
}

export interface View {
  readonly element: HTMLElement;
  /** The page's title while the view is open. */
  readonly title: string;
  /** Asks the server again, after the filter or what arrived has changed. @throws AskError */
  readonly refresh: () => Promise<void>;
  /** Shows the counts of the moment. */
  readonly count?: (state: LiveState) => void;
}

/** In the address: every run, not only the latest. */
export const ALL_RUNS = 'all';

/** The runs that the page is about: the latest one, unless the address names another or all. */
export function chosenRuns(runs: readonly RunView[], query: URLSearchParams): readonly RunView[] {
  const asked = query.get('run');
  if (asked === ALL_RUNS) return runs;
  const found = runs.filter(({ id }) => String(id) === asked);
  return found.length > 0 ? found : runs.slice(-1);
}

/** The address's filter as the server takes it, with these parameters of it only. */
export function toServerQuery(context: Context, names: readonly string[]): URLSearchParams {
  const { query } = context.route();
  const asked = new URLSearchParams();
  for (const name of names) {
    const value = query.get(name);
    if (value !== null && value !== '') asked.set(name, value);
  }
  const [run, ...more] = chosenRuns(context.live()?.runs ?? [], query);
  if (run !== undefined && more.length === 0 && query.get('run') !== ALL_RUNS)
    asked.set('run', String(run.id));
  return asked;
}

export const FILTERS = ['level', 'code', 'text', 'from', 'to'];

/** The part of the address that stays when the reader goes to another view. */
export function keptQuery(query: URLSearchParams): URLSearchParams {
  const kept = new URLSearchParams();
  for (const name of ['run', ...FILTERS]) {
    const value = query.get(name);
    if (value !== null) kept.set(name, value);
  }
  return kept;
}

/** Only which run: where a filter would say nothing. */
export function runOf(query: URLSearchParams): URLSearchParams {
  const run = query.get('run');
  return new URLSearchParams(run === null ? {} : { run });
}
