import type { Reporter } from './reporter.js';

/** Writes nothing: for those who want the exit code only. */
export const none: Reporter = () => [];
