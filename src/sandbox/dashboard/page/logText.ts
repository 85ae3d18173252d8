import { h } from './dom.ts';

/**
 * Text of a log, fit to be shown: characters that change the direction of writing, or cannot be seen, become visible, so
 * that a name cannot pass for another one.
 */
export function toShown(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\ufffd');
}

/** The same as an element that keeps its direction of writing to itself. */
export function logText(text: string, className = ''): HTMLElement {
  return h('bdi', { class: `log ${className}`.trim() }, toShown(text));
}
