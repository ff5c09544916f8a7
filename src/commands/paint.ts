import picocolors from 'picocolors';
import type { Level } from '../rule.js';
import { hasColor, isTerminal, STDOUT } from './terminal.js';

type Painter = (text: string) => string;

/** Colours for standard output, or functions that leave the text alone. */
export interface Painters {
  readonly bold: Painter;
  readonly dim: Painter;
  readonly code: Painter;
  readonly level: (level: Level, text: string) => string;
}

/** Chooses by the flags and the environment whether standard output is coloured. */
export function paintersFor(flags: { readonly color?: boolean | undefined; readonly 'no-color'?: boolean | undefined }): Painters {
  const flag = flags['no-color'] === true ? false : flags.color;
  const { bold, dim, cyan, red, yellow, blue } = picocolors.createColors(hasColor(flag, isTerminal(STDOUT), process.env));
  const byLevel: Readonly<Record<Level, Painter>> = { error: red, warning: yellow, info: blue, off: dim };
  return { bold, dim, code: cyan, level: (level, text) => byLevel[level](text) };
}
