import { describe, expect, it, vi } from 'vitest';
import { readContent, readFunctions, readHunts, readRules } from '../../scripts/sentinel/content.ts';
import { placeholders } from '../../scripts/sentinel/schema.ts';
import { ALL_COLUMNS } from '../../src/core/row/columns.ts';
import { check } from '../../src/kql/language/check.ts';
import { codes, names } from '../unit/catalogSupport.ts';
import { database, WARM_UP_TIMEOUT } from './support/database.ts';

// The first query binds the functions.
vi.setConfig({ testTimeout: WARM_UP_TIMEOUT });

const rules = readRules();
const hunts = readHunts();
const functions = readFunctions();

/** Everything that Microsoft's language service has to say about a query, and the columns of its result. */
function bind(query: string): { problems: string[]; columns: string[] } {
  const { diagnostics, columns } = check(query, database());
  return {
    problems: diagnostics.map(({ severity, code, line, column, text, message, inFunction = 'query' }) => {
      return `${severity} ${code} ${inFunction}(${line},${column}) ${text}: ${message}`;
    }),
    columns: Object.keys(columns ?? {}),
  };
}

const minutes = (text: string) => Number.parseInt(text, 10) * { m: 1, h: 60, d: 1440 }[text.slice(-1) as 'm'];

describe.each(rules)('rule $name', ({ name, content: rule }) => {
  const { problems, columns } = bind(rule.query);

  it('binds without error or warning, and has every column that is mapped', () => {
    expect(problems).toEqual([]);
    const { alertDisplayNameFormat, alertDescriptionFormat, alertSeverityColumnName } =
      rule.alertDetailsOverride;
    const mapped = [
      ...(rule.entityMappings ?? []).flatMap(({ fieldMappings }) =>
        fieldMappings.map((field) => field.columnName),
      ),
      ...Object.values(rule.customDetails),
      ...placeholders(alertDisplayNameFormat),
      ...placeholders(alertDescriptionFormat),
      alertSeverityColumnName,
      'TimeGenerated',
    ];
    for (const column of mapped) expect(columns, name).toContain(column);
  });

  it('runs as often as its query believes, and looks back far enough for late rows', () => {
    expect(rule.query).toContain(`let frequency = ${rule.queryFrequency};\n`);
    const baseline = /^let baseline = (\w+);$/m.exec(rule.query)?.[1];
    if (baseline !== undefined) expect(rule.queryPeriod).toBe(baseline);
    const [frequency, period] = [minutes(rule.queryFrequency), minutes(rule.queryPeriod)];
    // Each row is judged in one run, wherever in the interval it falls: period is more than one interval.
    expect(period).toBeGreaterThan(frequency);
    expect(period / frequency).toBeLessThanOrEqual(168);
    expect(period).toBeLessThanOrEqual(minutes('14d'));
    if (period >= minutes('2d')) expect(frequency).toBeGreaterThanOrEqual(60);
  });

  it('says in its description what to do, what is harmless and how to tune it', () => {
    for (const heading of ['\n\nTriage:\n1. ', '\n\nFalse positives: ', '\n\nTuning: '])
      expect(rule.description).toContain(heading);
  });

  it('has its tuning lines first, and asks the view under its own name', () => {
    expect(rule.query).toMatch(/^let source = "both";\nlet frequency = /);
    if (rule.query.includes('EntraSigninRisk(')) expect(rule.query).toContain(`let rule = "${name}";\n`);
    expect(rule.query).not.toMatch(/\b(EntraSigninRisk_CL|SigninLogs|AAD\w+SignInLogs)\b/);
  });
});

describe.each(hunts)('hunt $name', ({ content: hunt }) => {
  const { problems, columns } = bind(hunt.query);

  it('binds without error or warning, and has every column that is mapped', () => {
    expect(problems).toEqual([]);
    for (const { fieldMappings } of hunt.entityMappings)
      for (const { columnName } of fieldMappings) expect(columns).toContain(columnName);
  });

  it('says what is harmless and how to tune it, and leaves the time range to who asks', () => {
    expect(hunt.query).toMatch(/^\/\/ False positives: .+\n\/\/ Tuning: .+\nlet source = "both";\n/);
    expect(hunt.query).not.toMatch(/TimeGenerated *>=? *ago/);
  });
});

describe.each(functions)('function $name', ({ name, content }) => {
  it('binds without error or warning', () => {
    const parameters = /^\/\/ parameters: \((.*)\)$/m.exec(content)?.[1] ?? '';
    const call = parameters.includes('key:string') ? `${name}("x")` : `${name}()`;
    expect(bind(call).problems).toEqual([]);
  });

  it('says at its top what it gives', () => {
    expect(content).toMatch(new RegExp(`^//.*${name}\\(\\)`, 'm'));
  });
});

describe('the view', () => {
  it('has every column of the table, of its type, whatever the source', () => {
    const types = check('EntraSigninRisk()', database()).columns ?? {};
    for (const { name, type } of ALL_COLUMNS)
      expect(types[name], name).toBe(type === 'boolean' ? 'bool' : type);
  });

  it('binds where none of the tables exists: every leg of the unions may be missing', () => {
    const { diagnostics, columns } = check('EntraSigninRisk() | where Weight > 0', database('no tables'));
    const others = diagnostics.filter(
      ({ severity, message }) => severity !== 'Warning' || !/resolve|does not refer/i.test(message),
    );
    expect(others).toEqual([]);
    expect(Object.keys(columns ?? {})).toContain('ResultRiskLevelNow');
  });

  it('states its parameters once', () => {
    const text = readContent('functions/EntraSigninRisk.kql');
    expect(text.match(/^\/\/ parameters: /gm)).toHaveLength(1);
  });
});

describe('the content as a whole', () => {
  it('has the least numbers of rules and hunts, each with an id and a name of its own', () => {
    expect(rules.filter(({ name }) => !name.startsWith('pipeline-')).length).toBeGreaterThanOrEqual(12);
    expect(rules.filter(({ name }) => name.startsWith('pipeline-'))).toHaveLength(3);
    expect(hunts.length).toBeGreaterThanOrEqual(8);
    const all = [...rules, ...hunts].map(({ content }) => content);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it('names every code of the catalog but success in a rule or a hunt', () => {
    const named = new Set([...rules, ...hunts].flatMap(({ content }) => content.query.match(/"\d+"/g) ?? []));
    const missing = codes.filter((code) => code !== '0' && !named.has(`"${code}"`));
    expect(missing).toEqual([]);
  });

  it('names no code that neither the catalog nor the directory of names knows', () => {
    const known = new Set([...codes, ...Object.keys(names.names)]);
    const used = [...rules, ...hunts].flatMap(
      ({ content }) => content.query.match(/(?<=")\d{4,7}(?=")/g) ?? [],
    );
    expect([...new Set(used)].filter((code) => !known.has(code))).toEqual([]);
  });
});
