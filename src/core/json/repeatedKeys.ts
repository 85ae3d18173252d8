const TOKENS = /"(?:[^"\\]+|\\.)*"|[{}[\],:]/gs;

/** A value that is open: of an object the keys so far and the present key, of a list the present index. */
interface Open {
  readonly keys?: Set<string>;
  at: string | number;
}

/**
 * The places of keys that stand twice in one object of a JSON text. `JSON.parse` keeps the last of them silently, so
 * that what somebody wrote first would be lost without a word.
 * @param json text that JSON.parse takes
 * @returns the path of each repeated key, e.g. `[0, 'levels', '50126']`
 */
export function findRepeatedKeys(json: string): (string | number)[][] {
  const repeated: (string | number)[][] = [];
  const stack: Open[] = [];
  let text = '""';
  for (const [token] of json.matchAll(TOKENS)) {
    const open = stack.at(-1);
    if (token === '{') stack.push({ keys: new Set(), at: '' });
    else if (token === '[') stack.push({ at: 0 });
    else if (token === '}' || token === ']') stack.pop();
    else if (token === ':' && open?.keys !== undefined) {
      open.at = String(JSON.parse(text));
      if (open.keys.has(open.at)) repeated.push(stack.map(({ at }) => at));
      open.keys.add(open.at);
    } else if (token === ',' && typeof open?.at === 'number') open.at += 1;
    else text = token;
  }
  return repeated;
}
