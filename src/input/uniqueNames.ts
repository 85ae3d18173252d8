/**
 * The names of columns, each once: a name that repeats or is empty would hide another column's values in an object, so
 * it gets its number, and once more where the header has that very name, too.
 */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const all = new Set(names);
  const seen = new Set<string>();
  return names.map((name, index) => {
    if (name !== '' && !seen.has(name)) {
      seen.add(name);
      return name;
    }
    const numbered = `${name || 'column'} (${index + 1})`;
    return freeName(numbered, index, (other) => all.has(other));
  });
}

/** A name that is not taken: the number of its column is added until it is free. */
export function freeName(name: string, index: number, isTaken: (name: string) => boolean): string {
  let free = name;
  while (isTaken(free)) free += ` (${index + 1})`;
  return free;
}
