import type { CodeCount, Level } from '../../api.ts';
import { type Context, FILTERS } from '../context.ts';
import { h, put } from '../dom.ts';
import { LEVELS, levelClass } from '../levels.ts';
import { toHash, withQuery } from '../route.ts';

const TYPING_MS = 250;

export interface FilterBar {
  readonly element: HTMLElement;
  /** Shows the filter of the address. */
  readonly show: () => void;
  /** Offers the codes that there are. */
  readonly offer: (codes: readonly CodeCount[]) => void;
}

/** Filters by level, code, name and time; they stand in the address, so a filtered view can be bookmarked. */
export function filterBar(context: Context): FilterBar {
  const { words, format, route, go } = context;
  const set = (changes: Readonly<Record<string, string | undefined>>) =>
    go(toHash(route().view, withQuery(route().query, changes)));
  const levels = new Map(LEVELS.map((level) => [level, levelButton(level)]));
  const codes = h('datalist', { id: 'known-codes' });
  const code = h('input', {
    type: 'text',
    inputmode: 'numeric',
    list: 'known-codes',
    placeholder: '50126',
    'aria-label': words.filter.code,
    class: 'filter-code',
    autocomplete: 'off',
    maxlength: 7,
  });
  const text = h('input', {
    type: 'search',
    placeholder: words.filter.text,
    'aria-label': words.filter.text,
    class: 'filter-text',
    maxlength: 256,
  });
  const time = h('div', { class: 'filter-time' });
  const clear = h(
    'button',
    {
      type: 'button',
      class: 'quiet',
      on: { click: () => set(Object.fromEntries(FILTERS.map((name) => [name, undefined]))) },
    },
    words.filter.clear,
  );
  let typing = 0;
  for (const input of [code, text]) {
    input.addEventListener('input', () => {
      window.clearTimeout(typing);
      // Both: whoever goes on to the other field at once must not lose what stands in the first.
      typing = window.setTimeout(() => set({ code: code.value.trim(), text: text.value.trim() }), TYPING_MS);
    });
  }

  function levelButton(level: Level): HTMLButtonElement {
    const click = () => {
      const chosen = new Set(chosenLevels(route().query));
      if (!chosen.delete(level)) chosen.add(level);
      set({ level: LEVELS.filter((one) => chosen.has(one)).join(',') });
    };
    const properties = { type: 'button', class: `chip ${levelClass(level)}`, on: { click } };
    return h('button', properties, h('span', { class: 'dot', 'aria-hidden': 'true' }), words.level[level]);
  }

  const element = h(
    'section',
    { class: 'filters', 'aria-label': words.filter.title },
    h('div', { class: 'chips', role: 'group', 'aria-label': words.filter.level }, ...levels.values()),
    h('label', { class: 'field' }, h('span', {}, words.filter.code), code),
    codes,
    text,
    time,
    clear,
  );
  return {
    element,
    show() {
      const { query } = route();
      const chosen = chosenLevels(query);
      for (const [level, button] of levels)
        button.setAttribute('aria-pressed', String(chosen.includes(level)));
      // What is being typed must not be replaced by what was typed a moment ago.
      if (document.activeElement !== code) code.value = query.get('code') ?? '';
      if (document.activeElement !== text) text.value = query.get('text') ?? '';
      const [from, to] = [query.get('from'), query.get('to')];
      put(
        time,
        from !== null &&
          to !== null &&
          h(
            'button',
            {
              type: 'button',
              class: 'chip is-range',
              'aria-label': words.filter.allTimes,
              on: { click: () => set({ from: undefined, to: undefined }) },
            },
            `${format.time(Number(from))} – ${format.time(Number(to))} UTC`,
            h('span', { 'aria-hidden': 'true' }, ' ×'),
          ),
      );
      clear.hidden = !FILTERS.some((name) => query.has(name));
    },
    offer(known) {
      put(
        codes,
        ...known.filter((one) => one.code !== '').map((one) => h('option', { value: one.code }, one.name)),
      );
    },
  };
}

function chosenLevels(query: URLSearchParams): readonly string[] {
  return query.get('level')?.split(',') ?? [];
}
