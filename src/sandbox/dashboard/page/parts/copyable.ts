import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { toShown } from '../logText.ts';

/** A text to be used elsewhere, such as a query, with a button that copies it. */
export function copyable(text: string, { words, say }: Context): HTMLElement {
  const button = h('button', { type: 'button', class: 'quiet' }, words.copy.button);
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(text).then(
      () => {
        button.textContent = words.copy.done;
        say(words.copy.done);
      },
      () => say(words.copy.failed),
    );
  });
  return h('div', { class: 'copyable' }, h('pre', {}, toShown(text)), button);
}
