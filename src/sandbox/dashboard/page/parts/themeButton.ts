import type { Context } from '../context.ts';
import { h, put, svg } from '../dom.ts';

const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const ICONS: Readonly<Record<Theme, string>> = {
  auto: 'M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12',
  light:
    'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  dark: 'M13.5 9.8A6 6 0 1 1 6.2 2.5a4.8 4.8 0 0 0 7.3 7.3z',
};

/** Goes through the colours: as the system, light, dark; the browser remembers. */
export function themeButton({ words }: Context): HTMLElement {
  const root = document.documentElement;
  const current = (): Theme => THEMES.find((theme) => theme === root.dataset['theme']) ?? 'auto';
  const button = h('button', { type: 'button', class: 'quiet icon' });
  const show = (): void => {
    const title = words.header.theme[current()];
    button.title = title;
    button.setAttribute('aria-label', title);
    put(
      button,
      svg(
        'svg',
        { viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
        svg('path', { d: ICONS[current()] }),
      ),
    );
  };
  button.addEventListener('click', () => {
    const next = THEMES[(THEMES.indexOf(current()) + 1) % THEMES.length] ?? 'auto';
    if (next === 'auto') {
      delete root.dataset['theme'];
      localStorage.removeItem('theme');
    } else {
      root.dataset['theme'] = next;
      localStorage.setItem('theme', next);
    }
    show();
  });
  show();
  return button;
}
