// Loaded before a run (`node --import`): tells the parent on file descriptor 3 the most memory that the process held, in kilobytes.
import { writeSync } from 'node:fs';

process.on('exit', () => {
  writeSync(3, String(process.resourceUsage().maxRSS));
});
