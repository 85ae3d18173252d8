import { h } from '../dom.ts';
import { logText, toShown } from '../logText.ts';

/** A JSON object from a log as a list of names and values; what is nested stands as JSON. */
export function valueList(values: Readonly<Record<string, unknown>>): HTMLElement {
  return h(
    'dl',
    { class: 'values' },
    ...Object.entries(values).flatMap(([name, value]) => [
      h('dt', {}, toShown(name)),
      h('dd', {}, toElement(value)),
    ]),
  );
}

function toElement(value: unknown): HTMLElement {
  if (typeof value === 'string') return logText(value);
  if (typeof value !== 'object' || value === null) return logText(String(value));
  if (Array.isArray(value) && value.every((item) => typeof item === 'string'))
    return h('ul', {}, ...value.map((item) => h('li', {}, logText(item))));
  // Each line by itself: the line breaks are ours, and those inside texts are escaped.
  const lines = JSON.stringify(value, null, 2).split('\n').map(toShown);
  return h('pre', {}, lines.join('\n'));
}

/** JSON as it arrived, closed until somebody wants to see it. */
export function rawJson(title: string, value: unknown): HTMLElement {
  const lines = JSON.stringify(value, null, 2).split('\n').map(toShown);
  return h('details', { class: 'card raw' }, h('summary', {}, title), h('pre', {}, lines.join('\n')));
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

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
