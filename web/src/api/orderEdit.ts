import { queryOptions } from '@tanstack/react-query'
import { call } from './call.ts'
import type { ItemRow } from './items.ts'
import type { Result, Results } from './orderActs.ts'
import type { Page } from './page.ts'

/** A line that is added. Amounts and quantities are decimals as text. */
export interface AddedLine {
  readonly kind: 'item' | 'shipping' | 'discount' | 'surcharge' | 'custom'
  readonly itemId?: string
  readonly sku?: string
  readonly name?: string
  readonly quantity: string
  readonly unitNet?: string
  readonly unitGross?: string
  readonly discountPercent?: string
  readonly taxClassId?: string
}

/** What of a line becomes another. */
export interface ChangedLine {
  readonly line: number
  readonly quantity?: string
  readonly unitNet?: string
  readonly unitGross?: string
  readonly discountPercent?: string | null
  readonly taxClassId?: string
  readonly name?: string
  readonly note?: string
}

/** What of an order becomes another; what is absent stays. */
export interface OrderEdit {
  readonly version: number
  readonly add?: readonly AddedLine[]
  readonly change?: readonly ChangedLine[]
  readonly remove?: readonly number[]
  readonly billing?: Readonly<Record<string, string>>
  /** Null: the same as the billing address. */
  readonly shipping?: Readonly<Record<string, string>> | null
  readonly paymentMethod?: string
  readonly shippingMethod?: string
  readonly customerNote?: string
  readonly note?: string
  readonly priority?: number
  /** Change what a shop has sold all the same. */
  readonly knowingly?: boolean
}

/** A field that somebody else has changed since it was looked at. */
export interface EditConflict {
  readonly field: string
  readonly was: unknown
  readonly theirs: unknown
  readonly yours: unknown
  readonly by: string
  readonly at: string
}

interface EditResult extends Result {
  readonly version: number | null
  readonly conflicts: readonly EditConflict[]
}

/** Saves an edited order; with ORDER_CHANGED it answers what others made of it meanwhile. */
export function changeOrder(id: string, edit: OrderEdit): Promise<Results<EditResult>> {
  return call('PATCH', `/orders/${id}`, { body: edit })
}

/** Items that a number, name or GTIN begins. */
export function itemsFoundQuery(search: string) {
  return queryOptions({
    queryKey: ['items', 'found', search],
    queryFn: async ({ signal }) =>
      (await call<Page<ItemRow>>('GET', '/items', { query: { search, figures: true, limit: 12 }, signal }))
        .items,
    enabled: search.trim().length > 1,
    staleTime: 10_000,
  })
}
