import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** What is told of a customer: by an order, or by what is stored of him. Empty: not known. */
export interface Told {
  readonly company: string
  readonly firstName: string
  readonly lastName: string
  readonly street: string
  readonly extra: string
  readonly postcode: string
  readonly city: string
  readonly country: string
  readonly email: string
  readonly phone: string
  readonly known?: {
    /** The customer's id at one shop, the same shop on both sides. */
    readonly externalId?: string
    readonly vatId?: string
    readonly birthday?: string
  }
}

/** Two tellings: `a` is known, `b` orders. `same`: whether they are one customer; `why`: what makes it hard. */
export interface Pair {
  readonly id: string
  readonly difficulty: string
  readonly same: boolean
  readonly why: string
  readonly a: Told
  readonly b: Told
}

/** The pairs were written before the matcher. All persons and firms are invented. */
export function readPairs(): Pair[] {
  const text = readFileSync(new URL('pairs.jsonl', import.meta.url), 'utf8')
  return text
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))
}

/** The open half may be looked at while the matcher is made; the held one judges it. By the hash of the id. */
export function halfOf(pair: Pair): 'open' | 'held' {
  const [byte = 0] = createHash('sha256').update(pair.id).digest()
  return byte % 2 === 0 ? 'open' : 'held'
}
