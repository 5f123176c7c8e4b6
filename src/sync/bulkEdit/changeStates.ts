import { type Changed, changedTogether } from '../../base/changed.ts'
import type { Tx } from '../../base/database.ts'
import { setChannelPrices } from '../../catalog/channelPrices.ts'
import type { GivenScale } from '../../catalog/givenScales.ts'
import { setGroupPrices } from '../../catalog/groupPrices.ts'
import { setItemCategories } from '../../catalog/itemCategories.ts'
import type { Refused } from '../../catalog/problems.ts'
import { sellOn } from '../../catalog/sellOn.ts'
import { changeItemsAndOrders } from '../changeItemsAndOrders.ts'
import { type BulkChange, changedNumber } from './bulkChange.ts'
import { attributeFieldName, fieldKind, priceField, type RefusedField, textFieldName } from './fieldNames.ts'
import type { ItemState, StoredSale, StoredScale } from './itemState.ts'
import { changeWords, textsAfter } from './wordStates.ts'

/** What fields of an item shall be. */
export interface ItemWish {
  readonly itemId: string
  readonly fields: ItemState
}

/** What a change makes of an item; fields that stay are absent. */
export function wishOf(
  itemId: string,
  state: ItemState,
  change: BulkChange,
): ItemWish & { readonly refused: readonly RefusedField[] } {
  const refused: RefusedField[] = []
  const fields: Record<string, unknown> = { ...change.set }
  const number = (field: string, before: unknown, by: Parameters<typeof changedNumber>[1]) => {
    const after = changedNumber(typeof before === 'string' ? before : null, by)
    if (after !== 'negative') return after
    refused.push({ itemId, field, code: 'BULK_NUMBER_NEGATIVE', data: { field } })
    return undefined
  }
  for (const [field, by] of Object.entries(change.numbers ?? {})) {
    const after = number(field, state[field], by)
    if (after !== undefined) fields[field] = after
  }
  const { price } = change
  if (price && price.channelId === null && price.customerGroupId === null) {
    const said = state['grossPrice'] === null ? 'netPrice' : 'grossPrice'
    const after = number(said, state[said], price.change)
    if (after !== undefined) fields[said] = after
  } else if (price) {
    const field = priceField(price)
    const scales = scalesAfter(state[field] as readonly StoredScale[], amount =>
      number(field, amount, price.change),
    )
    if (refused.every(one => one.field !== field)) fields[field] = scales
  }
  const { addCategoryIds = [], removeCategoryIds = [] } = change
  if (addCategoryIds.length + removeCategoryIds.length > 0) {
    const kept = (state['category'] as readonly string[]).filter(id => !removeCategoryIds.includes(id))
    fields['category'] = [...new Set([...kept, ...addCategoryIds])].sort()
  }
  for (const { channelId, active } of change.sell ?? []) {
    const before = state[`channel ${channelId}`] as StoredSale | null
    fields[`channel ${channelId}`] = { reserve: '0', cap: null, ...before, active }
  }
  sayWords(fields, state, change)
  return { itemId, fields, refused }
}

function sayWords(
  fields: Record<string, unknown>,
  state: ItemState,
  { texts, attributes }: BulkChange,
): void {
  for (const { value, ...attribute } of attributes ?? []) fields[attributeFieldName(attribute)] = value
  for (const { value, ...text } of texts ?? []) fields[textFieldName(text)] = value
  // A language that says nothing yet gets the item's name with its first word.
  for (const { value, ...text } of texts ?? []) {
    const name = textFieldName({ ...text, field: 'name' })
    if (text.channelId === null && value !== '' && state[name] === '')
      fields[name] ??= fields['name'] ?? state['name']
  }
}

// Where there is none, a price that is set is one from 0 on.
function scalesAfter(
  scales: readonly StoredScale[],
  change: (amount: string | null) => string | null | undefined,
): StoredScale[] {
  if (scales.length === 0) {
    const net = change(null)
    return typeof net === 'string' ? [{ from: '0', net, gross: null }] : []
  }
  return scales.flatMap(({ from, net = null, gross = null }) => {
    const after = change(net ?? gross)
    if (typeof after !== 'string') return []
    return [net === null ? { from, net: null, gross: after } : { from, net: after, gross: null }]
  })
}

/** Makes fields of items what they shall be, by the verbs of the trade. What a verb refuses is left as it is. */
export async function changeStates(
  tx: Tx,
  tenant: string,
  wishes: readonly ItemWish[],
): Promise<{ refused: RefusedField[]; changed: Changed }> {
  const refused: RefusedField[] = []
  const all: Changed[] = []
  const collect = (
    fields: readonly string[],
    done: { results: readonly (Refused | { readonly id: string; readonly did: string })[]; changed: Changed },
  ) => {
    all.push(done.changed)
    for (const [at, result] of done.results.entries())
      if ('code' in result)
        refused.push({
          itemId: result.id,
          field: fields[at] ?? 'item',
          code: result.code,
          data: result.data,
        })
  }
  const parts = wishes.flatMap(({ itemId, fields }) =>
    Object.entries(fields).map(([field, value]) => ({ itemId, field, value, about: fieldKind(field) })),
  )
  const { texts, refused: kept } = await textsAfter(tx, tenant, parts)
  refused.push(...kept)
  const own = Map.groupBy(
    parts.filter(part => part.about.kind === 'field'),
    part => part.itemId,
  )
  const items = [...new Set([...own.keys(), ...texts.keys()])].map(id => ({
    id,
    ...Object.fromEntries((own.get(id) ?? []).map(row => [row.field, row.value])),
    texts: texts.get(id),
  }))
  collect([], await changeItemsAndOrders(tx, tenant, items))
  const groups: Parameters<typeof setGroupPrices>[2][number][] = []
  const channels: Parameters<typeof setChannelPrices>[2][number][] = []
  const places: Parameters<typeof setItemCategories>[2][number][] = []
  const sales: Parameters<typeof sellOn>[2][number][] = []
  const fieldOf = {
    group: [] as string[],
    channel: [] as string[],
    place: [] as string[],
    sale: [] as string[],
  }
  for (const { itemId, field, value, about } of parts) {
    if (about.kind === 'price' && about.channelId !== null) {
      const { channelId, customerGroupId } = about
      channels.push({ itemId, channelId, customerGroupId, scales: value as GivenScale[] })
      fieldOf.channel.push(field)
    } else if (about.kind === 'price') {
      groups.push({ itemId, customerGroupId: about.customerGroupId ?? '', scales: value as GivenScale[] })
      fieldOf.group.push(field)
    } else if (about.kind === 'category') {
      places.push({ itemId, categoryIds: value as string[] })
      fieldOf.place.push(field)
    } else if (about.kind === 'channel') {
      sales.push({
        itemId,
        channelId: about.channelId,
        ...((value as StoredSale | null) ?? { active: false }),
      })
      fieldOf.sale.push(field)
    }
  }
  if (groups.length > 0) collect(fieldOf.group, await setGroupPrices(tx, tenant, groups))
  if (channels.length > 0) collect(fieldOf.channel, await setChannelPrices(tx, tenant, channels))
  if (places.length > 0) collect(fieldOf.place, await setItemCategories(tx, tenant, places))
  if (sales.length > 0) collect(fieldOf.sale, await sellOn(tx, tenant, sales))
  const words = await changeWords(tx, tenant, parts)
  return { refused: [...refused, ...words.refused], changed: changedTogether(...all, ...words.changed) }
}
