import type { LiveState, RunView } from '../../api.ts';
import { ALL_RUNS, type Context, chosenRuns, keptQuery, runOf } from '../context.ts';
import { h, put } from '../dom.ts';
import { toShown } from '../logText.ts';
import { toHash, VIEWS, type ViewName } from '../route.ts';
import { toTotals } from '../totals.ts';
import { themeButton } from './themeButton.ts';

export interface Header {
  readonly element: HTMLElement;
  readonly show: (state: LiveState | undefined) => void;
}

/** Views, which logs, language and colours. */
export function header(context: Context, upload: HTMLElement, onLanguage: () => void): Header {
  const { words, format, route, go } = context;
  const links = h('nav', { 'aria-label': words.nav.label, class: 'views' });
  const runs = h('select', { 'aria-label': words.header.run, class: 'runs' });
  runs.addEventListener('change', () => {
    const latest = context.live()?.runs.at(-1);
    const query = new URLSearchParams();
    if (runs.value !== String(latest?.id)) query.set('run', runs.value);
    go(toHash(route().view, query));
  });
  const element = h(
    'header',
    {},
    h(
      'div',
      { class: 'top' },
      h(
        'button',
        {
          type: 'button',
          class: 'skip',
          on: { click: () => document.querySelector<HTMLElement>('main')?.focus() },
        },
        words.header.skip,
      ),
      h(
        'a',
        { class: 'brand', href: '#/' },
        h('img', { src: '/icon.svg', alt: '', width: 24, height: 24 }),
        'entra-signin-risk',
      ),
      links,
      h(
        'div',
        { class: 'tools' },
        runs,
        upload,
        h(
          'button',
          {
            type: 'button',
            class: 'quiet',
            lang: context.language === 'ja' ? 'en' : 'ja',
            on: { click: onLanguage },
          },
          words.header.language,
        ),
        themeButton(context),
      ),
    ),
  );
  const titles: Readonly<Record<ViewName, string>> = {
    overview: words.nav.overview,
    alerts: words.alerts.title,
    'sign-ins': words.signIns.title,
    'dead-letters': words.flow.deadLetters.title,
    codes: words.catalog.title,
    metrics: words.metrics.title,
  };
  return {
    element,
    show(state) {
      const { view, query } = route();
      const chosen = chosenRuns(state?.runs ?? [], query);
      const totals = toTotals(chosen);
      const counts: Readonly<Partial<Record<ViewName, number>>> = {
        alerts: totals.alerts,
        'sign-ins': totals.rows,
        'dead-letters': totals.deadLetters,
      };
      const link = (name: ViewName) => {
        const target =
          name === 'codes' || name === 'dead-letters' || name === 'metrics' ? runOf(query) : keptQuery(query);
        const count = counts[name];
        return h(
          'a',
          {
            href: toHash(name, view === 'codes' || view === 'metrics' ? runOf(query) : target),
            'data-key': `view-${name}`,
            'aria-current': name === view ? 'page' : undefined,
          },
          titles[name],
          count !== undefined && h('span', { class: 'count' }, format.number(count)),
        );
      };
      put(links, ...VIEWS.map(link));
      showRuns(runs, state?.runs ?? [], chosen, query, context);
    },
  };
}

function showRuns(
  select: HTMLSelectElement,
  runs: readonly RunView[],
  chosen: readonly RunView[],
  query: URLSearchParams,
  { words }: Context,
): void {
  select.hidden = runs.length < 2;
  const title = ({ samples, files, fileCount }: RunView) =>
    samples
      ? words.header.samples
      : words.header.more(toShown((files[0] ?? '').replace(/^.*[/\\]/, '')), fileCount);
  const options = [
    ...runs.map((run) => ({ value: String(run.id), text: title(run) })),
    { value: ALL_RUNS, text: words.header.allRuns },
  ];
  const text = JSON.stringify(options);
  // An open list would close, were it made anew with each count.
  if (select.dataset['options'] !== text) {
    select.dataset['options'] = text;
    put(select, ...options.map((option) => h('option', { value: option.value }, option.text)));
  }
  select.value = query.get('run') === ALL_RUNS ? ALL_RUNS : String(chosen[0]?.id ?? '');
}
