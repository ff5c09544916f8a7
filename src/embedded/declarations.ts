import type { File } from '@babel/types';
import type { Evaluator } from './evaluate.js';
import type { Scope } from './values.js';

/** Makes known in `scope` what a file declares outside of functions. */
export function declareNames({ program }: File, evaluator: Evaluator, scope: Scope): void {
  for (const statement of program.body) {
    const declared = statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration' ? statement.declaration : statement;
    if (declared?.type === 'FunctionDeclaration' && declared.id != null) scope.declare(declared.id.name, { kind: 'function', node: declared, scope });
  }
  for (const statement of program.body) {
    const declared = statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportDefaultDeclaration' ? statement.declaration : statement;
    if (declared?.type === 'VariableDeclaration') {
      for (const { id, init } of declared.declarations) evaluator.bind(id, init == null ? undefined : evaluator.evaluate(init, scope), scope);
    } else if (declared?.type === 'ClassDeclaration' && declared.id != null) {
      scope.declare(declared.id.name, evaluator.classValue(declared.body, scope));
    } else if (declared?.type === 'TSEnumDeclaration') {
      const members = declared.body?.members ?? declared.members;
      const entries = members.map(({ id, initializer }) => [id.type === 'Identifier' ? id.name : id.value, initializer == null ? undefined : evaluator.evaluate(initializer, scope)] as const);
      scope.declare(declared.id.name, { kind: 'record', entries: new Map(entries) });
    }
  }
}
