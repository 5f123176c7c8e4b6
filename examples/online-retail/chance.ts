import { createHash } from 'node:crypto'

/** The fixed seed of everything that is made: another value makes other people, taxes and shops. */
export const retailSeed = 'online-retail-2010-12'

/**
 * A whole number from 0 to `below` − 1 that depends on the seed and the key alone: the same in every run and
 * whatever else was drawn before. No secret may be made of it.
 */
export function drawNumber(seed: string, key: string, below: number): number {
  return createHash('sha256').update(`${seed}\n${key}`).digest().readUInt32BE(0) % below
}

/** One of the list, drawn like a number. Throws a TypeError for an empty list. */
export function drawOne<T>(seed: string, key: string, list: readonly T[]): T {
  const drawn = list[drawNumber(seed, key, list.length)]
  if (drawn === undefined) throw new TypeError(`nothing to draw from for ${key}`)
  return drawn
}
