import { startShop } from '../../testkit/jtlConnector/startShop.ts'
import { accountForRows, type RowPlace, rowPlaceTexts } from './accountForRows.ts'
import { asShop, britishGlobals } from './asShop.ts'
import { readRows } from './readRows.ts'
import { toShops } from './toShops.ts'
import type { Row, Sum } from './types.ts'

/**
 * The world of the demo: two shops behind JTL-Connector endpoints on loopback, filled with December 2010 of a real
 * online shop, and the account of every row of that file. `limit` takes fewer orders and says so in the account.
 */
export async function openDemoWorld(options: { limit?: number; port?: number } = {}) {
  const rows: Row[] = []
  for await (const row of readRows()) rows.push(row)
  const retail = toShops(rows, options.limit === undefined ? {} : { limit: options.limit })
  const account = accountForRows(rows, retail)
  const shops = await Promise.all(
    retail.shops.map(async (shop, index) => {
      const { contents, lastDays } = asShop(shop)
      const running = await startShop({
        generation: index === 0 ? 5 : 3, // one shop of each generation, as merchants have them
        token: `demo-${shop.id}-${retail.sums.codes}`,
        globals: britishGlobals,
        ...contents,
      })
      return {
        name: shop.name,
        url: running.url,
        token: running.token,
        items: shop.items.map(item => ({ itemNumber: item.sku, name: item.name })),
        /** The file's last days reach the shop now; answers how many orders that are. */
        receiveLastDays: () => {
          for (const customer of lastDays.customers) running.addCustomer(customer)
          for (const order of lastDays.orders) running.putOrder(order)
          for (const payment of lastDays.payments) running.addPayment(payment)
          return lastDays.orders.length
        },
        orders: () => running.orders().length,
        close: () => running.close(),
      }
    }),
  )
  const shopNames = new Map(retail.shops.map(shop => [shop.id, shop.name]))
  const placed = account.ends.flatMap(end =>
    end.shop && end.orderId ? [[end.orderId, shopNames.get(end.shop) ?? '']] : [],
  )
  const shopOf = new Map(placed as [string, string][])
  return {
    shops,
    file: account.total,
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
    close: () => Promise.all(shops.map(shop => shop.close())),
  }
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
