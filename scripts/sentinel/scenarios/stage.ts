import { Buffer } from 'node:buffer';
import { createConfiguredEnricher } from '../../../src/compose.ts';
import type { UserCategory, WorkloadCategory } from '../../../src/sandbox/generator/attempt.ts';
import { PRIVATE_BROWSER, SCRIPT } from '../../../src/sandbox/generator/devices.ts';
import { findOutcome } from '../../../src/sandbox/generator/outcomes.ts';
import { STRANGERS } from '../../../src/sandbox/generator/places.ts';
import { elementAt } from '../../../src/sandbox/generator/random.ts';
import type { SignInRecord } from '../../../src/sandbox/generator/record.ts';
import {
  clock,
  type PersonSignIn,
  type Row,
  Storyteller,
} from '../../../src/sandbox/generator/storyteller.ts';
import type { User, Workload } from '../../../src/sandbox/generator/tenant.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const SEED = 20261116;

/** The stories happen on this day; what a tenant did before lies on the days before. */
export const MIDNIGHT = clock('00:00');

/** A success with MFA. */
export const MFA = { code: 0, proof: 'mfa' } as const;

const enrich = createConfiguredEnricher({ ROW_DETAIL: 'compact', MIN_ROW_LEVEL: 'Low' });

/** Somebody without a place in the tenant: a hosting provider's address, and a script or a browser. */
export const STRANGER = {
  place: elementAt(STRANGERS, 1),
  address: '203.0.113.221',
  device: SCRIPT,
} as const;
export const STRANGER_WITH_BROWSER = { ...STRANGER, device: PRIVATE_BROWSER } as const;

/** Another provider, for what happens on a second network. */
export const ELSEWHERE = {
  place: elementAt(STRANGERS, 0),
  address: '203.0.113.150',
  device: PRIVATE_BROWSER,
} as const;

/** APIs of Microsoft, to be asked for one after another. */
export const APIS = [
  'Azure Key Vault',
  'Office 365 SharePoint Online',
  'Azure Storage',
  'Azure SQL Database',
  'Microsoft Graph',
] as const;

/** Where a scenario is told: a storyteller, a past, and ways to say what the storyteller has no words for. */
export class Stage {
  readonly teller = new Storyteller(SEED, 'scenario');
  #records: SignInRecord[] = [];

  user(number: number): User {
    return this.teller.user(number);
  }

  workload(index: number): Workload {
    return elementAt(this.teller.tenant.servicePrincipals, index);
  }

  /** One attempt; a code that the storyteller does not know becomes another failure's row with that code. */
  signIn(
    at: number,
    person: PersonSignIn & { readonly edit?: Partial<Record<string, unknown>> },
    ...rows: readonly Row[]
  ): void {
    const { edit, ...rest } = person;
    const known = rows.map((row) => (typeof row === 'number' && !isKnown(row) ? 50126 : row));
    this.#tell(() => this.teller.signIn(at, rest, ...known), rows, edit);
  }

  workloadSignIn(
    at: number,
    workload: Workload,
    code: number,
    category: WorkloadCategory = 'ServicePrincipalSignInLogs',
    resource = 'Microsoft Graph',
  ): void {
    this.#tell(
      () => this.teller.workloadSignIn(at, category, workload, resource, isKnown(code) ? code : 7000215),
      [code],
    );
  }

  /** The user signs in every morning of the two weeks before, from home. */
  past(
    user: User,
    person: Partial<PersonSignIn> & { readonly edit?: Partial<Record<string, unknown>> } = {},
  ): void {
    for (let day = 13; day >= 1; day--)
      this.signIn(MIDNIGHT - day * DAY + 9 * HOUR, { user, ...person }, MFA);
  }

  /** Somebody else, and a workload, have signed in every night of the days before: of two weeks, so that baselines are filled. */
  filled(days = 14): void {
    for (let day = days; day >= 0; day--) {
      const at = MIDNIGHT - day * DAY - 2 * HOUR;
      this.signIn(at, { user: this.user(400), category: 'NonInteractiveUserSignInLogs' }, 0);
      this.workloadSignIn(at, this.workload(8), 0);
    }
  }

  records(): SignInRecord[] {
    return this.#records;
  }

  #tell(tell: () => void, rows: readonly Row[], edit: Partial<Record<string, unknown>> = {}): void {
    const before = new Set(this.teller.records());
    tell();
    const added = this.teller.records().filter((record) => !before.has(record));
    this.#records.push(
      ...added.map((record, index) => {
        const row = elementAt(rows, index);
        const code = typeof row === 'number' && !isKnown(row) ? row : undefined;
        return {
          ...record,
          ...(code !== undefined && { resultType: String(code) }),
          properties: {
            ...record.properties,
            ...edit,
            ...(code !== undefined && { status: { ...record.properties.status, errorCode: code } }),
          },
        };
      }),
    );
  }
}

function isKnown(code: number): boolean {
  try {
    findOutcome(code);
    return true;
  } catch {
    return false;
  }
}

export type { UserCategory };

/** Rows of the table, made by the project's own pipeline, each with the time of its ingestion. */
export type TableRow = Readonly<Record<string, unknown>> & {
  readonly TimeGenerated: string;
  readonly _IngestionTime?: string;
};

export function toTableRows(records: readonly SignInRecord[]): TableRow[] {
  const body = Buffer.from(JSON.stringify({ records }));
  const position = { partition: '0', sequenceNumber: 1, enqueuedTime: '2026-11-16T00:00:00.000Z' };
  return enrich({ body, position }).map((outcome) => {
    if (outcome.kind !== 'row' && outcome.kind !== 'row-with-alert')
      throw new Error(`a record became ${outcome.kind}`);
    const { TimeGenerated } = outcome.row;
    if (typeof TimeGenerated !== 'string') throw new Error('a row without a time');
    return { ...outcome.row, TimeGenerated };
  });
}
