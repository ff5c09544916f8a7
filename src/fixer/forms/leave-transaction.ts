import type { EditOf } from '../edit.js';
import { NotExact, type StatementText } from '../statement-text.js';

/** The tool's directive is written where the tool reads it. */
export function leaveTransaction({ directive }: EditOf<'leaveTransaction'>, text: StatementText): void {
  const { file, from, lineEnd } = text.surroundings();
  switch (directive.place) {
    case 'top':
      // Behind a byte order mark some tools do not see it.
      if (text.hasByteOrderMark || directive.conflict?.test(file) === true) throw new NotExact();
      text.insertIntoFile(file, 0, `${directive.line}${lineEnd}${directive.apart === true ? lineEnd : ''}`);
      return;
    case 'part': {
      const [line] = [...file.slice(0, from).matchAll(/^.*$/gm)].filter(([written]) => directive.part.test(written)).slice(-1);
      if (line === undefined || directive.conflict?.test(line[0]) === true) throw new NotExact();
      text.insertIntoFile(file, line.index + line[0].trimEnd().length, ` ${directive.words}`);
      return;
    }
    case 'statement':
  }
}
