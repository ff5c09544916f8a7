import type { BodyCollector } from './body-items.js';
import { foldArray, foldQuery } from './fold-loop.js';
import { foldTexts } from './fold.js';
import { KnownValues, type KnownValue } from './known-values.js';
import { indexOfClose, isMark, isWord, tokenize } from './tokens.js';
import type { Token } from './tokens.js';

/** Reads a body in PL/pgSQL. */
export function readPlpgsql(collector: BodyCollector): void {
  new PlpgsqlReader(collector).read();
}

/** Statements in SQL whose `INTO` names variables. */
const HAS_TARGETS = new Set(['select', 'with', 'insert', 'update', 'delete', 'merge', 'values', 'table']);

/** A construct that is open; `conditional` where its statements may run or not. */
interface Frame {
  readonly opener: 'begin' | 'exception' | 'if' | 'case' | 'loop';
  readonly conditional: boolean;
}

/**
 * PL/pgSQL needs no tree here: each statement is known by its first word, and ends where PL/pgSQL's own scanner ends
 * it, at the first `;`, `THEN` or `LOOP` outside parentheses. Only what is open is kept, so depth costs nothing.
 */
class PlpgsqlReader {
  readonly #collector: BodyCollector;
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #open: Frame[] = [];
  readonly #known: KnownValues;
  /** The token that is read next. */
  #at = 0;

  constructor(collector: BodyCollector) {
    this.#collector = collector;
    this.#text = collector.body.text;
    this.#tokens = tokenize(this.#text);
    this.#known = new KnownValues(this.#tokens);
  }

  read(): void {
    this.#skipOptions();
    let hasBegun = false;
    while (this.#at < this.#tokens.length && (this.#open.length > 0 || !hasBegun)) {
      this.#statement();
      hasBegun ||= this.#open.length > 0;
    }
    const open = this.#open.at(-1);
    if (open !== undefined) this.#collector.fail(this.#startOf(0), `the body ends inside ${open.opener.toUpperCase()}`);
    else if (!hasBegun) this.#collector.fail(this.#startOf(0), 'the body has no BEGIN');
    else if (this.#at < this.#tokens.length) this.#collector.fail(this.#startOf(this.#at), 'the body goes on behind its END');
  }

  get #conditional(): boolean {
    return this.#open.at(-1)?.conditional ?? false;
  }

  /** `#variable_conflict use_column`: a line each. */
  #skipOptions(): void {
    while (isMark(this.#tokens[this.#at], '#')) {
      const line = this.#text.slice(this.#startOf(this.#at)).search(/[\n\r]|$/) + this.#startOf(this.#at);
      while (this.#at < this.#tokens.length && this.#startOf(this.#at) < line) this.#at += 1;
    }
  }

  #statement(): void {
    const first = this.#at;
    const token = this.#tokens[first];
    if (isMark(token, '<<')) {
      this.#at = this.#find(first, '>>') + 1;
    } else if (isMark(token, ';')) {
      this.#at = first + 1;
    } else {
      const operator = this.#assignmentAt(first);
      if (operator === null) this.#keyword(token?.kind === 'word' ? token.value : '', first);
      else this.#assignment(first, operator);
    }
  }

