import type { Refusal } from './amqp.ts';

/** Where in a partition a receiver wants to begin. */
export type Selector =
  /** Behind the last event there is. */
  | { readonly kind: 'latest' }
  /** At the first event whose field is greater than the value, or as great if `inclusive`. */
  | {
      readonly kind: 'after';
      readonly field: 'offset' | 'sequenceNumber' | 'enqueuedTime';
      readonly value: number;
      readonly inclusive: boolean;
    };

const FIELDS = {
  offset: 'offset',
  'sequence-number': 'sequenceNumber',
  'enqueued-time': 'enqueuedTime',
} as const;

const SELECTOR = /^amqp\.annotation\.x-opt-(offset|sequence-number|enqueued-time) (>=?) '([^']+)'$/;

function isFieldName(name: string | undefined): name is keyof typeof FIELDS {
  return name !== undefined && Object.hasOwn(FIELDS, name);
}

/**
 * Reads the selector filter that a receiver attaches with, e.g. `amqp.annotation.x-opt-offset > '-1'`
 * (Microsoft Learn, "AMQP 1.0 in Azure Service Bus and Event Hubs protocol guide"; the Event Hubs SDKs write
 * exactly this form). Times are milliseconds since 1970; the offset may be `@latest`.
 * Without a filter the service begins at the first event.
 */
export function parseSelector(text: string | undefined): Selector | Refusal {
  if (text === undefined) return { kind: 'after', field: 'offset', value: -1, inclusive: false };
  const [, name, operator, literal] = SELECTOR.exec(text) ?? [];
  if (isFieldName(name)) {
    if (literal === '@latest' && name === 'offset') return { kind: 'latest' };
    const value = Number(literal);
    if (Number.isFinite(value)) {
      return { kind: 'after', field: FIELDS[name], value, inclusive: operator === '>=' };
    }
  }
  return {
    condition: 'amqp:invalid-field',
    description: `The filter "${text}" is not understood. It compares x-opt-offset, x-opt-sequence-number or x-opt-enqueued-time with > or >= to a number in quotes.`,
  };
}
