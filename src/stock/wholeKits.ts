import type { Tx } from '../base/database.ts'
import { type Exact, exact } from '../base/decimal.ts'
import { kitContents } from '../catalog/kits.ts'
import { stockFigures } from './offers.ts'

/** A part that a kit has, or might have. */
export interface WishedPart {
  readonly itemId: string
  readonly quantity: string
}

/** How many kits could be made of parts; null where the stock of none of it is looked at. */
export interface WholeKits {
  readonly makes: string | null
  readonly parts: readonly {
    readonly itemId: string
    readonly available: string
    readonly makes: string | null
  }[]
}

/**
 * How many whole kits these parts would make, by the rule of `offersFor` before what single channels say: of each thing that
 * lies in a warehouse what is available and not staged, less its buffer, by how much of it a kit takes, also through kits
 * in it; then less the buffer of the kit itself. Lists of ids in, a fixed number of statements; nothing is stored.
 */
export async function wholeKits(
  tx: Tx,
  tenant: string,
  kitId: string,
  parts: readonly WishedPart[],
): Promise<WholeKits> {
  const partIds = parts.map(part => part.itemId)
  const inside = Map.groupBy(await kitContents(tx, tenant, partIds), row => row.kitId)
  const taken = parts.map(({ itemId, quantity }) =>
    (inside.get(itemId) ?? [{ itemId, quantity: '1' }]).map(base => ({
      itemId: base.itemId,
      quantity: exact(base.quantity).times(exact(quantity)),
    })),
  )
  const perKit = new Map<string, Exact>()
  for (const { itemId, quantity } of taken.flat())
    perKit.set(itemId, quantity.plus(perKit.get(itemId) ?? exact('0')))
  const ids = [...new Set([...perKit.keys(), ...partIds])]
  const figures = new Map((await stockFigures(tx, tenant, ids)).map(row => [row.itemId, row]))
  const rules = new Map((await stockRules(tx, tenant, [...ids, kitId])).map(row => [row.id, row]))
  const makesOf = (itemId: string): Exact | null => {
    const [row, rule, quantity] = [figures.get(itemId), rules.get(itemId), perKit.get(itemId)]
    if (!row || !rule?.managed || !quantity || quantity.isZero()) return null
    const free = exact(row.available).minus(exact(row.staged)).minus(exact(rule.buffer))
    return free.isNegative() ? exact('0') : free.div(quantity).floor()
  }
  const buffer = exact(rules.get(kitId)?.buffer ?? '0')
  const least = smallest([...perKit.keys()].map(makesOf))
  return {
    makes: least && (least.gt(buffer) ? least.minus(buffer).floor().toFixed() : '0'),
    parts: parts.map(({ itemId }, at) => ({
      itemId,
      available: figures.get(itemId)?.available ?? '0',
      makes: smallest((taken[at] ?? []).map(base => makesOf(base.itemId)))?.toFixed() ?? null,
    })),
  }
}

function smallest(values: readonly (Exact | null)[]): Exact | null {
  return values.reduce((least, one) => (one && (!least || one.lt(least)) ? one : least), null)
}

function stockRules(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<{ id: string; managed: boolean; buffer: string }[]> {
  return tx.query(
    `select id, stock_managed as managed, buffer::text as buffer from item where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids],
  )
}
