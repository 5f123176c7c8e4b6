import type { Tx } from '../base/database.ts'
import type { Period } from './specialPrices.ts'
import { type TimedDone, type TimedPrices, timesAhead } from './timedPrices.ts'

/** A special price that is another than before: when it held, and when it holds. */
interface Moved {
  readonly itemId: string
  readonly channelId: string | null
  readonly old: Period | null
  readonly now: Period | null
}

/** A time at which a price of an item changes. */
interface Border {
  readonly item: string
  /** Null: at every channel. */
  readonly channel: string | null
  readonly at: Date
}

/**
 * What the clock has to change for special prices that were stored, and what it has not to change any more: begins and ends
 * that no other special price of the item has at that channel.
 */
export async function timedBorders(
  tx: Tx,
  tenant: string,
  moved: readonly Moved[],
  now: Date,
): Promise<TimedDone> {
  const [before, after] = [bordersOf(moved, 'old', now), bordersOf(moved, 'now', now)]
  const gone = [...before].filter(([key]) => !after.has(key)).map(([, border]) => border)
  return {
    timed: together([...after].filter(([key]) => !before.has(key)).map(([, border]) => border)),
    untimed: together(await unshared(tx, tenant, gone)),
  }
}

function bordersOf(moved: readonly Moved[], which: 'old' | 'now', now: Date): Map<string, Border> {
  const borders = moved.flatMap(({ itemId: item, channelId: channel, [which]: period }) =>
    period?.active
      ? timesAhead(now, period.from, period.to).map(at => ({ item, channel, at }) satisfies Border)
      : [],
  )
  return new Map(borders.map(border => [`${border.item} ${border.channel} ${border.at.getTime()}`, border]))
}

async function unshared(tx: Tx, tenant: string, borders: readonly Border[]): Promise<Border[]> {
  if (borders.length === 0) return []
  return tx.query<Border>(
    `select r.item, r.channel, r.at from json_to_recordset($2) as r (item uuid, channel uuid, at timestamptz)
     where not exists (select from special_price s
       where s.tenant_id = $1 and s.item_id = r.item and s.channel_id is not distinct from r.channel and s.active
         and (s.valid_from = r.at or s.valid_to = r.at))`,
    [tenant, JSON.stringify(borders)],
  )
}

// What changes at one time and channel is one change, of however many items.
function together(borders: readonly Border[]): TimedPrices[] {
  const groups = Map.groupBy(borders, border => `${border.at.getTime()} ${border.channel}`)
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first
      ? [
          {
            at: [first.at],
            itemIds: [...new Set([first, ...rest].map(border => border.item))].sort(),
            ...(first.channel ? { channelIds: [first.channel] } : {}),
          },
        ]
      : [],
  )
}
