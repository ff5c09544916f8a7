/** Compares texts unit by unit, as tools do that sort plain names. */
export function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const WORDS: Intl.CollatorOptions = {};
const collators = new Map<Intl.CollatorOptions, Intl.Collator>();

/**
 * Compares texts as people sort words, as `localeCompare` does in English: `1_init` before `15_share` before `9_late`, whatever the
 * machine's language. A collator is made when first asked for, once for an object of options: it costs milliseconds, and few tools sort so.
 */
export function compareWords(a: string, b: string, options: Intl.CollatorOptions = WORDS): number {
  let collator = collators.get(options);
  if (collator === undefined) {
    collator = new Intl.Collator('en', options);
    collators.set(options, collator);
  }
  return collator.compare(a, b);
}

/** Compares member by member; a list comes after its own beginning. */
export function compareLists(a: readonly string[], b: readonly string[], compare: (a: string, b: string) => number): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const difference = compare(a[at] ?? '', b[at] ?? '');
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

const DIGITS = /\d+/y;

/** Compares texts with numbers in them by value: `2_b` before `010_a`. Of equal numbers the one with more zeros comes first. */
export function compareNatural(a: string, b: string): number {
  let atA = 0;
  let atB = 0;
  while (atA < a.length && atB < b.length) {
    const numberA = takeDigits(a, atA);
    const numberB = takeDigits(b, atB);
    if (numberA !== '' && numberB !== '') {
      const difference = compareDigits(numberA, numberB);
      if (difference !== 0) return difference;
      atA += numberA.length;
      atB += numberB.length;
    } else {
      const difference = a.charCodeAt(atA) - b.charCodeAt(atB);
      if (difference !== 0) return difference;
      atA++;
      atB++;
    }
  }
  return a.length - atA - (b.length - atB) || compareBytes(a, b);
}

function takeDigits(text: string, at: number): string {
  DIGITS.lastIndex = at;
  return DIGITS.exec(text)?.[0] ?? '';
}

function compareDigits(a: string, b: string): number {
  const valueA = a.replace(/^0+/, '');
  const valueB = b.replace(/^0+/, '');
  return valueA.length - valueB.length || compareBytes(valueA, valueB);
}
