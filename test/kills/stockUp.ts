import type { Tx } from '../../src/base/database.ts'
import { createCategories } from '../../src/catalog/categories.ts'
import { createItems, type NewItem } from '../../src/catalog/createItems.ts'
import { setItemCategories } from '../../src/catalog/itemCategories.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { createWarehouses } from '../../src/stock/warehouses.ts'
import { markDue } from '../../src/sync/markDue.ts'
import type { SeededTenant } from '../../testkit/database/seed.ts'
import type { GeneratedShop } from '../../testkit/jtlConnector/generate.ts'

/** Of every so many items there are few pieces: they sell out. */
const scarce = 5

/**
 * Makes the goods of a generated shop the merchant's own: items in categories, with prices and pieces, sold on these channels, which
 * are to be told. `few`: pieces of what is scarce; `besides`: more items, in no category. Answers where the goods lie.
 */
export async function stockUp(
  tx: Tx,
  { tenant, taxClasses }: SeededTenant,
  { catalog, categories }: Pick<GeneratedShop, 'catalog' | 'categories'>,
  {
    channelIds,
    few,
    besides = [],
  }: { channelIds: readonly string[]; few: string; besides?: readonly NewItem[] },
): Promise<string> {
  const ids = new Map<string | null, string>()
  for (const { id, parentId, texts } of categories) {
    const { results } = await createCategories(tx, tenant, [
      { name: texts[0]?.name ?? id, parentId: ids.get(parentId) ?? null },
    ])
    for (const result of results) if ('id' in result) ids.set(id, result.id)
  }
  const { results: items } = await createItems(tx, tenant, [
    ...catalog.map(({ sku, texts, priceNet, vat }) => ({
      itemNumber: sku,
      name: texts[0]?.name ?? sku,
      netPrice: priceNet,
      taxClassId: vat === '7' ? taxClasses.reduced : taxClasses.standard,
    })),
    ...besides,
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
      quantity: index % scarce === 0 ? few : '5000',
      reason: 'opening',
    })),
    'merchant',
  )
  const { changed } = await sellOn(
    tx,
    tenant,
    items.flatMap(({ id }) => channelIds.map(channelId => ({ itemId: id, channelId, active: true }))),
  )
  await markDue(tx, tenant, { ...changed, category: [...ids.values()] }, 'merchant')
  return warehouseId
}
