import { type Expression, perRun, type Run } from './expression.ts';
import type { TableExpression } from './scope.ts';

/** A constant expression that is worked out once for a run. */
export function remembered(expression: Expression): Expression {
  const key = {};
  return perRun(expression.type, (run) =>
    remember(run, key, () => expression.bind({ run, columns: new Map(), length: 1 })(0)),
  );
}

/** A table that is worked out once for a run. */
export function rememberedTable(table: TableExpression): TableExpression {
  const key = {};
  return { ...table, evaluate: (run) => remember(run, key, () => table.evaluate(run)) };
}

function remember<T>(run: Run, key: object, evaluate: () => T): T {
  if (run.memo.has(key)) return run.memo.get(key) as T;
  const value = evaluate();
  run.memo.set(key, value);
  return value;
}
