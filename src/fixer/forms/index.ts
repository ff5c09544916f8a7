import type { EditOf, ProposedEdit } from '../edit.js';
import type { StatementText } from '../statement-text.js';
import { checkedText, leaveOutCast } from './checked-text.js';
import { setDefaultLater } from './add-column.js';
import { buildConcurrently, leaveOutInclude, nameIndex, plainIndex, sayConcurrently, shardIndex } from './create-index.js';
import { nameConstraint, shardKey } from './constraint.js';
import { takeIndexOver } from './unique-constraint.js';
import { leaveOutStatement, statementBefore } from './whole-statement.js';
import { newStatement } from './new-statement.js';
import { leaveTransaction } from './leave-transaction.js';
import { plainRefresh } from './refresh.js';
import { goOn, joinEarlier } from './merge.js';
import { qualify } from './qualify.js';
import { leaveOutOption } from './storage-option.js';
import { deleteRows } from './truncate.js';
import { plainIndexForUnique } from './plain-index.js';
import { uuidDefault, uuidForIdentity, uuidType } from './uuid-column.js';

/** Makes an edit of the form in the text of its statement. Throws `NotExact` where the text has not what is to be changed. */
type Draw<Form extends ProposedEdit['form']> = (edit: EditOf<Form>, text: StatementText) => void;

const FORMS: { readonly [Form in ProposedEdit['form']]: Draw<Form> } = {
  plainIndex,
  buildConcurrently,
  sayConcurrently,
  leaveTransaction,
  nameIndex,
  nameConstraint,
  leaveOutInclude,
  shardIndex,
  shardKey,
  plainRefresh,
  setDefaultLater,
  takeIndexOver,
  checkedText,
  leaveOutCast,
  leaveOutStatement,
  newStatement,
  plainIndexForUnique,
  deleteRows,
  leaveOutOption,
  goOn,
  joinEarlier,
  qualify,
  uuidType,
  uuidDefault,
  uuidForIdentity,
  statementBefore,
};

/** Turns one proposed edit into edits of its statement's text. Throws `NotExact`. */
export function draw<Form extends ProposedEdit['form']>(edit: EditOf<Form> & { readonly form: Form }, text: StatementText): void {
  const form: Draw<Form> = FORMS[edit.form];
  form(edit, text);
}
