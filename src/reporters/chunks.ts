/** Big enough that writing costs little, small enough that nothing piles up. */
const CHUNK_LENGTH = 32_768;

/** Joins many small pieces into few chunks; the text is the same. */
export function* inChunks(pieces: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const piece of pieces) {
    chunk += piece;
    if (chunk.length >= CHUNK_LENGTH) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}
