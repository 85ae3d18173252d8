import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../scripts/findBrowser.ts';
import { openDashboard, sendLogs, type TestDashboard } from '../support/dashboard.ts';
import { file, record } from '../support/sandboxRun.ts';
import { ROOT } from '../support/sources.ts';
import { faintTexts, launch, visit } from './browser.ts';

const LIMIT = 1024 * 1024;
const PATIENCE_MS = 60_000;
const SAMPLES = ['02-password-spray.json', '03-mfa-fatigue.json', '90-malformed-events.jsonl'];

/** What an attacker may choose: a name that is HTML, one that turns the direction of writing, one without end. */
const HOSTILE = [
  record(
    'hostile-1',
    {},
    { userPrincipalName: '<img src=x onerror=alert(1)>@example.com', userAgent: '<svg/onload=alert(2)>' },
  ),
  record(
    'hostile-2',
    {},
    { userPrincipalName: 'admin\u202egpj.example.com', appDisplayName: '"><script>alert(3)</script>' },
  ),
  record(
    'hostile-3',
    { callerIpAddress: 'javascript:alert(4)' },
    { userPrincipalName: `${'W'.repeat(3000)}@example.com` },
  ),
  record(
    'hostile-4',
    { resultType: '9999999' },
    { userPrincipalName: '__proto__', appDisplayName: 'constructor' },
  ),
  '<script>alert(5)</script>',
].join('\n');

const VIEWS = [
  '/overview',
  '/alerts',
  '/alerts/0',
  '/sign-ins',
  '/sign-ins/0',
  '/dead-letters',
  '/dead-letters/0',
  '/codes',
  '/codes/50126',
  '/codes/9999999',
  '/metrics',
];

const executable = findBrowser();
const title = 'the dashboard in a browser (skipped where no Chromium is found; CHROMIUM can name one)';

