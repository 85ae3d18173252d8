import { CARD_WORDS } from '../../../../cli/classify/cardWords.ts';
import type { CatalogEntry, LocalizedText } from '../../../../core/catalogSchema.ts';
import type { Level } from '../../api.ts';
import type { Context } from '../context.ts';
import { h, outside } from '../dom.ts';

/** Everything that the catalog says about a code: what happened, why the level, what to do, what is harmless and what not. */
export function codeCard(entry: CatalogEntry, level: Level, { language, words }: Context): HTMLElement {
  const { labels, why, overridden, kind, outcome, passwordProven } = CARD_WORDS[language];
  const texts = (list: readonly LocalizedText[]) => list.map((text) => h('li', {}, text[language]));
  const { facts } = entry;
  const isOwn = level === entry.risk;
  return h(
    'div',
    { class: 'code-card' },
    h(
      'section',
      { class: 'card' },
      h('h2', {}, labels.happened),
      h('p', {}, entry.explanation[language]),
      h('h2', {}, why(isOwn ? level : entry.risk)),
      !isOwn && h('p', { class: 'hint' }, overridden(entry.risk)),
      h('p', {}, entry.rationale[language]),
    ),
    h(
      'div',
      { class: 'grid-2' },
      h(
        'section',
        { class: 'card' },
        h('h2', {}, labels.analyst),
        h('ol', {}, ...texts(entry.remediation.analyst)),
      ),
      h(
        'section',
        { class: 'card' },
        h('h2', {}, labels.admin),
        h('ol', {}, ...texts(entry.remediation.admin)),
      ),
      h(
        'section',
        { class: 'card' },
        h('h2', {}, labels.malicious),
        h('ul', {}, ...texts(entry.maliciousSigns)),
      ),
      h('section', { class: 'card' }, h('h2', {}, labels.benign), h('ul', {}, ...texts(entry.benignCauses))),
    ),
    h(
      'section',
      { class: 'card' },
      h(
        'dl',
        { class: 'values' },
        ...pair(labels.kind, kind[facts.kind]),
        ...pair(labels.outcome, outcome[facts.outcome]),
        ...pair(labels.password, passwordProven[facts.passwordProven]),
        ...(facts.attack.length > 0 ? pair('ATT&CK', ...facts.attack.map(technique)) : []),
      ),
      h('h2', {}, labels.links),
      h('ul', { class: 'links' }, ...entry.links.map((link) => h('li', {}, outside(link)))),
      h('p', { class: 'hint' }, words.needsInternet),
    ),
  );
}

function pair(name: string, ...values: readonly (string | Node)[]): Node[] {
  return [
    h('dt', {}, name),
    h('dd', {}, ...values.flatMap((value, index) => (index === 0 ? [value] : [' ', value]))),
  ];
}

/** A technique's page; ids are checked by the catalog's schema. */
function technique(id: string): HTMLElement {
  const href = `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`;
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, id);
}
