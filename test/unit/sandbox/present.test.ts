import { describe, expect, it } from 'vitest';
import { toSummaryText } from '../../../src/sandbox/present.ts';
import { toTerminalText } from '../../../src/sandbox/terminal.ts';
import { runOfTen } from './support.ts';

const OPTIONS = { color: false, gaps: [], files: 1, width: 140 };

// C0, DEL, C1, bidirectional controls, zero width, line and paragraph separator.
const HOSTILE = [
  '\u0000',
  '\u0007',
  '\u001b[2J',
  '\r',
  '\n',
  '\u007f',
  '\u009b31m',
  '\u061c',
  '\u200b',
  '\u202e',
  '\u2066',
  '\u2028',
  '\u2029',
];
const HARMFUL = /[^\P{Cc}\n]|[\p{Cf}\u2028\u2029]/u;

function alert(evil: string): string {
  return JSON.stringify({
    data: {
      level: `High${evil}`,
      code: `50126${evil}`,
      time: `2026-11-16T08:${evil}00:00Z`,
      who: { UserPrincipalName: `us${evil}er@example.com` },
      what: { AppDisplayName: `Po${evil}rtal` },
      where: { IPAddress: `192.0.2.1${evil}`, Location: `J${evil}P` },
      summary: { en: `Wr${evil}ong` },
    },
  });
}

describe('texts from logs', () => {
  it.each(HOSTILE.map((evil) => [evil.charCodeAt(0).toString(16).padStart(4, '0'), evil]))(
    'are shown without U+%s in alerts, codes and paths',
    (_, evil) => {
      const safe = evil.replace(/^./s, '\ufffd');
      const run = runOfTen({ latestAlerts: [alert(evil)] });
      const text = toSummaryText(
        {
          ...run,
          report: { ...run.report, byCode: { [`1${evil}`]: 6 } },
          files: {
            ...run.files,
            summaryPath: `ou${evil}t`,
            rows: { ...run.files.rows, path: `ro${evil}ws` },
          },
        },
        OPTIONS,
      );
      expect(text).not.toMatch(HARMFUL);
      for (const part of [
        `us${safe}er@example.com`,
        `Po${safe}rtal`,
        `J${safe}P`,
        `Wr${safe}ong`,
        `ou${safe}t`,
      ])
        expect(text).toContain(part);
      // A line end in a value makes no line of its own.
      expect(text.split('\n')).toHaveLength(
        toSummaryText(runOfTen({ latestAlerts: [alert('')] }), OPTIONS).split('\n').length,
      );
    },
  );

  it('that name a file in a message keep only the line ends', () => {
    expect(toTerminalText('no\u001b[31m.json\nUsage: \u202eabc\u2028d\u009b')).toBe(
      'no\ufffd[31m.json\nUsage: \ufffdabc\ufffdd\ufffd',
    );
  });
});

describe('the table of codes', () => {
  it('has the levels of the run, not of the catalog alone', () => {
    expect(toSummaryText(runOfTen(), OPTIONS)).toMatch(/50126 {2}Medium +6/);
  });
});
