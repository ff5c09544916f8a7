import type { Level, Rule } from '../rule.js';
import type { Mode } from '../xcluster/mode.js';
import type { Version } from '../xcluster/version.js';
import type { BuiltInId } from './result.js';
import { levelIn } from './severity.js';

/** Findings that are no rule's. */
export const BUILT_IN_IDS: readonly BuiltInId[] = ['syntax-error', 'unanalyzable', 'unused-suppression'];

/** What a rule may say in one file. */
export interface RuleLevel {
  readonly level: Level;
  /** Whether the config says it; then a lower level of a single problem no longer counts. */
  readonly replaced: boolean;
}

const OFF: RuleLevel = { level: 'off', replaced: false };

/** The levels of all rules in one file. Files with the same levels share one object. */
export class LevelTable {
  readonly #rules: readonly Rule[];
  readonly #levels: ReadonlyMap<string, RuleLevel>;
  #withoutChangeRules: LevelTable | null = null;
  /** The rules that speak here, in the order given. */
  readonly speaking: readonly Rule[];

  constructor(rules: readonly Rule[], levels: ReadonlyMap<string, RuleLevel>) {
    this.#rules = rules;
    this.#levels = levels;
    this.speaking = rules.filter((rule) => this.get(rule.id).level !== 'off');
  }

  /** Off for what does not exist. */
  get(id: string): RuleLevel {
    return this.#levels.get(id) ?? OFF;
  }

  /** The same with every change rule off: for what ran before replication began. */
  withoutChangeRules(): LevelTable {
    if (this.#withoutChangeRules === null) {
      const levels = new Map(this.#levels);
      for (const rule of this.#rules) if (rule.kind === 'change') levels.set(rule.id, OFF);
      this.#withoutChangeRules = new LevelTable(this.#rules, levels);
    }
    return this.#withoutChangeRules;
  }
}

/** What `LevelTables` needs of the settings and options. */
export interface LevelSources {
  readonly rules: readonly Rule[];
  readonly mode: Mode;
  readonly version: Version;
  readonly onUnanalyzable: 'error' | 'warn' | 'ignore';
  levelFor(ruleId: string, file: string): Level | undefined;
}

/** Merges, for each file, the rules' own levels with what the config says. */
export class LevelTables {
  readonly #sources: LevelSources;
  readonly #own: ReadonlyMap<string, Level>;
  /** By what the config says, written as one text. */
  readonly #tables = new Map<string, LevelTable>();

  constructor(sources: LevelSources) {
    this.#sources = sources;
    const { rules, mode, version, onUnanalyzable } = sources;
    const ofUnanalyzable: Level = onUnanalyzable === 'ignore' ? 'off' : onUnanalyzable === 'warn' ? 'warning' : 'error';
    const builtIn: Readonly<Record<BuiltInId, Level>> = { 'syntax-error': 'error', unanalyzable: ofUnanalyzable, 'unused-suppression': 'warning' };
    this.#own = new Map<string, Level>([
      ...rules.map((rule) => [rule.id, levelIn(rule, mode, version)] as const),
      ...BUILT_IN_IDS.map((id) => [id, builtIn[id]] as const),
    ]);
  }

  /** The levels in a file. */
  tableFor(file: string): LevelTable {
    const said: (Level | undefined)[] = [];
    for (const id of this.#own.keys()) said.push(this.#sources.levelFor(id, file));
    const key = said.join();
    let table = this.#tables.get(key);
    if (table === undefined) {
      table = new LevelTable(this.#sources.rules, this.#merge(said));
      this.#tables.set(key, table);
    }
    return table;
  }

  #merge(said: readonly (Level | undefined)[]): ReadonlyMap<string, RuleLevel> {
    const levels = new Map<string, RuleLevel>();
    let position = 0;
    for (const [id, own] of this.#own) {
      const replacement = said[position++];
      levels.set(id, { level: replacement ?? own, replaced: replacement !== undefined });
    }
    return levels;
  }
}
