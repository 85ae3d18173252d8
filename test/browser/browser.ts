import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

export function launch(executablePath: string): Promise<Browser> {
  // Chromium's sandbox refuses to run as root, which containers do; the pages are our own.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
}

export interface Visit {
  readonly page: Page;
  /** What the page should never do: errors, refusals of its policy, dialogs, requests to elsewhere. */
  readonly faults: readonly string[];
}

/** Opens an address in a new, empty profile. */
export async function visit(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`);
  });
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(new URL(address).origin)) faults.push(`request: ${request.url()}`);
  });
  await page.goto(address);
  return { page, faults };
}

/**
 * Texts that are hard to read: with a contrast to their ground below 4.5:1, or 3:1 for large ones (WCAG 2.2, 1.4.3).
 * @returns each with its contrast
 */
export function faintTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    type Colour = readonly [number, number, number, number];
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const read = (colour: string): Colour => {
      if (canvas === null) return [0, 0, 0, 0];
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a / 255];
    };
    const groundOf = (element: Element): Colour => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const colour = read(getComputedStyle(at).backgroundColor);
        if (colour[3] > 0.99) return colour;
      }
      return [255, 255, 255, 1];
    };
    const light = ([r, g, b]: Colour): number => {
      const part = (value: number) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      };
      return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
    };
    const faint: string[] = [];
    for (const element of document.querySelectorAll('body *')) {
      const text = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
      const words = text.map((node) => node.textContent?.trim()).join('');
      if (words === '' || !element.checkVisibility() || element.closest('.unseen, :disabled') !== null)
        continue;
      const style = getComputedStyle(element);
      const isDrawn = element instanceof SVGElement;
      const drawnOn = isDrawn ? element.closest('g')?.querySelector('rect') : undefined;
      const ground = drawnOn ? read(getComputedStyle(drawnOn).fill) : groundOf(element);
      const [a, b] = [light(read(isDrawn ? style.fill : style.color)), light(ground)];
      const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      const size = Number.parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (contrast < (isLarge ? 3 : 4.5)) faint.push(`${words.slice(0, 40)}: ${contrast.toFixed(2)}`);
    }
    return faint;
  });
}
