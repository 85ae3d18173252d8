import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { outcomesOf, rowOf } from './support.ts';

// Real records, published by others; they are not part of this repository.
const folder = new URL('../../../../shared/samples/', import.meta.url);

const EXPECTED = {
  'microsoft-entra-docs.sign-in.json': [
    {
      ResultType: '50140',
      ResultName: 'KmsiInterrupt',
      ResultRiskLevel: 'Low',
      Category: 'SignInLogs',
      TimeGenerated: '2019-03-12T16:02:15.5522137Z',
      RecordId: '0231f922-93fa-4005-bb11-b344eca03c01',
    },
  ],
  'panther.failed-sign-ins.jsonl': [
    // Envelope names in small letters, and the code a number.
    {
      ResultType: '7000215',
      ResultRiskLevel: 'Unknown',
      ResultRiskBasis: 'unlisted',
      Category: 'ServicePrincipalSignInLogs',
      TimeGenerated: '2023-07-26T23:00:20.889Z',
      CreatedDateTime: '2023-07-26T22:58:30.9832019Z',
      AADTenantId: 'a2aa49aa-2c0c-49d2-af87-f402c421df0b',
      IPAddress: '12.12.12.12',
    },
    { ResultType: '0', ResultRiskLevel: 'Low', ServicePrincipalName: 'very-normal-service-principal' },
  ],
  'panther.ropc.jsonl': [
    { ResultType: '0', ResultRiskLevel: 'Low', RecordId: expect.stringMatching(/^sha256:/) },
    { ResultType: '50126', ResultRiskLevel: 'High', AuthenticationProtocol: 'ropc' },
  ],
  'splunk-security-content.sign-in.json': [
    {
      ResultType: '50076',
      ResultRiskLevel: 'High',
      ResultDetail: 'MFA required in Azure AD',
      AuthenticationSteps: ['Password: Correct password', 'MFA required in Azure AD (failed)'],
    },
  ],
};

describe.skipIf(!existsSync(folder))('public samples (../shared/samples)', () => {
  it.each(Object.entries(EXPECTED))('%s gives rows with the code and its level', (name, rows) => {
    const outcomes = outcomesOf(readFileSync(new URL(name, folder)));
    expect(outcomes.map(rowOf)).toMatchObject(rows);
    expect(outcomes.map(({ kind }) => kind)).toEqual(
      rows.map(({ ResultRiskLevel }) => (ResultRiskLevel === 'High' ? 'row-with-alert' : 'row')),
    );
  });
});
