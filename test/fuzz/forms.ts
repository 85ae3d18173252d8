/** A form that a body can have: the texts of some JSON values put together. */
export interface Form {
  readonly name: string;
  /** Whether each value has to be JSON, or may be any text that stays on its line. */
  readonly takes: 'json' | 'line';
  /** Whether the form puts bytes around the values and leaves theirs alone, so that they may be no UTF-8. */
  readonly isBinary?: true;
  readonly of: (values: readonly string[]) => string;
}

const list = (values: readonly string[]): string => `[${values.join(',')}]`;
const quoted = (text: string): string => JSON.stringify(text);

/** Every form in which several records come, and odd spellings of them. */
export const FORMS: readonly Form[] = [
  { name: 'records', takes: 'json', isBinary: true, of: (values) => `{"records":${list(values)}}` },
  { name: 'array', takes: 'json', isBinary: true, of: list },
  {
    name: 'value',
    takes: 'json',
    isBinary: true,
    of: (values) => `{"@odata.context":"]}","value":${list(values)}}`,
  },
  { name: 'lines', takes: 'line', isBinary: true, of: (values) => values.join('\n') },
  {
    name: 'lines CR LF',
    takes: 'line',
    isBinary: true,
    of: (values) => `\r\n${values.join('\r\n \r\n')}\r\n`,
  },
  { name: 'array in text', takes: 'json', of: (values) => quoted(list(values)) },
  { name: 'lines in text', takes: 'line', of: (values) => quoted(values.join('\n')) },
  { name: 'array in text in text', takes: 'json', of: (values) => quoted(quoted(list(values))) },
  { name: 'records as text', takes: 'json', of: (values) => `{"records":${quoted(list(values))}}` },
  { name: 'byte order mark', takes: 'json', of: (values) => `\ufeff{"records":${list(values)}}` },
  {
    name: 'white space',
    takes: 'json',
    of: (values) => `\n\t {\r\n"records" :\t[ ${values.join('\n , \t')} ] \n} \n`,
  },
  {
    name: 'other members',
    takes: 'json',
    of: (values) =>
      `{"x":{"records":[1]},"records":[2],"a":"\\"]}","rec\\u006frds":${list(values)},"y":[{}]}`,
  },
  {
    name: 'rows of a query result',
    takes: 'json',
    of: (values) =>
      `{"tables":[{"name":"t","columns":["x"],"rows":${list(values.map((value) => (isList(value) ? '7' : value)))}}]}`,
  },
];

/** A list as a row of a query result would be read cell by cell; the form is about rows that are objects. */
function isList(json: string): boolean {
  return json.trimStart().startsWith('[');
}
