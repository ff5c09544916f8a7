/** One line of a sqitch.plan that plans a change. */
export interface PlannedChange {
  /** `users`, `functions/insert_user`. */
  readonly name: string;
  /** Counted from 1. */
  readonly line: number;
  /** As written: `users`, `users@v1`, `@v1`, `other_project:users`. */
  readonly requires: readonly string[];
  readonly conflicts: readonly string[];
  /**
   * Where a later line plans the change anew: the tags between the two, the latest first. Its scripts go by one of them
   * (`users@v1.sql`), the first whose script exists. Empty for the last of a name.
   */
  readonly reworkTags: readonly string[];
}

/** What sqitch refuses a plan for. */
export interface PlanFault {
  /** Counted from 1; null where the plan as a whole is meant. */
  readonly line: number | null;
  /** A sentence that begins small. */
  readonly message: string;
}

/** The plan of a sqitch project. */
export interface SqitchPlan {
  /** In the order of their lines, in which they are deployed. */
  readonly changes: readonly PlannedChange[];
  /** Empty for a plan that sqitch takes. */
  readonly faults: readonly PlanFault[];
}

interface Line {
  readonly kind: 'change' | 'tag';
  readonly name: string;
  readonly dependencies: readonly string[];
}

const PUNCTUATION = String.raw`\-!"#$%&'()*+,./:;<=>?@[\]^\x60{|}~`;
/** A name neither begins nor ends with punctuation, has none of `@:#\` and no blanks, and does not end like `x~2`. */
const NAME = new RegExp(String.raw`^(?![${PUNCTUATION}])(?:(?![~/=%^[\]]\d+$)[^\s:@#\\])+(?<![${PUNCTUATION}])$`, 'u');
const TIMESTAMP = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/;
const PRAGMA = /^%\s*([^\s=]+)\s*(?:=\s*(.*))?$/;
const DEPENDENCY = /^!?(?:([^:]+):)?(?:([^@:]+)?(?:@([^@:]+))?)$/;
const HASH = /^[0-9a-f]{40}$/;
/** A plan with more is not mended by a longer list. */
const MOST_FAULTS = 20;

/** Reads a whole sqitch.plan. Of a plan with faults those lines are given that can be understood. */
export function parseSqitchPlan(text: string): SqitchPlan {
  const reader = new PlanReader();
  let inHeader = true;
  const lines = text.split(/\r?\n/);
  for (const [index, written] of lines.entries()) {
    const number = index + 1;
    const line = (written.split('#', 1)[0] ?? '').trim();
    if (line === '') {
      // Pragmas end at the first empty line; one with nothing but a note is not empty.
      if (written.trim() === '') inHeader = false;
    } else if (inHeader && line.startsWith('%')) {
      reader.pragma(line, number);
    } else {
      if (inHeader) reader.refuse(number, 'an empty line has to stand between the pragmas and the changes.');
      inHeader = false;
      reader.read(line, number);
    }
  }
  return reader.finish();
}

class PlanReader {
  #project: string | undefined;
  readonly #changes: (PlannedChange & { readonly reworkTags: string[] })[] = [];
  /** The tag that each change bears, by position among the changes. */
  readonly #tags: { readonly name: string; readonly change: number }[] = [];
  /** What is planned since the last tag, by name: sqitch wants a tag between a change and its rework. */
  readonly #sinceTag = new Map<string, number>();
  readonly #latest = new Map<string, number>();
  #syntaxFault: PlanFault | undefined;

  pragma(line: string, number: number): void {
    const match = PRAGMA.exec(line);
    if (match === null) this.refuse(number, 'this is no pragma.');
    else if (match[1] === 'project') this.#project = match[2];
  }

  /** Sqitch stops at the first line that it cannot read, and so does what is said of it. */
  refuse(line: number | null, message: string): void {
    this.#syntaxFault ??= { line, message };
  }

  read(text: string, number: number): void {
    const line = this.#parse(text, number);
    if (line === undefined) return;
    if (line.kind === 'tag') this.#tag(line, number);
    else this.#change(line, number);
  }

