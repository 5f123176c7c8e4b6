import { type Database, transact } from '../base/database.ts'

/**
 * Gives `count` key numbers of a connection, as the first of the block. In a transaction of its own, before the first
 * send or ack that uses them: a number that was given is never given again, whatever becomes of the work (gaps are welcome).
 */
export async function drawKeys(db: Database, tenant: string, connectionId: string, count: number): Promise<number> {
  const [row] = await transact(db, { tenant }, tx =>
    tx.query<{ first: number }>(
      `insert into key_counter (tenant_id, connection_id, next_no) values ($1, $2, 1 + $3)
       on conflict (tenant_id, connection_id) do update set next_no = key_counter.next_no + $3
       returning next_no - $3 as first`,
      [tenant, connectionId, count],
    ),
  )
  if (!row) throw new TypeError('no key block was given')
  return row.first
}

/** A source of key numbers for one run: draws a new block when the old one is used up. */
export interface Keys {
  /**
   * Makes sure that so many more things can be named; call it outside of any other transaction. What was named before
   * keeps its number, so a batch that is tried again uses up nothing.
   */
  reserve(count: number): Promise<void>
  /** The number of a thing that is about to be linked for the first time. */
  numberOf(thing: object): number
}

/** Blocks of at least `block` numbers; what is left at the end of the run is a gap. */
export function keysOf(db: Database, tenant: string, connectionId: string, block = 200): Keys {
  const given = new WeakMap<object, number>()
  let next = 0
  let end = 0
  return {
    reserve: async count => {
      if (end - next >= count) return
      const size = Math.max(count, block)
      next = await drawKeys(db, tenant, connectionId, size)
      end = next + size
    },
    numberOf: thing => {
      const before = given.get(thing)
      if (before !== undefined) return before
      if (next >= end) throw new RangeError('no key number reserved')
      given.set(thing, next)
      return next++
    },
  }
}
