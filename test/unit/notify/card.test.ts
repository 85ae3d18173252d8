import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Digest, DigestGroup } from '../../../src/notify/digest.ts';
import { fromQueueMessage } from '../../../src/notify/incomingAlert.ts';
import { toPlainText } from '../../../src/notify/plainText.ts';
import { createRenderer } from '../../../src/notify/render.ts';
import { toAlertText, toIncomingAlert } from '../../support/alerts.ts';

const SEED = 20261126;
/** What the Teams template takes. */
const MOST_BYTES = 28 * 1024;
const UNTIL = Date.parse('2026-11-26T10:15:00Z');

const runSchema = z.strictObject({
  type: z.literal('TextRun'),
  text: z.string(),
  weight: z.literal('Bolder').optional(),
  size: z.enum(['Large', 'Small']).optional(),
  color: z.literal('Attention').optional(),
  isSubtle: z.literal(true).optional(),
  fontType: z.literal('Monospace').optional(),
});

/** The whole form of a message: nothing but text runs may hold text that is not ours. */
const messageSchema = z.strictObject({
  type: z.literal('message'),
  attachments: z.tuple([
    z.strictObject({
      contentType: z.literal('application/vnd.microsoft.card.adaptive'),
      contentUrl: z.null(),
      content: z.strictObject({
        $schema: z.string(),
        type: z.literal('AdaptiveCard'),
        version: z.literal('1.4'),
        msteams: z.strictObject({ width: z.literal('Full') }),
        body: z.array(
          z.strictObject({
            type: z.literal('RichTextBlock'),
            inlines: z.array(runSchema),
            spacing: z.enum(['Small', 'Medium']).optional(),
            separator: z.literal(true).optional(),
          }),
        ),
        actions: z
          .tuple([
            z.strictObject({
              type: z.literal('Action.OpenUrl'),
              title: z.string(),
              url: z.string().startsWith('https://learn.microsoft.com/'),
            }),
          ])
          .optional(),
      }),
    }),
  ]),
});

/** The text runs of a message of that form, within its size. */
function runsOf(body: string): z.infer<typeof runSchema>[] {
  expect(Buffer.byteLength(body)).toBeLessThan(MOST_BYTES);
  const { content } = messageSchema.parse(JSON.parse(body)).attachments[0];
  return content.body.flatMap(({ inlines }) => inlines);
}

/** Nothing of it is a link, a mention, a tag, an expression, a line end or a direction mark to anybody. */
const BROKEN_OUT = /[<>\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|:\/\/|\bwww\.\S|\]\(|\{\{|[$@]\{/iu;

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3000 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '<at>',
          '</at>',
          '[',
          ']',
          '(',
          ')',
          'https://evil.example',
          'www.evil.example',
          '*',
          '_',
          '`',
          '#',
          '|',
        ],
        ...[
          '{{DATE(2026-11-26T00:00:00Z)}}',
          '$',
          '{',
          '@',
          '\r\n',
          '\u202e',
          '\u2028',
          '<img src=x>',
          '\\',
          '"',
          '田',
        ],
        ...['ｗｗｗ.', '\ud800', '![x](y)', '- ', '1. ', '&lt;', '​'],
      ),
      { maxLength: 200 },
    )
    .map((parts) => parts.join('')),
);

describe('text of a log', () => {
  it('loses what would become something else, whatever it holds, and stays short', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 300 }), (text, most) => {
        const plain = toPlainText(text, most);
        expect(plain).not.toMatch(BROKEN_OUT);
        expect(Array.from(plain).length).toBeLessThanOrEqual(most);
        expect(plain.isWellFormed()).toBe(true);
      }),
      { seed: SEED, numRuns: 500 },
    );
    expect('[x](y)').toMatch(BROKEN_OUT);
  });

  it('stays what it is otherwise', () => {
    for (const text of [
      'user_0042@example.com',
      'Azure Portal (管理)',
      '2001:db8::1',
      'a*b & c',
      '{curly}',
      '$5',
    ])
      expect(toPlainText(text, 100)).toBe(text);
    expect(toPlainText('see https://evil.example/<x>', 100)).toBe('see https[:]//evil.example/‹x›');
    expect(toPlainText('abcdef', 4)).toBe('abc…');
  });
});

const teams = (language: 'en' | 'ja') =>
  createRenderer({ format: 'teams', language, timeZone: 'Asia/Tokyo' });

