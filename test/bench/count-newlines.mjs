// The least that a reader of a file does: reads it and counts the lines, in one of three ways. `stream`: what most people
// write, a stream of Node's and a loop over the bytes; `stream-search`: the same stream, its newlines searched with
// `indexOf`; `read-search`: a megabyte at a time into one buffer, with `indexOf` too, as fast as Node alone can.
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';

const [file = '', way = ''] = process.argv.slice(2);

const WAYS = {
  async stream() {
    let lines = 0;
    for await (const chunk of createReadStream(file)) {
      for (let at = 0; at < chunk.length; at += 1) if (chunk[at] === 10) lines += 1;
    }
    return lines;
  },
  async 'stream-search'() {
    let lines = 0;
    for await (const chunk of createReadStream(file)) lines += search(chunk);
    return lines;
  },
  'read-search'() {
    const descriptor = openSync(file, 'r');
    const buffer = Buffer.allocUnsafe(1 << 20);
    let lines = 0;
    for (let length = readSync(descriptor, buffer); length > 0; length = readSync(descriptor, buffer)) lines += search(buffer.subarray(0, length));
    closeSync(descriptor);
    return lines;
  },
};

function search(chunk) {
  let lines = 0;
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
  return lines;
}

process.stdout.write(`${await WAYS[way]()}\n`);
