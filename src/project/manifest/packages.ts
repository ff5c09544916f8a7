import { createRequire } from 'node:module';
import type { parse as parseCode } from '@babel/parser';
import type { SaxesParser } from 'saxes';

/** What is used of js-yaml, which has no types of its own. */
interface YamlPackage {
  /** All documents of a text. Throws a `YAMLException`. */
  loadAll(text: string, iterator: null, options: { readonly schema: unknown }): unknown[];
  /** What YAML 1.2 calls core: no dates, nothing that a tag could construct. */
  readonly CORE_SCHEMA: unknown;
}

/** What is used of smol-toml. Its own types describe an error class, which a text's reader has no use for. */
interface TomlPackage {
  parse(text: string): Record<string, unknown>;
}

/** What is used of json5. */
interface Json5Package {
  /** Throws a `SyntaxError` with `lineNumber`. */
  parse(text: string): unknown;
}

interface PackageLoader {
  (name: '@babel/parser'): { readonly parse: typeof parseCode };
  (name: 'json5'): Json5Package;
  (name: 'js-yaml'): YamlPackage;
  (name: 'saxes'): { readonly SaxesParser: typeof SaxesParser };
  (name: 'smol-toml'): TomlPackage;
}

/**
 * Loads a parser when the first file wants it: hardly any project has files for all of them, and a start must not pay for
 * what it does not use. (In the shipped bundle they are files beside it; `build.mjs` sees to that.)
 */
export const loadPackage: PackageLoader = createRequire(import.meta.url);
