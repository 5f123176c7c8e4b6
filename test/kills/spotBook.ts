import type { Chance } from '../../testkit/jtlConnector/chance.ts'

/** Where the next process shall be hit: the spot, and at which of its passages within one run. */
export interface Aim {
  readonly spot: string
  readonly passage: number
  /** The spot lies on the last steps of a run. */
  readonly late: boolean
}

/** All spots that runs came by, and how often a process was killed there. */
export interface SpotBook {
  /** A run came by a spot, for the so-manieth time; `late`: on its last steps. */
  passed(spot: string, passage: number, late: boolean): void
  hit(spot: string): void
  /** A run ended without coming by. */
  missed(spot: string): void
  /** One of the spots that were hit least, by chance. Undefined while none is known. */
  choose(chance: Chance): Aim | undefined
  /** Spots with their hits, the most frequent first. */
  hits(): readonly (readonly [spot: string, count: number])[]
  readonly known: () => number
}

interface Entry {
  /** The highest passage seen. */
  most: number
  late: boolean
  hits: number
  misses: number
}

/** Where it is decided whether something is told and not kept, or kept and not told, or sent and not known: hit before all others. */
const decisiveSpots: ReadonlySet<string> = new Set([
  'after call customer_order.pull',
  'before commit (insert inbound_page)',
  'after commit (insert inbound_page)',
  'after insert ledger',
  'before commit (insert ledger)',
  'after commit (insert ledger)',
  'before call ack customerOrder',
  'after call ack customerOrder',
  'before commit (delete ack_outbox)',
  'after commit (delete ack_outbox)',
  'after commit (claim lane)',
  'before commit (settle lane)',
  'after insert sales_order',
  'before commit (insert sales_order)',
  'after commit (insert sales_order)',
  'before commit (insert channel_object)',
  'after commit (insert channel_object)',
  'after call category.push',
  'before call product.push',
  'after call product.push',
  'after call product_price.push',
  'before call product_stock_level.push',
  'after call product_stock_level.push',
  'after call status_change.push',
  'after call delivery_note.push',
  'before commit (update channel_object)',
  'after commit (update channel_object)',
])

/** The decisive spots that were not hit yet. */
export function missing(book: SpotBook): string[] {
  const hit = new Set(book.hits().map(([spot]) => spot))
  return [...decisiveSpots].filter(spot => !hit.has(spot))
}

/** An empty book. */
export function createSpotBook(): SpotBook {
  const entries = new Map<string, Entry>()
  const entry = (spot: string): Entry => {
    const known = entries.get(spot) ?? { most: 0, late: false, hits: 0, misses: 0 }
    entries.set(spot, known)
    return known
  }
  return {
    passed(spot, passage, late) {
      const known = entry(spot)
      if (passage === 1) known.late = late
      known.most = Math.max(known.most, passage)
    },
    hit: spot => void entry(spot).hits++,
    missed: spot => void entry(spot).misses++,
    choose(chance) {
      const candidates = [...entries].filter(([, { most }]) => most > 0)
      // A spot that only some runs come by is not waited for again and again.
      const weight = ([spot, { hits, misses }]: readonly [string, Entry]) =>
        hits + misses / 2 - (isPressing(spot, hits) ? 5 : 0)
      const least = Math.min(...candidates.map(weight))
      const rarest = candidates.filter(one => weight(one) === least)
      const chosen = rarest[Math.floor(chance() * rarest.length)]
      if (!chosen) return undefined
      const [spot, { most, late, hits }] = chosen
      // Mostly the first passage: later ones need more work in the shop than there may be.
      const first = isPressing(spot, hits) || chance() < 0.6
      return { spot, passage: first ? 1 : 1 + Math.floor(chance() * most), late }
    },
    hits: () =>
      [...entries]
        .filter(([, { hits }]) => hits > 0)
        .map(([spot, { hits }]) => [spot, hits] as const)
        .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)),
    known: () => entries.size,
  }
}

function isPressing(spot: string, hits: number): boolean {
  return hits === 0 && decisiveSpots.has(spot)
}
