import { child, elements, kindOf, type SyntaxNode, textOf } from '../language/syntax.ts';
import { isConstant } from './expression.ts';
import { remembered, rememberedTable } from './remember.ts';
import { compileScalar } from './scalar.ts';
import { refusal, Scope, type Source, type TableExpression } from './scope.ts';
import { compileTable, isTabular } from './tabular.ts';

/**
 * Compiles a whole query: let statements, and one tabular expression.
 * @throws KqlError for everything that is not permitted
 */
export function compileQuery(block: SyntaxNode, source: Source): TableExpression {
  const scope = new Scope(source);
  let result: TableExpression | undefined;
  for (const statement of elements(block, 'Statements')) {
    if (kindOf(statement) !== 'ExpressionStatement') {
      compileLet(statement, scope);
      continue;
    }
    if (result !== undefined) throw refusal(statement, source, 'a second query in one text is not supported');
    result = compileTable(child(statement, 'Expression'), scope);
  }
  if (result === undefined) throw refusal(block, source, 'the query has no tabular expression');
  return result;
}

/** Declares the name of a let statement. */
export function compileLet(statement: SyntaxNode, scope: Scope): void {
  if (kindOf(statement) !== 'LetStatement')
    throw refusal(statement, scope.source, `${kindOf(statement)} is not supported`);
  const name = textOf(child(statement, 'Name'), 'SimpleName');
  const value = child(statement, 'Expression');
  if (kindOf(value) === 'FunctionDeclaration') {
    // A scope of its own, so that the function does not see what is declared behind it.
    scope.declare(name, { kind: 'function', scope: new Scope(scope.source, scope) });
    return;
  }
  if (isTabular(value)) {
    scope.declare(name, { kind: 'table', table: rememberedTable(compileTable(value, scope)) });
    return;
  }
  const expression = compileScalar(value, { scope });
  scope.declare(name, {
    kind: 'scalar',
    expression: isConstant(expression) ? remembered(expression) : expression,
  });
}
