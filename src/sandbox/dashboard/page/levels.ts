import type { Level } from '../api.ts';
import { h } from './dom.ts';
import type { Words } from './words.ts';

/** In order of urgency: what nobody has judged comes before what is known to be low. */
export const LEVELS: readonly Level[] = ['High', 'Medium', 'Unknown', 'Low'];

export function levelClass(level: Level): string {
  return `level-${level.toLowerCase()}`;
}

/** A level as a word in its colour: never the colour alone. */
export function badge(level: Level, words: Words): HTMLElement {
  return h('span', { class: `badge ${levelClass(level)}` }, words.level[level]);
}
