/**
 * An immutable map with string keys: a hash trie with 32 branches a level. Every version answers in the same time and
 * shares all but one path with the version it was made from, so versions may be read in any order.
 */
export class PersistentMap<V> {
  readonly size: number;
  readonly #root: Branch<V>;

  private constructor(root: Branch<V>, size: number) {
    this.#root = root;
    this.size = size;
  }

  static empty<V>(): PersistentMap<V> {
    return new PersistentMap<V>(new Branch<V>(0, []), 0);
  }

  get(key: string): V | undefined {
    // Most databases have none of most kinds of objects.
    if (this.size === 0) return undefined;
    const hash = hashOf(key);
    let node: Node<V> | undefined = this.#root;
    for (let shift = 0; node instanceof Branch; shift += BITS) {
      node = node.child(hash >>> shift);
    }
    if (node === undefined) return undefined;
    if (node instanceof Leaf) return node.key === key ? node.value : undefined;
    return node.leaves.find((leaf) => leaf.key === key)?.value;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  set(key: string, value: V): PersistentMap<V> {
    const change = { grew: 0 };
    const root = inserted(this.#root, 0, new Leaf(hashOf(key), key, value), change);
    return new PersistentMap(root, this.size + change.grew);
  }

  delete(key: string): PersistentMap<V> {
    const root = removed(this.#root, 0, hashOf(key), key);
    if (root === this.#root) return this;
    return new PersistentMap(root instanceof Branch ? root : new Branch<V>(0, []), this.size - 1);
  }

  *entries(): Generator<[string, V]> {
    const stack: Node<V>[] = [this.#root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (node instanceof Leaf) yield [node.key, node.value];
      else if (node instanceof Branch) stack.push(...node.slots);
      else stack.push(...node.leaves);
    }
  }

  *keys(): Generator<string> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): Generator<V> {
    const stack: Node<V>[] = [this.#root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (node instanceof Leaf) yield node.value;
      else if (node instanceof Branch) stack.push(...node.slots);
      else stack.push(...node.leaves);
    }
  }
}

const BITS = 5;
const MASK = 31;
/** At this shift a hash has no bits left, and leaves that still meet are listed side by side. */
const MAX_SHIFT = 30;

type Node<V> = Branch<V> | Leaf<V> | Collision<V>;

class Leaf<V> {
  readonly hash: number;
  readonly key: string;
  readonly value: V;

  constructor(hash: number, key: string, value: V) {
    this.hash = hash;
    this.key = key;
    this.value = value;
  }
}

class Collision<V> {
  readonly leaves: readonly Leaf<V>[];

  constructor(leaves: readonly Leaf<V>[]) {
    this.leaves = leaves;
  }
}

class Branch<V> {
  readonly bitmap: number;
  readonly slots: readonly Node<V>[];

  constructor(bitmap: number, slots: readonly Node<V>[]) {
    this.bitmap = bitmap;
    this.slots = slots;
  }

  child(bits: number): Node<V> | undefined {
    const bit = 1 << (bits & MASK);
    return (this.bitmap & bit) === 0 ? undefined : this.slots[this.position(bit)];
  }

  position(bit: number): number {
    return countBits(this.bitmap & (bit - 1));
  }

  with(bit: number, node: Node<V>): Branch<V> {
    const at = this.position(bit);
    if ((this.bitmap & bit) !== 0) {
      const slots = this.slots.slice();
      slots[at] = node;
      return new Branch(this.bitmap, slots);
    }
    // `splice` takes twice the time, and leaves room for sixteen more slots in each of a large map's branches.
    return new Branch(this.bitmap | bit, this.slots.toSpliced(at, 0, node));
  }

  without(bit: number): Branch<V> | undefined {
    if (this.slots.length === 1) return undefined;
    const slots = this.slots.slice();
    slots.splice(this.position(bit), 1);
    return new Branch(this.bitmap & ~bit, slots);
  }
}

function inserted<V>(branch: Branch<V>, shift: number, leaf: Leaf<V>, change: { grew: number }): Branch<V> {
  const bit = 1 << ((leaf.hash >>> shift) & MASK);
  const child = branch.child(leaf.hash >>> shift);
  if (child === undefined) {
    change.grew = 1;
    return branch.with(bit, leaf);
  }
  if (child instanceof Branch) return branch.with(bit, inserted(child, shift + BITS, leaf, change));
  if (child instanceof Leaf) {
    if (child.key === leaf.key) return branch.with(bit, leaf);
    change.grew = 1;
    return branch.with(bit, joined(child, leaf, shift + BITS));
  }
  const others = child.leaves.filter((other) => other.key !== leaf.key);
  change.grew = others.length === child.leaves.length ? 1 : 0;
  return branch.with(bit, new Collision([...others, leaf]));
}

function joined<V>(left: Leaf<V>, right: Leaf<V>, shift: number): Node<V> {
  if (shift > MAX_SHIFT) return new Collision([left, right]);
  const low = (left.hash >>> shift) & MASK;
  const high = (right.hash >>> shift) & MASK;
  if (low === high) return new Branch<V>(1 << low, [joined(left, right, shift + BITS)]);
  return new Branch<V>((1 << low) | (1 << high), low < high ? [left, right] : [right, left]);
}

function removed<V>(branch: Branch<V>, shift: number, hash: number, key: string): Branch<V> | undefined {
  const child = branch.child(hash >>> shift);
  const bit = 1 << ((hash >>> shift) & MASK);
  if (child === undefined) return branch;
  if (child instanceof Leaf) return child.key === key ? branch.without(bit) : branch;
  if (child instanceof Branch) {
    const rest = removed(child, shift + BITS, hash, key);
    if (rest === child) return branch;
    return rest === undefined ? branch.without(bit) : branch.with(bit, rest);
  }
  const leaves = child.leaves.filter((leaf) => leaf.key !== key);
  if (leaves.length === child.leaves.length) return branch;
  const [only] = leaves;
  return branch.with(bit, leaves.length === 1 && only !== undefined ? only : new Collision(leaves));
}

function countBits(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return (((count + (count >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** The last key and its hash: one table is looked up again and again before it is another one's turn. */
let lastKey = '';
let lastHash = hash('');

function hashOf(key: string): number {
  if (key !== lastKey) {
    lastHash = hash(key);
    lastKey = key;
  }
  return lastHash;
}

/** FNV-1a over UTF-16 units: short, and good enough for identifiers. */
function hash(key: string): number {
  let bits = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) {
    bits = Math.imul(bits ^ key.charCodeAt(i), 0x01000193);
  }
  return (bits ^ (bits >>> 15)) >>> 0;
}