  #parse(text: string, number: number): Line | undefined {
    const stamp = TIMESTAMP.exec(text);
    const planner = stamp === null ? '' : text.slice(stamp.index + stamp[0].length).trim();
    const address = planner.indexOf('<');
    if (stamp === null) this.refuse(number, 'it lacks a timestamp, and the name and e-mail address of who planned it.');
    else if (address <= 0 || !planner.endsWith('>')) this.refuse(number, 'it lacks the name and e-mail address of who planned it.');
    const kind = text.startsWith('@') ? 'tag' : 'change';
    let head = text.slice(0, stamp?.index).trim().replace(/^(?:@|[+-]\s*)/, '');
    let dependencies: readonly string[] = [];
    const bracket = head.endsWith(']') ? head.indexOf('[') : -1;
    if (bracket >= 0) {
      dependencies = head.slice(bracket + 1, -1).split(/\s+/).filter((one) => one !== '');
      head = head.slice(0, bracket).trimEnd();
    }
    if (!NAME.test(head)) {
      this.refuse(number, `"${head}" is no name for a ${kind}.`);
      return undefined;
    }
    if (head === 'ROOT' || head === 'HEAD' || HASH.test(head.slice(0, 40))) this.refuse(number, `sqitch keeps the name "${head}" for itself.`);
    return { kind, name: head, dependencies };
  }

  #tag({ name, dependencies }: Line, number: number): void {
    if (this.#changes.length === 0) this.refuse(number, `the tag @${name} has no change before it.`);
    if (this.#tags.some((tag) => tag.name === name)) this.refuse(number, `there is a tag @${name} already.`);
    if (name.includes('/')) this.refuse(number, `the tag @${name} must have no "/" in its name.`);
    if (dependencies.length > 0) this.refuse(number, 'a tag cannot require anything.');
    this.#tags.push({ name, change: this.#changes.length - 1 });
    this.#sinceTag.clear();
  }

  #change({ name, dependencies }: Line, number: number): void {
    const twin = this.#sinceTag.get(name);
    if (twin !== undefined) {
      this.refuse(number, `"${name}" is planned in line ${this.#changes[twin]?.line ?? 0} already; a change can be planned anew only after a tag.`);
      return;
    }
    const invalid = dependencies.find((one) => !DEPENDENCY.test(one));
    if (invalid !== undefined) this.refuse(number, `"${invalid}" is not what a change can depend on.`);
    const repeated = dependencies.find((one, at) => dependencies.indexOf(one) < at);
    if (repeated !== undefined) this.refuse(number, `"${repeated}" is named twice among what "${name}" depends on.`);
    const position = this.#changes.length;
    this.#sinceTag.set(name, position);
    const reworked = this.#latest.get(name);
    if (reworked !== undefined) this.#changes[reworked]?.reworkTags.push(...this.#tagsSince(reworked));
    this.#latest.set(name, position);
    this.#changes.push({
      name,
      line: number,
      requires: dependencies.filter((one) => !one.startsWith('!')),
      conflicts: dependencies.filter((one) => one.startsWith('!')).map((one) => one.slice(1)),
      reworkTags: [],
    });
  }

  /** The tags of a change and of those after it: of the latest change first, of one change as they stand. */
  #tagsSince(position: number): readonly string[] {
    const since = this.#tags.filter((tag) => tag.change >= position);
    return since.sort((a, b) => b.change - a.change).map(({ name }) => name);
  }

  finish(): SqitchPlan {
    if (this.#project === undefined) this.refuse(null, 'it has no %project line.');
    const faults = this.#syntaxFault === undefined ? [] : [this.#syntaxFault];
    return { changes: this.#changes, faults: [...faults, ...this.#checkDependencies()] };
  }

  #checkDependencies(): readonly PlanFault[] {
    const planned = new Map<string, number[]>();
    for (const [at, { name }] of this.#changes.entries()) {
      const known = planned.get(name);
      if (known === undefined) planned.set(name, [at]);
      else known.push(at);
    }
    const tagged = new Map(this.#tags.map(({ name, change }) => [name, change]));
    const faults: PlanFault[] = [];
    for (const [at, change] of this.#changes.entries()) {
      for (const dependency of change.requires) {
        const message = this.#explain(dependency, at, planned, tagged);
        if (message !== undefined) faults.push({ line: change.line, message });
        if (faults.length === MOST_FAULTS) return faults;
      }
      for (const conflict of change.conflicts) {
        const name = this.#local(conflict);
        if (name !== undefined && planned.get(name)?.some((one) => one < at) === true) {
          faults.push({ line: change.line, message: `"${change.name}" conflicts with "${name}", which is deployed before it.` });
        }
      }
    }
    return faults;
  }

  /** A dependency within this project, without the project's name; undefined for other projects' and for hashes. */
  #local(dependency: string): string | undefined {
    const colon = dependency.indexOf(':');
    if (colon >= 0 && dependency.slice(0, colon) !== this.#project) return undefined;
    const local = dependency.slice(colon + 1);
    return HASH.test(local) ? undefined : local;
  }

  /** Why a dependency cannot be met where a change stands; undefined where it can. */
  #explain(dependency: string, at: number, planned: ReadonlyMap<string, readonly number[]>, tagged: ReadonlyMap<string, number>): string | undefined {
    const local = this.#local(dependency);
    if (local === undefined) return undefined;
    const [name = '', tag] = local.split('@');
    const tagPosition = tag === undefined ? undefined : tagged.get(tag);
    const change = this.#changes[at]?.name ?? '';
    if (tag !== undefined && (tagPosition === undefined || tagPosition >= at)) {
      return `"${change}" requires "${dependency}", but no tag @${tag} stands before it.`;
    }
    if (name === '') return undefined;
    const positions = planned.get(name) ?? [];
    const limit = tagPosition === undefined ? at : tagPosition + 1;
    if (positions.some((one) => one < limit)) return undefined;
    if (name === change && tag === undefined) return `"${change}" requires itself.`;
    if (positions.length === 0) return `"${change}" requires "${dependency}", which the plan does not have.`;
    const later = positions[0] ?? at;
    const circle = this.#requires(later, change, planned) ? `, and which requires "${change}" in turn` : '';
    return `"${change}" requires "${dependency}", which is planned ${tag === undefined ? 'after it' : 'after the tag'}${circle}.`;
  }

  /** Whether a change requires another one, by itself or through others. */
  #requires(from: number, name: string, planned: ReadonlyMap<string, readonly number[]>): boolean {
    const seen = new Set<number>();
    const waiting = [from];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      for (const dependency of this.#changes[at]?.requires ?? []) {
        const local = this.#local(dependency)?.split('@')[0];
        if (local === name) return true;
        if (local !== undefined) waiting.push(...(planned.get(local) ?? []));
      }
    }
    return false;
  }
}
