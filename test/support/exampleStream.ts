/** A stream with one column of every type. */
export const STREAM = 'Custom-Example_CL';
export const TIME = '2026-01-02T03:04:05.1234567Z';
export const columns = [
  { name: 'TimeGenerated', type: 'datetime' },
  { name: 'Text', type: 'string' },
  { name: 'Int', type: 'int' },
  { name: 'Long', type: 'long' },
  { name: 'Real', type: 'real' },
  { name: 'Flag', type: 'boolean' },
  { name: 'Bag', type: 'dynamic' },
  { name: 'Time', type: 'datetime' },
] as const;
