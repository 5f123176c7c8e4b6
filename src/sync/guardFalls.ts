import { z } from 'zod'
import { exact } from '../base/decimal.ts'
import type { GuardRule, GuardSettings } from '../channels/guardSettings.ts'
import type { SentFields } from '../channels/sentStore.ts'
import type { Candidate } from './pushRows.ts'
import type { PushTask } from './pushTask.ts'

/** An object that would get worse at a channel by being sent, in words that a list can show. */
export interface Fall {
  readonly rule: GuardRule
  readonly old: string
  readonly new: string
  /** Of a price: by how many percent it falls, as buyers see it; null for others. */
  readonly depth: string | null
}

/** What was accepted last, read from the database. */
export type Former = SentFields<unknown, unknown>

const dataFields = z.object({ active: z.boolean().optional(), categoryIds: z.array(z.string()).optional() })
const priceFields = z.object({
  prices: z.array(
    z.object({
      groupTheirs: z.string().optional(),
      scales: z.array(z.object({ from: z.string(), gross: z.string() })),
      special: z.object({ gross: z.string() }).optional(),
    }),
  ),
})
const stockFields = z.object({ offered: z.string(), managed: z.boolean(), oversell: z.boolean() })

/** The rules that a task can break, and that are settled when it has nothing to tell. */
export function rulesOf({ compares, object }: Pick<PushTask, 'compares' | 'object'>): readonly GuardRule[] {
  if (object !== 'item' && object !== 'category') return []
  return compares.map(aspect => (aspect === 'data' ? 'vanish' : aspect))
}

/** Whether a candidate may fall under a rule, by its hashes alone: only for those the accepted fields are read. */
export function mayFall({ known, sent, remove, leaves }: Candidate): boolean {
  if (!known) return false
  if (remove || leaves) return known.data !== null
  if (sent.price && sent.price.hash !== known.price) return true
  if (sent.stock && sent.stock.hash !== known.stock && isEmpty(sent.stock.fields)) return true
  if (!sent.data || sent.data.hash === known.data) return false
  const now = dataFields.safeParse(sent.data.fields).data
  return known.data !== null && (now?.categoryIds?.length === 0 || now?.active === false)
}

/**
 * How a candidate gets worse at its channel. An item that loses its last category vanishes there just as one that is taken
 * away; so does nothing that was not shown before. Pure.
 */
export function fallsOf(
  candidate: Candidate,
  former: Former | undefined,
  settings: Pick<GuardSettings, 'price'>,
  withCategories: boolean,
): Fall[] {
  if (!former) return []
  const vanishes = vanishing(candidate, former, withCategories)
  if (vanishes) return [vanishes]
  const price = candidate.sent.price && falling(former.price, candidate.sent.price.fields, settings.price)
  const { stock } = candidate.sent
  return [...(price ? [price] : []), ...(stock && emptied(former.stock, stock.fields) ? [outOfStock] : [])]
}

const outOfStock: Fall = { rule: 'stock', old: 'offered', new: 'none', depth: null }

/** How many a channel was told; undefined where the fields are of another form. */
export function stockOffered(fields: unknown): string | undefined {
  return stockFields.safeParse(fields).data?.offered
}

/** Whether a quantity means that nothing can be sold. */
export function isEmpty(fields: unknown): boolean {
  const stock = stockFields.safeParse(fields).data
  return stock ? stock.managed && !stock.oversell && exact(stock.offered).lte(0) : false
}

function emptied(before: unknown, now: unknown): boolean {
  return before !== null && !isEmpty(before) && isEmpty(now)
}

function vanishing(
  { known, sent, remove, leaves }: Candidate,
  { data }: Former,
  withCategories: boolean,
): Fall | undefined {
  const before = dataFields.safeParse(data).data
  if (!known?.data || !before || before.active === false) return undefined
  const gone = (now: string): Fall => ({ rule: 'vanish', old: 'shown', new: now, depth: null })
  if (remove) return gone('removed')
  const now = dataFields.safeParse(sent.data?.fields).data
  if (leaves || now?.active === false) return gone('inactive')
  const lost = withCategories && now?.categoryIds?.length === 0 && (before.categoryIds?.length ?? 0) > 0
  return lost ? gone('uncategorised') : undefined
}

// The price that falls the deepest, of all groups and quantities that are there before and after. Gross, as buyers see it: where the
// rate stays, net falls by as many percent; where it changes, only gross tells whether anything became cheaper.
function falling(before: unknown, now: unknown, percent: number): Fall | undefined {
  const then = lowest(before)
  let worst: Fall | undefined
  for (const [key, gross] of lowest(now)) {
    const old = then.get(key)
    if (old === undefined || exact(old).lte(0) || exact(gross).gte(exact(old))) continue
    const depth = exact(old).minus(exact(gross)).times(100).div(exact(old))
    if (depth.lte(percent) && exact(gross).gt(0)) continue
    if (!worst || depth.gt(exact(worst.depth ?? '0')))
      worst = { rule: 'price', old, new: gross, depth: depth.toDecimalPlaces(6).toFixed() }
  }
  return worst
}

function lowest(fields: unknown): Map<string, string> {
  const prices = priceFields.safeParse(fields).data?.prices ?? []
  return new Map(
    prices.flatMap(({ groupTheirs = '', scales, special }) =>
      scales.map(({ from, gross }): [string, string] => {
        const low = special && exact(special.gross).lt(exact(gross)) ? special.gross : gross
        return [`${groupTheirs} ${from}`, low]
      }),
    ),
  )
}