  /** The `:=` or `=` of an assignment that begins at token `first`. */
  #assignmentAt(first: number): number | null {
    const tokens = this.#tokens;
    if (!isName(tokens[first]) && tokens[first]?.kind !== 'parameter') return null;
    let at = first + 1;
    for (;;) {
      if (isMark(tokens[at], '.')) at += 2;
      else if (isMark(tokens[at], '[')) at = indexOfClose(tokens, at) + 1;
      else return isMark(tokens[at], ':=') || isMark(tokens[at], '=') ? at : null;
    }
  }

  #assignment(first: number, operator: number): void {
    const end = this.#find(operator, ';');
    const value = this.#valueOf(operator + 1, end);
    this.#target(first);
    this.#expression(operator + 1, end);
    if (operator === first + 1) this.#known.set(this.#tokens[first]?.value ?? '', value);
    this.#at = end + 1;
  }

  #keyword(word: string, first: number): void {
    switch (word) {
      case 'declare':
        this.#declarations(first + 1);
        return;
      case 'begin':
        this.#push(first, 'begin', this.#conditional);
        return;
      case 'loop':
        this.#push(first, 'loop', this.#conditional);
        return;
      case 'else':
        this.#known.branch();
        this.#at = first + 1;
        return;
      case 'exception':
        // What a handler does runs only now and then.
        this.#leave();
        this.#push(first, 'exception', true);
        return;
      case 'if':
        this.#until(first + 1, 'then');
        this.#enter('if', true);
        return;
      case 'elsif':
      case 'elseif':
        this.#known.branch();
        this.#until(first + 1, 'then');
        return;
      case 'case':
        this.#until(first + 1, 'when');
        this.#at -= 1;
        this.#enter('case', true);
        return;
      case 'when':
        this.#known.branch();
        if (this.#open.at(-1)?.opener === 'case') this.#until(first + 1, 'then');
        else this.#at = this.#find(first, 'then') + 1;
        return;
      case 'while':
        this.#until(first + 1, 'loop');
        this.#enter('loop', true);
        return;
      case 'foreach':
        this.#foreach(first);
        return;
      case 'for':
        this.#for(first);
        return;
      case 'end':
        this.#leave();
        // `END IF;`, `END LOOP label;`; the last `END` may stand without a `;`.
        this.#at = Math.min(this.#find(first, ';') + 1, this.#tokens.length);
        return;
      default:
        this.#simple(word, first);
    }
  }

  /** A statement that ends at its `;`. */
  #simple(word: string, first: number): void {
    const end = this.#find(first, ';');
    this.#at = end + 1;
    if (end >= this.#tokens.length) {
      this.#collector.fail(this.#startOf(first), 'a `;` is missing');
      this.#open.length = 0;
      return;
    }
    switch (word) {
      case 'return':
        this.#return(first + 1, end);
        return;
      case 'execute':
        this.#execute(first, end);
        return;
      case 'perform':
        this.#collector.perform(this.#startOf(first), this.#endOf(end));
        return;
      case 'open':
        this.#cursor(this.#find(first, 'for') + 1, end);
        return;
      case 'exit':
      case 'continue':
        this.#expression(this.#find(first, 'when') + 1, end);
        return;
      case 'assert':
        this.#expression(first + 1, end);
        return;
      case 'fetch':
      case 'get':
        this.#forgetTargets(first, end);
        return;
      case 'raise':
      case 'move':
      case 'close':
      case 'null':
        return;
      default:
        this.#sql(first, end);
    }
  }

  #return(first: number, end: number): void {
    const word = this.#tokens[first];
    if (isWord(word, 'query')) {
      if (isWord(this.#tokens[first + 1], 'execute')) this.#execute(first + 1, end);
      else this.#sql(first + 1, end);
    } else {
      this.#expression(isWord(word, 'next') ? first + 1 : first, end);
    }
  }

  /** `FOREACH v IN ARRAY …` up to its `LOOP`. */
  #foreach(first: number): void {
    const array = this.#find(first, 'array') + 1;
    this.#until(array, 'loop');
    const texts = foldArray(this.#text, this.#tokens.slice(array, this.#at - 1), this.#known);
    this.#enter('loop', true);
    this.#known.set(this.#tokens[first + 1]?.value ?? '', texts === null ? null : { texts, isArray: false });
  }

  /** `FOR … LOOP`, with the texts that the loop runs over where they are literals. */
  #for(first: number): void {
    const source = this.#find(first, 'in') + 1;
    const query = foldQuery(this.#text, this.#tokens.slice(source, this.#find(first, 'loop')), this.#known);
    this.#forHead(first);
    this.#enter('loop', true);
    const variable = this.#tokens[first + 1]?.value ?? '';
    if (query === null) return;
    const value = { texts: query.texts, isArray: false };
    this.#known.set(variable, value);
    if (query.field !== null) this.#known.set(`${variable}.${query.field}`, value);
  }

  /** `FOR` up to its `LOOP`: over numbers, a query, a text to execute, or a cursor. */
  #forHead(first: number): void {
    const tokens = this.#tokens;
    const loop = this.#find(first, 'loop');
    const source = this.#find(first, 'in') + 1;
    this.#at = loop + 1;
    this.#target(first + 1);
    if (isWord(tokens[source], 'execute')) {
      this.#execute(source, loop);
      return;
    }
    const range = this.#find(source, '..');
    if (range < loop) {
      const by = Math.min(this.#find(range, 'by'), loop);
      this.#expression(isWord(tokens[source], 'reverse') ? source + 1 : source, range);
      this.#expression(range + 1, by);
      return;
    }
    const isCursor = isName(tokens[source]) && (source + 1 === loop || (isMark(tokens[source + 1], '(') && indexOfClose(tokens, source + 1) + 1 === loop));
    if (!isCursor) this.#sql(source, loop);
  }

  /** What an `OPEN … FOR` or a cursor's declaration will run. */
  #cursor(first: number, end: number): void {
    if (first > end) return;
    if (isWord(this.#tokens[first], 'execute')) this.#execute(first, end);
    else this.#sql(first, end);
  }

  /** `DECLARE` up to the `BEGIN` that follows. */
  #declarations(first: number): void {
    let at = first;
    while (at < this.#tokens.length && !isWord(this.#tokens[at], 'begin')) {
      const end = this.#find(at, ';');
      const cursor = this.#find(at, 'cursor');
      if (cursor <= at + 3 && cursor < end) {
        const query = Math.min(this.#find(cursor, 'for'), this.#find(cursor, 'is'));
        this.#cursor(query + 1, end);
      } else {
        const value = Math.min(this.#find(at, 'default'), this.#find(at, ':='), this.#find(at, '='));
        this.#expression(value + 1, end);
        this.#known.declare(this.#tokens[at]?.value ?? '', this.#valueOf(value + 1, end));
      }
      at = end + 1;
    }
    this.#at = at;
  }

  /** The `EXECUTE` at token `start`. */
  #execute(start: number, end: number): void {
    const first = start + 1;
    const into = this.#find(first, 'into');
    const using = this.#find(first, 'using');
    const textEnd = Math.min(into, using, end);
    if (into < end) this.#targets(into);
    const from = this.#startOf(start);
    const folded = foldTexts(this.#text, this.#tokens.slice(first, textEnd), this.#known);
    if (folded !== null) {
      for (const text of folded) this.#collector.folded(from, this.#endOf(end), text, this.#conditional);
    } else {
      this.#collector.dynamic(from, this.#endOf(end));
      this.#expression(first, textEnd);
    }
    if (using < end) this.#expression(using + 1, into > using && into < end ? into : end);
  }

  /** SQL from token `first` to before token `end`. `INTO` and its variables are not PostgreSQL's, and are blanked. */
  #sql(first: number, end: number): void {
    const blanks: (readonly [number, number])[] = [];
    if (HAS_TARGETS.has(this.#tokens[first]?.value ?? '') || isMark(this.#tokens[first], '(')) {
      for (let i = first + 1; i < end; i++) {
        const before = this.#tokens[i - 1];
        if (!isWord(this.#tokens[i], 'into') || isWord(before, 'insert') || isWord(before, 'merge') || isMark(before, '.')) continue;
        const last = Math.min(this.#targets(i), end - 1);
        blanks.push([this.#startOf(i), this.#endOf(last + 1)]);
        i = last;
      }
    }
    this.#collector.statement(this.#startOf(first), this.#endOf(end), this.#conditional, blanks);
  }

  /** Notes the variables behind the `INTO` at token `into`, and gives the token of the last. */
  #targets(into: number): number {
    let last = into;
    do {
      const first = isWord(this.#tokens[last + 1], 'strict') ? last + 2 : last + 1;
      this.#target(first);
      last = first;
      for (;;) {
        if (isMark(this.#tokens[last + 1], '.')) last += 2;
        else if (isMark(this.#tokens[last + 1], '[')) last = indexOfClose(this.#tokens, last + 1);
        else break;
      }
      last += 1;
    } while (isMark(this.#tokens[last], ','));
    return last - 1;
  }

  /** What `FETCH … INTO` and `GET DIAGNOSTICS` set is not known. */
  #forgetTargets(first: number, end: number): void {
    for (const token of this.#tokens.slice(first, end)) if (token.kind === 'word') this.#known.set(token.value, null);
  }

  #target(at: number): void {
    const token = this.#tokens[at];
    if (token?.kind === 'word') this.#known.set(token.value, null);
    if (token?.kind === 'word') this.#collector.assign(token.value);
    else if (token?.kind === 'quoted') this.#collector.assign(this.#text.slice(token.start + 1, token.end - 1));
  }

  /** The condition from token `first` up to a word; goes on behind the word. */
  #until(first: number, word: string): void {
    const end = this.#find(first, word);
    this.#expression(first, end);
    this.#at = end + 1;
  }

  #expression(first: number, end: number): void {
    if (first < end && end <= this.#tokens.length) this.#collector.expression(this.#startOf(first), this.#endOf(end));
  }

  /** What the expression between two tokens is known to say. */
  #valueOf(first: number, end: number): KnownValue | null {
    if (first >= end) return null;
    const tokens = this.#tokens.slice(first, end);
    const array = foldArray(this.#text, tokens, this.#known);
    if (array !== null) return { texts: array, isArray: true };
    const texts = foldTexts(this.#text, tokens, this.#known);
    return texts === null ? null : { texts, isArray: false, ...(texts.length > 1 ? { isDerived: true } : {}) };
  }

  #push(first: number, opener: Frame['opener'], conditional: boolean): void {
    this.#at = first + 1;
    this.#enter(opener, conditional);
  }

  #enter(opener: Frame['opener'], conditional: boolean): void {
    this.#open.push({ opener, conditional });
    this.#known.enter(opener === 'loop' ? this.#at - 1 : null);
  }

  #leave(): void {
    this.#open.pop();
    this.#known.leave();
  }

  /** The first word or mark of this value from token `from` on, outside parentheses; the number of tokens without one. */
  #find(from: number, value: string): number {
    const tokens = this.#tokens;
    for (let i = from; i < tokens.length; i++) {
      const token = tokens[i];
      if (token?.value === value && !isMark(tokens[i - 1], '.')) return i;
      // What is looked for never lies beyond the statement.
      if (isMark(token, ';')) return tokens.length;
      if (isMark(token, '(') || isMark(token, '[')) i = indexOfClose(tokens, i);
    }
    return tokens.length;
  }

  #startOf(index: number): number {
    return this.#tokens[index]?.start ?? this.#text.length;
  }

  /** The end of the token before `index`. */
  #endOf(index: number): number {
    return this.#tokens[index - 1]?.end ?? 0;
  }
}

function isName(token: Token | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'quoted';
}
