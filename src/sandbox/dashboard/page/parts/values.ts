import { h } from '../dom.ts';
import { logText, toShown } from '../logText.ts';

/** Deeper than this, or longer, a value of a log stands as JSON. */
const MOST_LEVELS = 3;
const MOST_MEMBERS = 40;

/** A JSON object from a log as a list of names and values. */
export function valueList(values: Readonly<Record<string, unknown>>): HTMLElement {
  return h(
    'dl',
    { class: 'values' },
    ...Object.entries(values).flatMap(([name, value]) => [
      h('dt', {}, toShown(name)),
      h('dd', {}, toElement(value, 1)),
    ]),
  );
}

function toElement(value: unknown, level: number): HTMLElement {
  if (typeof value !== 'object' || value === null) return logText(String(value));
  if (level >= MOST_LEVELS || Object.keys(value).length > MOST_MEMBERS) return json(value);
  if (Array.isArray(value))
    return h('ul', {}, ...value.map((item) => h('li', {}, toElement(item, level + 1))));
  return h('dl', { class: 'inside' }, ...Object.entries(value).map((member) => toLine(member, level)));
}

function toLine([name, value]: [string, unknown], level: number): HTMLElement {
  return h('div', {}, h('dt', {}, toShown(name)), h('dd', {}, toElement(value, level + 1)));
}

function json(value: unknown): HTMLElement {
  // Each line by itself: the line breaks are ours, and those inside texts are escaped.
  const lines = JSON.stringify(value, null, 2).split('\n').map(toShown);
  return h('pre', {}, lines.join('\n'));
}

/** JSON as it arrived, closed until somebody wants to see it. */
export function rawJson(title: string, value: unknown): HTMLElement {
  return h('details', { class: 'card raw', 'data-key': 'raw' }, h('summary', {}, title), json(value));
}

/** The object at a name of an object; an empty one when there is none. */
export function part(value: unknown, name: string): Readonly<Record<string, unknown>> {
  const found = isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return isRecord(found) ? found : {};
}

/** The text at a name of an object; empty when there is none. */
export function textAt(value: unknown, name: string): string {
  const found = isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return typeof found === 'string' ? found : '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
