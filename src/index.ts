export type { Diagnostic, Fix, LintResult, Summary, TextEdit, ToolProblem } from './linter/result.js';
export { defineRule } from './rule.js';
export type * from './rule.js';
export { MODES } from './xcluster/mode.js';
