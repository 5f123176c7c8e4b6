import type { Changed } from '../../src/base/changed.ts'
import { type Tx, transact } from '../../src/base/database.ts'
import { createCategories } from '../../src/catalog/categories.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { setItemCategories } from '../../src/catalog/itemCategories.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { numbersOf } from '../../src/company/numberRanges.ts'
import { allocateWaiting } from '../../src/sales/allocate.ts'
import { bookPayments } from '../../src/sales/bookPayments.ts'
import { cancelOrders } from '../../src/sales/cancelOrders.ts'
import { deliver } from '../../src/sales/deliver.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { between, type Chance } from '../../testkit/jtlConnector/chance.ts'
import type { Lane } from './lane.ts'
import type { Moment } from './moment.ts'
import { refusedNumber } from './trade.ts'

/** What a merchant does while his shop is synchronised. Same chance, same state of things: the same deeds. */
export interface MerchantLife {
  /** Between two runs: a few deeds, one after the other. */
  goesOn(): Promise<void>
  /** Within a run: now and then a deed beside a call. It is not waited for; `settled` does. */
  meanwhile(moment: Moment): void
  /** Everything that was begun has ended. Throws what went wrong. */
  settled(): Promise<void>
}

type Deed = (tx: Tx, numberOf: (id: string) => string) => Promise<{ readonly changed: Changed }>

/** Starts the life of the merchant of a lane. */
export function liveTrade(lane: Lane, chance: Chance): MerchantLife {
  const { tenant, shelf, world } = lane
  const begun = new Set<Promise<void>>()
  let made = 0
  let parcels = 0
  const now = () => ({ name: 'merchant', now: new Date() })

  const items = (tx: Tx) =>
    tx.query<{ id: string; net: string }>(
      `select id, net_price::text as net from item where tenant_id = $1 and item_number <> $2 order by item_number`,
      [tenant, refusedNumber],
    )
  const orders = (tx: Tx, where: string) =>
    tx.query<{ id: string; rest: string }>(
      `select id, (total_gross - paid)::text as rest from sales_order where tenant_id = $1 and cancelled_at is null and ${where}
       order by external_number limit 40`,
      [tenant],
    )
  const some = <T>(list: readonly T[], most: number): T[] => {
    const start = Math.floor(chance() * list.length)
    return list.slice(start, start + between(chance, 1, most))
  }
  const price: Deed = async tx =>
    changeItems(
      tx,
      tenant,
      some(await items(tx), 2).map(({ id }) => ({ id, netPrice: `${between(chance, 1, 90)}.25` })),
    )
  const receipt: Deed = async tx => {
    const chosen = some(await items(tx), 3).map(({ id }) => id)
    const moves = chosen.map(itemId => ({
      itemId,
      warehouseId: shelf.warehouseId,
      quantity: String(between(chance, 1, 20)),
      reason: 'receipt' as const,
    }))
    const { changed } = await moveStock(tx, tenant, moves, 'merchant')
    await allocateWaiting(tx, tenant, chosen, new Date())
    return { changed }
  }
  // New in a category that is as new: a call for either may be cut off.
  const novelty: Deed = async tx => {
    const no = ++made
    const parents = await tx.query<{ id: string }>(
      'select id from category where tenant_id = $1 order by id limit 6',
      [tenant],
    )
    const parentId = chance() < 0.7 ? some(parents, 1)[0]?.id : undefined
    const { results } = await createCategories(tx, tenant, [{ name: `Neuheiten ${no}`, parentId }])
    const category = results.flatMap(result => ('id' in result ? [result.id] : []))
    const list = Array.from({ length: between(chance, 1, 2) }, (_, index) => `NEU-${no}-${index}`)
    const { results: fresh } = await createItems(
      tx,
      tenant,
      list.map(itemNumber => ({ itemNumber, name: `Neuheit ${itemNumber}`, netPrice: '12.5' })),
    )
    const ids = fresh.map(item => item.id)
    await setItemCategories(
      tx,
      tenant,
      ids.map(itemId => ({ itemId, categoryIds: category })),
    )
    await moveStock(
      tx,
      tenant,
      ids.map(itemId => ({
        itemId,
        warehouseId: shelf.warehouseId,
        quantity: '100',
        reason: 'opening',
      })),
      'merchant',
    )
    const { changed } = await sellOn(
      tx,
      tenant,
      ids.map(itemId => ({ itemId, channelId: shelf.channelId, active: true })),
    )
    return { changed: { ...changed, category } }
  }
  const send: Deed = async (tx, numberOf) => {
    const chosen = some(await orders(tx, `deliverability = 'full'`), 2)
    return deliver(
      tx,
      tenant,
      chosen.map(({ id }) => ({
        orderId: id,
        packages: [{ carrier: 'Bote', tracking: `PAKET-${++parcels}` }],
      })),
      now(),
      numberOf,
    )
  }
  const pay: Deed = async tx =>
    bookPayments(
      tx,
      tenant,
      some(await orders(tx, 'paid < total_gross'), 2).map(({ id, rest }) => ({ orderId: id, amount: rest })),
      now(),
    )
  const cancel: Deed = async tx =>
    cancelOrders(
      tx,
      tenant,
      some(await orders(tx, `delivery_state = 'open'`), 1).map(({ id }) => ({ orderId: id })),
      now(),
    )
  // The shop refused it, and refuses it again, with all that is sent in the same call.
  const retryBad: Deed = async tx => {
    const [bad] = await tx.query<{ id: string }>(
      'select id from item where tenant_id = $1 and item_number = $2',
      [tenant, refusedNumber],
    )
    return changeItems(tx, tenant, [{ id: bad?.id ?? '', name: `Mängelexemplar ${++made}` }])
  }
  const deeds = [price, receipt, novelty, send, send, pay, cancel, retryBad]

  const one = async () => {
    const deed = deeds[Math.floor(chance() * deeds.length)] ?? price
    const numbers = await numbersOf(world.db(), tenant).reserve('delivery', 2)
    await transact(world.db(), { tenant }, async tx => {
      const { changed } = await deed(tx, numbers.numberOf)
      await markDue(tx, tenant, changed, 'merchant')
    })
    numbers.giveBack()
  }
  const settled = async () => {
    const ends = await Promise.allSettled(begun)
    begun.clear()
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  }
  return {
    settled,
    async goesOn() {
      await settled()
      for (let count = between(chance, 2, 5); count > 0; count--) await one()
    },
    meanwhile({ what }) {
      if (!what.startsWith('call ') || chance() > 0.06) return
      const deed = one()
      deed.catch(() => undefined) // `settled` says so
      begun.add(deed)
    },
  }
}
