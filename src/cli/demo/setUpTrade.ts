import { type Tx, transact } from '../../base/database.ts'
import { createCategories } from '../../catalog/categories.ts'
import { createItems } from '../../catalog/createItems.ts'
import { setItemCategories } from '../../catalog/itemCategories.ts'
import { throwRefused } from '../../catalog/problems.ts'
import { sellOn } from '../../catalog/sellOn.ts'
import type { Kontor } from '../../operations/operation.ts'
import { moveStock } from '../../stock/moveStock.ts'
import { createWarehouses, listWarehouses } from '../../stock/warehouses.ts'
import { markDue } from '../../sync/markDue.ts'
import type { DemoWorld } from '../program.ts'

/**
 * The merchant's own side of the demo: catalogue with prices and categories, a warehouse with its opening stock, and what
 * is sold in which shop. Made once; does nothing where it is there already.
 */
export async function setUpTrade(kontor: Kontor, tenant: string, world: DemoWorld): Promise<void> {
  await transact(kontor.db, { tenant }, async tx => {
    if ((await listWarehouses(tx, tenant)).length > 0) return
    const categories = await makeCategories(tx, tenant, world)
    const classes = await taxClasses(tx, tenant)
    const { results } = await createItems(
      tx,
      tenant,
      world.items.map(item => ({
        itemNumber: item.itemNumber,
        name: item.name,
        netPrice: item.netPrice,
        taxClassId: classes.get(item.taxRate),
      })),
    )
    const items = results.map(throwRefused)
    const ids = new Map(items.map(item => [item.itemNumber, item.id]))
    const idOf = (itemNumber: string) => ids.get(itemNumber) ?? ''
    await setItemCategories(
      tx,
      tenant,
      world.items.map(item => ({
        itemId: idOf(item.itemNumber),
        categoryIds: [categories.get(item.category) ?? ''],
      })),
    )
    const [warehouse] = await createWarehouses(tx, tenant, [{ code: 'MAIN', name: 'Main warehouse' }])
    await moveStock(
      tx,
      tenant,
      world.items
        .filter(item => item.onHand > 0)
        .map(item => ({
          itemId: idOf(item.itemNumber),
          warehouseId: warehouse?.id ?? '',
          quantity: String(item.onHand),
          reason: 'opening' as const,
        })),
      'demo',
    )
    const channels = await tx.query<{ id: string; name: string }>(
      'select id, name from channel where tenant_id = $1',
      [tenant],
    )
    for (const shop of world.shops) {
      const channelId = channels.find(channel => channel.name === shop.name)?.id ?? ''
      const { changed } = await sellOn(
        tx,
        tenant,
        shop.items.map(itemNumber => ({ itemId: idOf(itemNumber), channelId, active: true })),
      )
      await markDue(tx, tenant, { ...changed, category: [...categories.values()] }, 'demo')
    }
  })
}

async function makeCategories(tx: Tx, tenant: string, world: DemoWorld): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const level of [
    world.categories.filter(one => !one.parent),
    world.categories.filter(one => one.parent),
  ]) {
    const { results } = await createCategories(
      tx,
      tenant,
      level.map(({ name, parent }) => ({ name, parentId: parent ? (ids.get(parent) ?? null) : null })),
    )
    for (const [index, made] of results.entries())
      if ('id' in made) ids.set(level[index]?.name ?? '', made.id)
  }
  return ids
}

// The class whose rate is charged today at the company's place.
async function taxClasses(tx: Tx, tenant: string): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; rate: string }>(
    `select distinct on (r.tax_class_id) r.tax_class_id as id, r.rate::text as rate from tax_rate r
       join company c on c.tenant_id = r.tenant_id and c.country = r.country
     where r.tenant_id = $1 and r.charged and r.valid_from <= current_date order by r.tax_class_id, r.valid_from desc`,
    [tenant],
  )
  return new Map(rows.map(row => [row.rate, row.id]))
}
