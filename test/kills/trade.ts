import type { Tx } from '../../src/base/database.ts'
import { createCategories } from '../../src/catalog/categories.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { setItemCategories } from '../../src/catalog/itemCategories.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { createWarehouses } from '../../src/stock/warehouses.ts'
import { markDue } from '../../src/sync/markDue.ts'
import type { SeededTenant } from '../../testkit/database/seed.ts'
import type { GeneratedShop } from '../../testkit/jtlConnector/generate.ts'

/** What the merchant has of his own: where his goods lie, and where he sells them. */
export interface Shelf {
  readonly channelId: string
  readonly warehouseId: string
}

/** The shop refuses what has this number, and all that is sent with it in one call. */
export const refusedNumber = 'FAIL'
/** Of these there are few pieces: they sell out. */
const scarce = 5

/**
 * Makes the merchant's side of a lane: the catalogue in categories, with prices and pieces, sold on the channel, whose web
 * orders are taken over by themselves.
 */
export async function setUpTrade(
  tx: Tx,
  { tenant, taxClasses }: SeededTenant,
  channelId: string,
  { catalog, categories }: Pick<GeneratedShop, 'catalog' | 'categories'>,
): Promise<Shelf> {
  // Prices that fall deep wait for a person: the guard has tests of its own.
  await tx.run(
    `update channel set take_over_by_itself = true, guard = '{"price": 100}' where tenant_id = $1 and id = $2`,
    [tenant, channelId],
  )
  const nameOf = (id: string | null) => categories.find(one => one.id === id)?.texts[0]?.name ?? ''
  const ids = new Map<string | null, string>()
  const made: string[] = []
  for (const { id, parentId } of categories) {
    const { results } = await createCategories(tx, tenant, [
      { name: nameOf(id), parentId: ids.get(parentId) ?? null },
    ])
    for (const result of results) if ('id' in result) ids.set(id, result.id)
    made.push(ids.get(id) ?? '')
  }
  const bad = { itemNumber: refusedNumber, name: 'Mängelexemplar', netPrice: '1' }
  const { results: items } = await createItems(tx, tenant, [
    ...catalog.map(({ sku, texts, priceNet, vat }) => ({
      itemNumber: sku,
      name: texts[0]?.name ?? sku,
      netPrice: priceNet,
      taxClassId: vat === '7' ? taxClasses.reduced : taxClasses.standard,
    })),
    bad,
  ])
  await setItemCategories(
    tx,
    tenant,
    catalog.map((item, index) => ({
      itemId: items[index]?.id ?? '',
      categoryIds: (item.categoryIds ?? []).map(id => ids.get(id) ?? ''),
    })),
  )
  const [warehouse] = await createWarehouses(tx, tenant, [{ code: 'MAIN', name: 'Main' }])
  const warehouseId = warehouse?.id ?? ''
  await moveStock(
    tx,
    tenant,
    items.map(({ id }, index) => ({
      itemId: id,
      warehouseId,
      quantity: index % scarce === 0 ? '30' : '5000',
      reason: 'opening',
    })),
    'merchant',
  )
  const { changed } = await sellOn(
    tx,
    tenant,
    items.map(item => ({ itemId: item.id, channelId, active: true })),
  )
  await markDue(tx, tenant, { ...changed, category: made }, 'merchant')
  return { channelId, warehouseId }
}
