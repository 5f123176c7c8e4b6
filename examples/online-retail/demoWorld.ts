import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SavedShop } from '../../testkit/jtlConnector/saveShop.ts'
import type { Shop as RunningShop } from '../../testkit/jtlConnector/shop.ts'
import { startShop } from '../../testkit/jtlConnector/startShop.ts'
import { accountForRows, type RowPlace, rowPlaceTexts } from './accountForRows.ts'
import { asShop, britishGlobals, type SimulatedShop } from './asShop.ts'
import { categoryOf, demoCategories } from './categoryOf.ts'
import { daysSince, moveDates } from './moveDates.ts'
import { openingStock } from './openingStock.ts'
import { readRows } from './readRows.ts'
import { openShopWindow } from './shopWindow.ts'
import { toShops } from './toShops.ts'
import type { Row, Shop, Sum } from './types.ts'

/**
 * The world of the demo: two shops behind JTL-Connector endpoints on loopback, filled with December 2010 of a real
 * online shop, and the account of every row of that file; its last day is moved to yesterday. `limit` takes fewer orders and says so in the account.
 * In `folder` the shops are kept: opened again they go on as they were left, as real shops do.
 */
export async function openDemoWorld(options: { limit?: number; folder?: string } = {}) {
  const rows: Row[] = []
  for await (const row of readRows()) rows.push(row)
  const retail = toShops(rows, options.limit === undefined ? {} : { limit: options.limit })
  const account = accountForRows(rows, retail)
  const folder = options.folder && join(options.folder, `demo-shops-${options.limit ?? 'all'}`)
  const shops = await Promise.all(
    retail.shops.map((shop, index) =>
      openShop(shop, index === 0 ? 5 : 3, `demo-${shop.id}-${retail.sums.codes}`, folder),
    ),
  )
  const shopNames = new Map(retail.shops.map(shop => [shop.id, shop.name]))
  const placed = account.ends.flatMap(end =>
    end.shop && end.orderId ? [[end.orderId, shopNames.get(end.shop) ?? '']] : [],
  )
  const shopOf = new Map(placed as [string, string][])
  const stock = openingStock(retail.orders)
  return {
    shops,
    file: account.total,
    categories: demoCategories,
    /** The merchant's own catalogue: what he sells, wherever he sells it. */
    items: retail.items.map(item => ({
      itemNumber: item.sku,
      name: item.name,
      netPrice: item.netPrice,
      taxRate: item.taxRate,
      category: categoryOf(item.name),
      onHand: stock.get(item.sku) ?? 0,
    })),
    /** Every order of the file: in which shop, with how many rows, for how much. */
    orders: retail.orders.map(order => ({
      id: order.id,
      shop: shopOf.get(order.id) ?? '',
      rows: order.lines.length,
      gross: order.totalGross,
    })),
    /** What is in no order of a shop, with the reason. */
    elsewhere: account.table
      .filter(line => line.place !== 'order' && line.place !== 'laterOrder')
      .map(line => ({ code: codes[line.place], text: rowPlaceTexts[line.place], ...sumOfLine(line) })),
    save: async () => {
      for (const shop of shops) await shop.save()
    },
    close: () => Promise.all(shops.map(shop => shop.close())),
  }
}

async function openShop(shop: Shop, generation: 5 | 3, token: string, folder: string | undefined) {
  const days = daysSince(new Date())
  const { contents: then, lastDays: thenLast } = asShop(shop)
  const [contents, lastDays] = [moveDates(then, days), moveDates(thenLast, days)]
  const file = folder && join(folder, `${shop.id}.json`)
  const saved = file ? await readSaved(file) : undefined
  const running = await startShop({
    generation, // one shop of each generation, as merchants have them
    token,
    globals: britishGlobals,
    // The first shop had a catalogue before Kontor came, and takes pushed items for its own by their number. The other
    // one gets its items from Kontor.
    quirks: { adoptsSameSku: generation === 5 },
    keepLog: 'counts',
    ...(saved ? { saved } : { ...contents, ...(generation === 5 ? {} : { catalog: [] }) }),
  })
  let open: Awaited<ReturnType<typeof openShopWindow>> | undefined
  return {
    name: shop.name,
    url: running.url,
    token: running.token,
    /** Opens the shop for buyers; answers where. */
    openWindow: async () => {
      open = await openShopWindow(shop.name, running)
      return open.url
    },
    /** True where it goes on as it was left. */
    kept: saved !== undefined,
    items: shop.items.map(item => item.sku),
    /** The file's last days reach the shop now; answers how many orders that are. */
    receiveLastDays: () => receive(running, lastDays),
    orders: () => running.orders().length,
    /** What the shop shows of an item: quantity and net price; undefined if it does not show it. */
    shows: (itemNumber: string) => {
      const item = running.item(itemNumber)
      return item && { stock: item.stock, priceNet: item.priceNet }
    },
    statusOf: (orderId: string) => {
      const order = running.order(orderId)
      return order && { delivery: order.status, payment: order.paymentStatus }
    },
    save: async () => {
      if (!folder || !file) return
      await mkdir(folder, { recursive: true })
      await writeFile(`${file}.new`, JSON.stringify(running.save()))
      await rename(`${file}.new`, file)
    },
    close: async () => {
      await open?.close()
      await running.close()
    },
  }
}

async function readSaved(file: string): Promise<SavedShop | undefined> {
  const text = await readFile(file, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? undefined : (JSON.parse(text) as SavedShop)
}

// Bought like any order: the shop takes the pieces from the stock that it shows. What was typed by hand has lost its item.
function receive(running: RunningShop, { customers, orders, payments }: SimulatedShop['lastDays']): number {
  const fresh = orders.filter(order => running.order(order.id) === undefined)
  const ids = new Set(fresh.map(order => order.id))
  for (const customer of customers) running.addCustomer(customer)
  for (const { lines, ...order } of fresh)
    running.placeOrder({
      ...order,
      lines: lines.map(({ itemId, choices, ...line }) =>
        itemId && running.item(line.sku) ? line : { ...line, itemId: '' },
      ),
    })
  for (const payment of payments) if (ids.has(payment.orderId)) running.addPayment(payment)
  return fresh.length
}

const codes: Readonly<Record<RowPlace, string>> = {
  order: 'ORDER',
  laterOrder: 'ORDER',
  cancellationWithOrder: 'CANCELLATION_WITH_ORDER',
  cancellationWithoutOrder: 'CANCELLATION_WITHOUT_ORDER',
  badDebt: 'BAD_DEBT',
  overLimit: 'OVER_LIMIT',
}

function sumOfLine({ rows, invoices, gross }: Sum): Sum {
  return { rows, invoices, gross }
}
