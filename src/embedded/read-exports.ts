import type { File, Node } from '@babel/types';
import { declareNames } from './declarations.js';
import { Evaluator } from './evaluate.js';
import { sqlOf } from './fragments.js';
import { parseCode } from './parse.js';
import { argumentAt, chainOf, isCall, unwrap } from './syntax.js';
import { Scope, type Value } from './values.js';

/**
 * What a file of settings exports by default, or as its module, as plain data; what only a run would tell is undefined. Nothing
 * of it is run. Of `defineConfig({ … })` it is what is handed over. `loadCodeParser` or `useCodeParser` has to come before.
 */
export function readExports(code: string, path: string): unknown {
  const { file } = parseCode(code, path);
  const exported = file === null ? undefined : findExported(file);
  if (file === null || exported === undefined) return undefined;
  const evaluator = new Evaluator(code, path.slice(path.lastIndexOf('/') + 1));
  const scope = new Scope(null);
  declareNames(file, evaluator, scope);
  return toData(evaluator.evaluate(exported, scope) ?? evaluator.evaluate(handedOver(exported), scope));
}

function findExported({ program }: File): Node | undefined {
  for (const statement of program.body) {
    if (statement.type === 'ExportDefaultDeclaration') return statement.declaration;
    if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') continue;
    const { left, right } = statement.expression;
    if (chainOf(left).join('.') === 'module.exports') return right;
  }
  return undefined;
}

function handedOver(node: Node): Node {
  const inner = unwrap(node);
  return isCall(inner) ? (argumentAt(inner, 0) ?? inner) : inner;
}

function toData(value: Value | undefined): unknown {
  switch (value?.kind) {
    case 'text': {
      const text = sqlOf(value.fragments);
      return text.includes('${') ? undefined : text;
    }
    case 'scalar':
      return value.value;
    case 'list':
      return value.items.map(toData);
    case 'record':
      return Object.fromEntries([...value.entries].map(([name, member]) => [name, toData(member)]));
    default:
      return undefined;
  }
}
