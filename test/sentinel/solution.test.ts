import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readContent, readFunctions, readHunts, readRules } from '../../scripts/sentinel/content.ts';
import { toSolution } from '../../scripts/sentinel/solution.ts';

const files = toSolution({
  publisherId: 'example',
  name: 'Example',
  email: 'support@example.com',
  link: 'https://example.com',
  date: '2026-11-26',
});
const textOf = (path: string) => files.find((file) => file.path === path)?.text ?? '';
const paths = files.map(({ path }) => path);
const FOLDER = 'Solutions/EntraSigninRisk';

it('names in its data file exactly the files that it holds', () => {
  const data = z
    .strictObject({
      Name: z.literal('EntraSigninRisk'),
      Author: z.string().regex(/^.+ - \S+@\S+$/),
      Logo: z.string().includes('75px'),
      Description: z.string(),
      'Analytic Rules': z.array(z.string()).length(readRules().length),
      'Hunting Queries': z.array(z.string()).length(readHunts().length),
      Parsers: z
        .array(z.string())
        .length(readFunctions().filter(({ name }) => name.startsWith('Entra')).length),
      Workbooks: z.array(z.string()).length(1),
      BasePath: z.string(),
      Version: z.string().regex(/^\d+\.\d+\.\d+$/),
      Metadata: z.literal('SolutionMetadata.json'),
      TemplateSpec: z.literal(false),
      Is1PConnector: z.literal(false),
    })
    .parse(JSON.parse(textOf(`${FOLDER}/Data/Solution_EntraSigninRisk.json`)));
  const named = [...data['Analytic Rules'], ...data['Hunting Queries'], ...data.Parsers, ...data.Workbooks];
  const held = paths.filter((path) => /\/(Analytic Rules|Hunting Queries|Parsers|Workbooks)\//.test(path));
  expect(named.sort()).toEqual(held.sort());
  expect(new Set(paths).size).toBe(paths.length);
});

it('has metadata of the form that the store asks for', () => {
  z.strictObject({
    publisherId: z.string().regex(/^[a-z][a-z0-9]{0,49}$/),
    offerId: z.string().max(50).includes('sentinel'),
    firstPublishDate: z.iso.date(),
    providers: z.array(z.string()).min(1),
    categories: z.strictObject({
      domains: z.array(z.enum(['Identity', 'Security - Threat Protection'])).min(1),
    }),
    support: z.strictObject({
      tier: z.enum(['Microsoft', 'Partner', 'Community']),
      name: z.string(),
      email: z.email(),
      link: z.url(),
    }),
  }).parse(JSON.parse(textOf(`${FOLDER}/SolutionMetadata.json`)));
  expect(textOf(`${FOLDER}/ReleaseNotes.md`)).toMatch(/\| \d+\.\d+\.\d+ \| 26-11-2026 \|/);
});

it('carries rules and functions word for word', () => {
  for (const { name } of readRules())
    expect(textOf(`${FOLDER}/Analytic Rules/${name}.yaml`)).toBe(readContent(`rules/${name}.yaml`));
  const parsers = files
    .filter(({ path }) => path.includes('/Parsers/'))
    .map(({ text }) =>
      z.looseObject({ id: z.uuid(), FunctionName: z.string(), FunctionQuery: z.string() }).parse(parse(text)),
    );
  expect(new Set(parsers.map(({ id }) => id)).size).toBe(parsers.length);
  for (const { FunctionName, FunctionQuery } of parsers)
    expect(FunctionQuery).toBe(readContent(`functions/${FunctionName}.kql`));
});

it('tells the collection’s query tests the columns of the table', () => {
  const { Properties } = z
    .object({
      Properties: z.array(
        z.object({ name: z.string(), type: z.enum(['String', 'Long', 'Bool', 'DateTime', 'Dynamic']) }),
      ),
    })
    .parse(JSON.parse(textOf('.script/tests/KqlvalidationsTests/CustomTables/EntraSigninRisk_CL.json')));
  expect(Properties.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['TenantId', 'Type', 'ResultRiskLevel', 'PasswordProven']),
  );
});