describe('the card of an alert', () => {
  it('keeps its form and size, whatever the record holds', () => {
    fc.assert(
      fc.property(hostile, hostile, fc.constantFrom('en', 'ja'), (text, other, language) => {
        const properties = {
          id: other,
          userPrincipalName: text,
          userDisplayName: text,
          appDisplayName: text,
          resourceDisplayName: text,
          ipAddress: text,
          location: { city: text, countryOrRegion: other },
          correlationId: text,
          status: { errorCode: 50126, additionalDetails: text },
        };
        const alert = toIncomingAlert({ record: other, user: text, code: '50126', properties });
        const runs = runsOf(teams(language).alert(alert, text, UNTIL).body);
        for (const run of runs)
          if (run.fontType === 'Monospace') expect(run.text).toMatch(/^[A-Za-z0-9 :._@\-"\\|=(),*]*$/);
          else expect(run.text).not.toMatch(BROKEN_OUT);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it('keeps them as well when the message itself is forged', () => {
    const alert = JSON.parse(toAlertText({ record: 'a' }));
    fc.assert(
      fc.property(hostile, (text) => {
        const texts = { ja: text, en: text };
        const data = {
          ...alert.data,
          name: text,
          time: text,
          who: { UserPrincipalName: text, UserId: 7 },
          what: { AppDisplayName: { a: text }, ResultDetail: text },
          where: { LocationDetails: [text], IPAddress: text },
          summary: texts,
          remediation: { analyst: Array(50).fill(texts) },
          links: [
            text,
            'http://learn.microsoft.com/a',
            'https://learn.microsoft.com.evil.example/',
            'https://learn.microsoft.com@evil.example/',
          ],
          recordId: text.slice(0, 128),
          correlationId: text,
        };
        const renderer = teams('en');
        const { body } = renderer.alert(fromQueueMessage({ ...alert, data }), text, UNTIL);
        runsOf(body);
        expect(body).not.toContain('OpenUrl');
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it('says who, what, where and when in the language and time zone, and what to do', () => {
    const alert = toIncomingAlert({
      record: 'a',
      properties: { status: { additionalDetails: 'MFA denied' } },
    });
    const text = (language: 'en' | 'ja') =>
      runsOf(teams(language).alert(alert, 'user0042@example.com', UNTIL).body)
        .map((run) => run.text)
        .join('\n');
    expect(text('en')).toContain('High · 50126 InvalidUserNameOrPassword');
    expect(text('en')).toContain('user0042@example.com');
    expect(text('en')).toContain('203.0.113.221, Ashburn, US');
    expect(text('en')).toContain('2026-11-26 19:00:00 GMT+9');
    expect(text('en')).toContain('counted until 2026-11-26 19:15:00 GMT+9');
    expect(text('ja')).toContain(alert.data.remediation?.analyst[0]?.ja);
    expect(text('ja')).toContain('ユーザー');
    expect(text('ja')).not.toContain('What to do');
  });
});

describe('the card of a digest', () => {
  const toDigest = (groups: readonly DigestGroup[]): Digest => ({
    id: 'd',
    alerts: groups.reduce((sum, { alerts }) => sum + alerts, 0),
    groups,
    first: UNTIL - 60_000,
    last: UNTIL,
  });
  const group = {
    code: '50126',
    level: 'High',
    name: 'InvalidUserNameOrPassword',
    first: UNTIL,
    last: UNTIL,
  } as const;

  it('keeps its form and size with any names, and counts what it does not show', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 40 }), (names) => {
        const digest = toDigest(names.map((who) => ({ ...group, who: toPlainText(who, 256), alerts: 2 })));
        const runs = runsOf(teams('ja').digest(digest, UNTIL).body);
        for (const { text, fontType } of runs) if (!fontType) expect(text).not.toMatch(BROKEN_OUT);
        const hidden = Math.max(0, names.length - 15);
        expect(runs.some(({ text }) => text.includes(`${hidden} 組、${hidden * 2} 件`))).toBe(hidden > 0);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });
});

describe('an event', () => {
  const events = createRenderer({ format: 'cloudevents', language: 'en', timeZone: 'UTC' });

  it('of an alert is the alert as it stands in the queue', () => {
    const text = toAlertText({ record: 'a' });
    const { body, contentType } = events.alert(fromQueueMessage(JSON.parse(text)), 'x', UNTIL);
    expect(contentType).toBe('application/cloudevents+json; charset=utf-8');
    expect(JSON.parse(body)).toEqual(JSON.parse(text));
  });
});

describe('a message of the queue', () => {
  it.each([
    ['text', 'not JSON'],
    ['another event', { ...JSON.parse(toAlertText({ record: 'a' })), type: 'other' }],
    ['an id that is no id', { ...JSON.parse(toAlertText({ record: 'a' })), id: `' or 1 eq 1` }],
  ])('that is no alert is refused: %s, without its content', (_, message) => {
    expect(() => fromQueueMessage(message)).toThrow(/is no alert; wrong: [\w(), .]+$/);
  });
});
