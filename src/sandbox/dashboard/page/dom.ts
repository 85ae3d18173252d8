type Child = Node | string | number | undefined | false;
type Value = string | number | boolean | undefined;
type Listeners = { readonly [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
interface Properties {
  readonly on?: Listeners;
  readonly [attribute: string]: Value | Listeners;
}

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Makes an element. Children that are text become text, whatever they hold: nothing on this page is ever read as HTML.
 * Attributes that are undefined or false are left out; `on` holds listeners.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  const { on = {}, ...attributes } = properties;
  for (const [type, listener] of Object.entries(on))
    element.addEventListener(type, listener as EventListener);
  setAttributes(element, attributes);
  append(element, children);
  return element;
}

/** Makes an element of a drawing. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Value>> = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  setAttributes(element, attributes);
  append(element, children);
  return element;
}

function setAttributes(element: Element, attributes: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === undefined || child === false) continue;
    element.append(typeof child === 'number' ? String(child) : child);
  }
}

/**
 * Puts new content into a place. What had the focus there keeps it and what was open stays open, found again by its
 * `data-key`: an update from the server must not throw out whoever reads or works with the keyboard.
 */
export function put(place: Element, ...children: readonly Child[]): void {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const key = focused instanceof HTMLElement ? focused.dataset['key'] : undefined;
  const open = [...place.querySelectorAll<HTMLElement>('details[open][data-key]')].map(
    ({ dataset }) => dataset['key'] ?? '',
  );
  place.replaceChildren();
  append(place, children);
  for (const one of open) findByKey(place, one)?.setAttribute('open', '');
  if (key !== undefined) findByKey(place, key)?.focus({ preventScroll: true });
}

function findByKey(place: Element, key: string): HTMLElement | null {
  return place.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
}

/** A link inside the page. */
export function linkTo(href: string, properties: Properties, ...children: readonly Child[]): HTMLElement {
  return h('a', { href, 'data-key': href, ...properties }, ...children);
}

/** A link to another site, opened beside this page and told nothing about it; plain text unless it is https. */
export function outside(href: string): HTMLElement {
  const text = href.replace(/^https:\/\//, '').replace(/\/$/, '');
  if (!href.startsWith('https://')) return h('span', {}, href);
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, text);
}
