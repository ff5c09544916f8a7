import type picocolors from 'picocolors';
import type { Severity } from '../rule.js';

/** What picocolors offers: functions that colour, or leave the text alone. */
export type Colors = ReturnType<typeof picocolors.createColors>;

/** Puts a text in a colour. */
export type Painter = (text: string) => string;

/** The colour of each severity. */
export function severityPainter(colors: Colors): Readonly<Record<Severity, Painter>> {
  return { error: colors.red, warning: colors.yellow, info: colors.blue };
}
