/** Runs a task as soon as there is room for it. */
export type Pool = <R>(task: () => Promise<R>) => Promise<R>;

/** Room for at most that many tasks at a time; the others begin in the order in which they came. */
export function createPool(size: number): Pool {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= size) await new Promise<void>((begin) => waiting.push(begin));
    else running++;
    try {
      return await task();
    } finally {
      // The place goes to the next one, which is why it is not counted anew.
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}

/**
 * Runs a task for each item in a pool, and gives the results in the items' order.
 * Every item is tried even when some fail; then the first failure is thrown.
 */
export async function mapPool<T, R>(
  items: readonly T[],
  pool: Pool,
  task: (item: T) => Promise<R>,
): Promise<R[]> {
  const running = items.map((item) => pool(() => task(item)));
  await Promise.allSettled(running);
  return Promise.all(running);
}
