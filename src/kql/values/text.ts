import { KqlError } from '../kqlError.ts';
import type { ColumnType } from '../schema/types.ts';
import { formatDatetime } from './datetime.ts';
import { formatTimespan } from './timespan.ts';
import { DynamicDatetime, DynamicTimespan, type Value } from './value.ts';

/** As `tostring` writes a value of a type: null is empty, a dynamic list or bag is its JSON. */
export function toText(value: Value, type: ColumnType): string {
  if (value === null) return '';
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : String(value);
    case 'datetime':
      return formatDatetime(Number(value));
    case 'timespan':
      return formatTimespan(Number(value));
    case 'real':
      return fromReal(Number(value));
    case 'dynamic':
      return fromDynamic(value);
    default:
      return String(value);
  }
}

function fromDynamic(value: Value): string {
  if (typeof value === 'string') return value;
  if (value instanceof DynamicDatetime || value instanceof DynamicTimespan) return value.toJSON();
  return JSON.stringify(value);
}

/** How Kusto writes whole and very large or small reals is not documented. */
function fromReal(value: number): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size < 1e-4 || size >= 1e15)
    throw new KqlError(
      `the text of the real ${value} is not documented: convert it with tolong() first, or keep the number`,
    );
  return String(value);
}
