import { type Database, transact } from '../base/database.ts'

/**
 * Gives `count` key numbers of a connection, as the first of the block. In a transaction of its own, before the first
 * send or ack that uses them: a number that was given is never given again, whatever becomes of the work (gaps are welcome).
 */
export async function drawKeys(
  db: Database,
  tenant: string,
  connectionId: string,
  count: number,
): Promise<number> {
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

/** A source of key numbers for one run. Several batches may draw at the same time. */
export interface Keys {
  /** Numbers for as many things, if they turn out to be new; call it outside of any other transaction. */
  reserve(count: number): Promise<KeyBlock>
}

export interface KeyBlock {
  /** The number of a thing. The same thing keeps its number, so a batch that is tried again uses up nothing. */
  numberOf(thing: object): number
  /** What was not used serves the next batch. */
  giveBack(): void
}

/** Draws blocks of at least `block` numbers; what is left at the end of the run is a gap. */
export function keysOf(db: Database, tenant: string, connectionId: string, block = 200): Keys {
  let left: number[] = []
  return {
    reserve: async count => {
      const numbers = left.splice(0, count)
      if (numbers.length < count) {
        const size = Math.max(count - numbers.length, block)
        const first = await drawKeys(db, tenant, connectionId, size)
        for (let no = first; no < first + size; no++) (numbers.length < count ? numbers : left).push(no)
      }
      const given = new Map<object, number>()
      return {
        numberOf: thing => {
          const no = given.get(thing) ?? numbers.shift()
          if (no === undefined) throw new RangeError('no key number reserved')
          given.set(thing, no)
          return no
        },
        giveBack: () => {
          left = [...numbers.splice(0), ...left]
        },
      }
    },
  }
}
