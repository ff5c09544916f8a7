/** What the summary counts while files are read. */
export interface Counts {
  files: number;
  statements: number;
  analyzed: number;
  unanalyzable: number;
}

/** All of them at nothing. */
export function noCounts(): Counts {
  return { files: 0, statements: 0, analyzed: 0, unanalyzable: 0 };
}