describe.skipIf(executable === undefined)(title, { timeout: PATIENCE_MS }, () => {
  let dashboard: TestDashboard;
  let browser: Browser;
  beforeAll(async () => {
    [dashboard, browser] = await Promise.all([openDashboard(LIMIT), launch(executable ?? '')]);
    await sendLogs(dashboard, file('hostile.jsonl', HOSTILE));
    await sendLogs(dashboard, ...SAMPLES.map((name) => join(ROOT, 'data/samples', name)));
  }, PATIENCE_MS);
  afterAll(async () => {
    await browser.close();
    await dashboard.end();
  });

  const open = (path: string, options = {}) => visit(browser, `${dashboard.address}/#${path}`, options);
  /** Goes to a view, and waits until it is there. */
  const goTo = async (page: Page, path: string): Promise<void> => {
    await page.evaluate(async (hash) => {
      if (location.hash === `#${hash}`) return;
      const changed = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
      location.hash = hash;
      await changed;
    }, path);
    await page.locator('main[aria-busy="false"] h1').waitFor();
  };

  it('says which codes matter and why, and leads to what to do', async () => {
    const { page, faults } = await open('/overview');
    await page.getByRole('heading', { level: 1, name: /of High risk, by \d codes/ }).waitFor();
    const row = page.getByRole('table', { name: 'Codes that matter' }).first().getByRole('row').nth(1);
    await expect.poll(() => row.textContent()).toMatch(/High50126.*The username or password was wrong.*Why:/);
    await row.getByRole('link', { name: '50126' }).click();
    await page.getByRole('heading', { name: 'What to do: analyst' }).waitFor();
    await page.getByRole('heading', { name: 'Why High' }).waitFor();
    await page.getByRole('link', { name: /^Sign-ins \(\d+\)$/ }).click();
    await page
      .getByText(/^\d+ matches$/)
      .first()
      .waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'What to do: analyst' }).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('shows hostile text as text, everywhere', async () => {
    const { page, faults } = await open('/overview?run=1');
    await page.getByText('<img src=x onerror=alert(1)>@example.com').first().waitFor();
    await page.getByText('admin\ufffdgpj.example.com').first().waitFor();
    for (const path of VIEWS) {
      await goTo(page, `${path}?run=1`);
      const made = await page.evaluate(
        () =>
          document.querySelectorAll(
            'img:not([src="/icon.svg"]), script:not([src]), iframe, [onerror], [onload]',
          ).length,
      );
      expect(made, path).toBe(0);
      const links = await page.evaluate(() => [...document.querySelectorAll('a')].map(({ href }) => href));
      expect(
        links.filter((href) => !/^https?:/.test(href)),
        path,
      ).toEqual([]);
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)(
    'is easy to read and fits a phone, in %s colours',
    async (colorScheme) => {
      const { page, faults } = await open('/overview', {
        colorScheme,
        viewport: { width: 360, height: 740 },
      });
      await page.locator('.standing-out a').first().waitFor();
      for (const path of VIEWS) {
        // With the run of hostile names: the longest of them must not make the page wider than the screen.
        await goTo(page, `${path}?run=1`);
        expect(await faintTexts(page), path).toEqual([]);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wider, path).toBeLessThanOrEqual(0);
      }
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );

  it('filters by level, code and name, and the address keeps the filter', async () => {
    const { page } = await open('/sign-ins');
    const count = page.locator('.card .hint').first();
    await page.getByRole('button', { name: 'High', exact: true }).click();
    await page.getByLabel('Code').fill('500121');
    await page.getByLabel('User, application or address').fill('USER0042');
    await expect.poll(() => page.url()).toMatch(/level=High&code=500121&text=USER0042$/);
    const rows = page.getByRole('table').getByRole('row');
    await expect.poll(() => count.textContent()).toMatch(/^\d+ matches$/);
    const found = await count.textContent();
    expect(await rows.count()).toBe(Number.parseInt(found ?? '', 10) + 1);
    await page.reload();
    await expect.poll(() => count.textContent()).toBe(found);
    expect(await page.getByRole('button', { name: 'High', exact: true }).getAttribute('aria-pressed')).toBe(
      'true',
    );
    await page.getByRole('button', { name: 'Clear filter' }).click();
    await expect.poll(() => count.textContent()).not.toBe(found);
    await page.context().close();
  });

  it('works with the keyboard: skip link, filter and timeline', async () => {
    const { page } = await open('/overview');
    await page.locator('.timeline-chart').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
    const timeline = page.getByRole('slider');
    await timeline.focus();
    const first = await timeline.getAttribute('aria-valuetext');
    await page.keyboard.press('ArrowRight');
    expect(await timeline.getAttribute('aria-valuetext')).not.toBe(first);
    await page.keyboard.press('Home');
    expect(await timeline.getAttribute('aria-valuetext')).toBe(first);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toMatch(/from=\d+&to=\d+/);
    // The update must not throw out whoever works with the keyboard.
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('slider');
    await page.getByRole('button', { name: 'Show all times' }).click();
    await expect.poll(() => page.url()).not.toMatch(/from=/);
    await page.context().close();
  });

  it('takes own logs by drag and drop, and tells what came before from them', async () => {
    const { page, faults } = await open('/overview');
    await page.locator('.standing-out a').first().waitFor();
    const drop = (name: string, content: string) =>
      page.evaluate(
        ([fileName = '', text = '']) => {
          const data = new DataTransfer();
          data.items.add(new File([text], fileName));
          for (const type of ['dragover', 'drop'])
            document.body.dispatchEvent(
              new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }),
            );
        },
        [name, content],
      );
    await drop('mine.jsonl', `${record('mine-1')}\n${record('mine-2', { resultType: '53000' })}\n`);
    await page.getByText('All 2 records accounted for').first().waitFor();
    await page
      .getByRole('heading', { level: 1, name: '1 of 2 sign-ins is of High risk, by one code' })
      .waitFor();
    const chosen = page.getByRole('combobox', { name: 'Logs' });
    expect(await chosen.locator('option:checked').textContent()).toBe('mine.jsonl');
    await chosen.selectOption('All of this session');
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).not.toContain('1 of 2');
    await drop('large.json', 'x'.repeat(LIMIT + 1));
    await page.getByRole('alert').filter({ hasText: 'large.json is larger than 1 MB' }).waitFor();
    await page.getByRole('button', { name: 'Add logs' }).waitFor();
    await page
      .locator('.file-input')
      .setInputFiles({ name: 'chosen.log', mimeType: '', buffer: Buffer.from(record('chosen')) });
    await page.getByText('The one record is accounted for').first().waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('speaks Japanese and remembers it, as it does the colours', async () => {
    const { page, faults } = await open('/codes/50126', { locale: 'ja-JP' });
    await page.getByRole('heading', { name: '対応 (アナリスト)' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('ja');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'What to do: analyst' }).waitFor();
    await page.getByRole('button', { name: 'Colours: as the system' }).click();
    await page.reload();
    await page.getByRole('heading', { name: 'What to do: analyst' }).waitFor();
    await page.getByRole('button', { name: 'Colours: light' }).click();
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('searches the catalog, and shows the bytes of a dead letter', async () => {
    const { page } = await open('/codes');
    await page.getByRole('searchbox').fill('AADSTS50126');
    await page.getByRole('heading', { name: 'Explained: 1' }).waitFor();
    await page.getByRole('searchbox').fill('reply URL');
    await page.getByRole('link', { name: '50011' }).waitFor();
    await goTo(page, '/dead-letters?run=1');
    await page.getByRole('link', { name: 'It is not JSON.' }).click();
    await page.getByText('000000  3c 73 63 72 69 70 74 3e').waitFor();
    await page.context().close();
  });

  it('shows the way of the logs to those who hear the page', async () => {
    const { page } = await open('/overview?run=1');
    const picture = page.getByRole('img', {
      name: /records 5, events 5, Rows 4, Alerts 3, Dead letters 1, Skipped 0/,
    });
    await picture.waitFor();
    await page.context().close();
  });

  it('an alert has the catalog’s text, and is the message that lay in the queue', async () => {
    const { page } = await open('/alerts');
    await page.getByRole('table').getByRole('row').nth(1).getByRole('link').first().click();
    await page.getByRole('heading', { name: 'What to do: administrator' }).waitFor();
    const [, n = ''] = /alerts\/(\d+)/.exec(page.url()) ?? [];
    const line = readFileSync(join(dashboard.out, 'alerts.jsonl'), 'utf8').split('\n')[Number(n)] ?? '';
    expect(await page.locator('.copyable pre').textContent()).toBe(JSON.parse(line).data.query);
    await page.context().close();
  });

  it('says that the sandbox was ended', async () => {
    const { page } = await open('/overview');
    await page.locator('.standing-out a').first().waitFor();
    await dashboard.close();
    await page.getByRole('status').filter({ hasText: 'The connection to the sandbox is lost' }).waitFor();
    await page.context().close();
  });
});
