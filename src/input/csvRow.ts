/** A CSV row's values by position, as many as the header has names or fewer, as a record. */
export type RowMapper = (values: readonly string[]) => Readonly<Record<string, unknown>>;
