// What PostgreSQL's grammar alone needs: reads statements that are already cut (a JSON array of strings), parses each
// with `libpg-query` as its own documentation shows, and prints the milliseconds of that loop and nothing else's.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { loadModule, parseSync } from 'libpg-query';

/** @type {string[]} */
const statements = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
await loadModule();
const begin = performance.now();
for (const sql of statements) parseSync(sql);
process.stdout.write(`${performance.now() - begin}\n`);
