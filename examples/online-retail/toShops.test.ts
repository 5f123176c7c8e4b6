import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { accountForRows } from './accountForRows.ts'
import { findDirt, parkingReasons } from './findDirt.ts'
import { lineTypeOf } from './lineTypes.ts'
import { readRows } from './readRows.ts'
import { toShops } from './toShops.ts'
import type { OnlineRetail, Order, Row, Voucher } from './types.ts'

let rows: readonly Row[] = []
let retail: OnlineRetail = toShops([])

before(async () => {
  rows = await Array.fromAsync(readRows())
  retail = toShops(rows)
})

describe('December 2010 as two shops', () => {
  test('keeps the sums of the file', () => {
    const { sums } = retail
    assert.deepEqual(sums.file, { rows: 42_481, invoices: 2_025, gross: '748957.02' })
    assert.equal(sums.codes, 2_822)
    assert.equal(sums.customers, 948)
    assert.deepEqual(sums.byKind, {
      order: { rows: 41_753, invoices: 1_699, gross: '823746.14' },
      cancellation: { rows: 728, invoices: 326, gross: '-74789.12' },
      badDebt: { rows: 0, invoices: 0, gross: '0.00' },
    })
    assert.equal(add(Object.values(sums.byLineType).map(sum => sum.gross)), '748957.02')
    assert.equal(retail.orders.length, 1_699)
    assert.equal(retail.customers.length, 948)
    assert.equal(retail.cancellations.length, 326)
  })

  test('ends every row in exactly one place', () => {
    const { ends, table, total } = accountForRows(rows, retail)
    assert.equal(ends.length, 42_481)
    assert.deepEqual(total, { rows: 42_481, invoices: 2_025, gross: '748957.02' })
    assert.deepEqual(
      table.map(line => [line.place, line.shop, line.rows, line.invoices, line.gross]),
      [
        ['order', 'gifts', 20_765, 927, '420935.76'],
        ['order', 'trade', 16_513, 602, '310441.08'],
        ['laterOrder', 'gifts', 2_991, 109, '71539.56'],
        ['laterOrder', 'trade', 1_484, 61, '20829.74'],
        ['cancellationWithOrder', null, 102, 39, '-5151.86'],
        ['cancellationWithoutOrder', null, 626, 287, '-69637.26'],
      ],
    )
  })

  test('is the same in every run, and another seed makes other people of the same rows', () => {
    assert.deepEqual(toShops(rows), retail)
    const other = toShops(rows, { seed: 'another' })
    assert.deepEqual(other.sums, retail.sums)
    assert.notDeepEqual(other.customers, retail.customers)
    assert.equal(accountForRows(rows, other).total.gross, '748957.02')
  })

  test('adds every voucher up to its rows, exactly', () => {
    const byInvoice = Map.groupBy(rows, row => row.invoice)
    for (const voucher of [...retail.orders, ...retail.cancellations]) {
      const ofFile = byInvoice.get(voucher.number) ?? []
      assert.equal(voucher.totalGross, exactSum(ofFile), voucher.number)
      assertLinesAddUp(voucher)
      assert.deepEqual(
        voucher.lines.map(({ row, sku, name, quantity }) => ({ row, sku, name, quantity })),
        ofFile.map(({ row, code, description, quantity }) => ({
          row,
          sku: code,
          name: description,
          quantity,
        })),
      )
    }
  })

  test('keeps customers with their ids in one shop and gives guests none', () => {
    const shopsOf = new Map<string, Set<string>>()
    for (const shop of retail.shops) {
      const known = new Set([...shop.customers, ...shop.lastDays.customers].map(customer => customer.id))
      for (const { customerId } of [...shop.orders, ...shop.lastDays.orders, ...shop.cancellations]) {
        if (customerId === null) continue
        assert.match(customerId, /^\d{5}$/)
        assert.ok(known.has(customerId), `${customerId} is no customer of ${shop.id}`)
        shopsOf.set(customerId, (shopsOf.get(customerId) ?? new Set()).add(shop.id))
      }
    }
    assert.ok([...shopsOf.values()].every(shops => shops.size === 1))
    const guests = retail.orders.filter(order => order.customerId === null)
    assert.equal(guests.length, 299)
    assert.ok(guests.every(order => order.billing.email === `guest-${order.number}@example.org`))
  })

  test('splits the orders about three to two, some items in both shops and some in one', () => {
    const [gifts, trade] = retail.shops
    assert.ok(gifts && trade)
    const share = (gifts.orders.length + gifts.lastDays.orders.length) / retail.orders.length
    assert.ok(share > 0.55 && share < 0.65, `share of the first shop is ${share}`)
    const inGifts = new Set(gifts.items.map(item => item.sku))
    const both = trade.items.filter(item => inGifts.has(item.sku)).length
    assert.equal(gifts.items.length + trade.items.length - both, retail.items.length)
    assert.ok(both > 2_000 && both < trade.items.length && both < gifts.items.length)
    for (const shop of retail.shops) {
      const catalogue = new Set(shop.items.map(item => item.sku))
      for (const { number, lines } of [...shop.orders, ...shop.lastDays.orders]) {
        for (const line of lines) assert.ok(line.itemSku === null || catalogue.has(line.itemSku), number)
      }
    }
  })

  test('lets the orders from 20 December on arrive later, with the customers who are new then', () => {
    for (const { orders, customers, lastDays } of retail.shops) {
      assert.ok(orders.every(order => order.placedAt < '2010-12-20'))
      assert.ok(lastDays.orders.every(order => order.placedAt >= '2010-12-20'))
      const before = new Set(customers.map(customer => customer.id))
      assert.ok(orders.every(order => order.customerId === null || before.has(order.customerId)))
      assert.ok(lastDays.customers.length > 0)
      assert.ok(lastDays.customers.every(customer => !before.has(customer.id)))
    }
    assert.equal(
      retail.shops.reduce((sum, shop) => sum + shop.lastDays.orders.length, 0),
      170,
    )
  })

  test('makes items of sold codes only, one for all spellings', () => {
    const bySku = new Map(retail.items.map(item => [item.sku, item]))
    assert.equal(retail.items.length, 2_724)
    assert.equal(bySku.size, retail.items.length)
    assert.equal(bySku.get('85123A')?.name, 'WHITE HANGING HEART T-LIGHT HOLDER')
    assert.equal(bySku.get('85123A')?.grossPrice, '2.95')
    assert.equal(bySku.has('85123a'), false)
    assert.equal(bySku.has('84872A'), false)
    assert.ok(bySku.has('72349B') && !bySku.has('72349b'), 'a tie goes to upper case')
    assert.ok(bySku.has('84872a'), 'the spelling that occurs most names the item')
    assert.ok(bySku.has('gift_0001_40') && bySku.has('DCGS0076'))
    for (const code of ['POST', 'DOT', 'C2', 'M', 'AMAZONFEE', 'D', 'S', '22353', '21414']) {
      assert.equal(bySku.has(code), false, code)
    }
    const free = retail.items.filter(item => item.taxRate === '0').length / retail.items.length
    assert.ok(free > 0.03 && free < 0.07, `share of items without tax is ${free}`)
  })

  test('leaves the dirt in', () => {
    const counts: Record<string, number> = {}
    for (const kind of retail.orders.flatMap(findDirt)) counts[kind] = (counts[kind] ?? 0) + 1
    assert.deepEqual(counts, {
      quantityNotPositive: 70,
      itemUnknown: 22,
      nothingToPay: 140,
      priceZero: 149,
      nameEmpty: 125,
      itemTwice: 241,
      otherSpelling: 41,
      noItemAtAll: 7,
    })
    assert.equal(retail.orders.filter(order => parkingReasons(order).length > 0).length, 85)
    assert.deepEqual(parkingReasons(orderNumber('537000')), ['QUANTITY_INVALID', 'ITEM_UNKNOWN'])
    assert.deepEqual(findDirt(orderNumber('537632')), ['noItemAtAll'])
    assert.equal(orderNumber('537632').totalGross, '13541.33')
  })

  test('finds the order of a cancellation only when exactly one fits', () => {
    const counts = Object.groupBy(retail.cancellations, ({ original }) => original)
    assert.deepEqual(
      Object.fromEntries(Object.entries(counts).map(([state, list]) => [state, list.length])),
      { found: 39, several: 4, guest: 18, none: 265 },
    )
    const orders = new Map(retail.orders.map(order => [order.id, order]))
    for (const cancellation of retail.cancellations) {
      assert.equal(cancellation.orderId === null, cancellation.original !== 'found')
      const order = orders.get(cancellation.orderId ?? '')
      if (order === undefined) continue
      assert.equal(order.customerId, cancellation.customerId)
      assert.ok(order.placedAt <= cancellation.placedAt)
    }
  })

  test('keeps to the limit of orders and says what it left out', () => {
    const few = toShops(rows, { limit: 100 })
    assert.equal(few.orders.length, 100)
    assert.equal(
      few.shops.reduce((sum, shop) => sum + shop.lastDays.orders.length, 0),
      10,
    )
    const { table, total } = accountForRows(rows, few)
    assert.deepEqual(total, retail.sums.file)
    assert.equal(table.find(line => line.place === 'overLimit')?.invoices, 1_599)
    assert.deepEqual(few.items, retail.items)
    assert.equal(toShops(rows, { limit: 0 }).orders.length, 0)
    assert.equal(toShops(rows, { limit: 9_999 }).orders.length, 1_699)
  })
})

test('adds up whatever the rows are', () => {
  const price = fc
    .integer({ min: -50_000, max: 2_000_000 })
    .map(mills => new Decimal(mills).div(1_000).toFixed())
  const made = fc.record({
    invoice: fc.constantFrom('1', '2', '3', '4', '5', 'C6', 'C7', 'A8'),
    code: fc.constantFrom('10002', '10002a', '10002A', 'POST', 'D', 'm', 'AMAZONFEE', 'gift_0001_20'),
    description: fc.constantFrom('', ' RED', 'BLUE ', 'damages'),
    quantity: fc.integer({ min: -80_995, max: 80_995 }),
    localTime: fc.constantFrom('2010-12-19T23:59:00', '2010-12-20T00:00:00', '2011-07-01T12:00:00'),
    unitPrice: price,
    customerId: fc.constantFrom(null, '12346', '12347'),
    country: fc.constantFrom('United Kingdom', 'EIRE', 'Unspecified', 'Atlantis'),
  })
  fc.assert(
    fc.property(
      fc.array(made, { maxLength: 40 }),
      fc.option(fc.nat(6), { nil: undefined }),
      (drawn, limit) => {
        const file: Row[] = drawn.map((row, index) => ({ ...row, row: index + 1 }))
        const shops = toShops(file, limit === undefined ? {} : { limit })
        const { total } = accountForRows(file, shops)
        assert.equal(total.rows, file.length)
        assert.equal(total.gross, exactSum(file))
        const byInvoice = Map.groupBy(file, row => row.invoice)
        for (const order of shops.orders) {
          assert.equal(order.totalGross, exactSum(byInvoice.get(order.number) ?? []))
          assertLinesAddUp(order)
        }
      },
    ),
    { numRuns: 200 },
  )
})

function assertLinesAddUp(voucher: Voucher): void {
  const lines = voucher.lines.map(line => ({ quantity: line.quantity, unitPrice: line.unitPriceGross }))
  assert.equal(voucher.totalGross, exactSum(lines), voucher.number)
  for (const { row, type, sku, unitPriceGross, unitPriceNet, taxRate } of voucher.lines) {
    assert.match(unitPriceNet, /^-?\d+\.\d{6}$/)
    const back = new Decimal(unitPriceNet).times(new Decimal(taxRate).plus(100)).div(100)
    assert.ok(back.minus(unitPriceGross).abs().lte('0.000001'), `net and gross of row ${row}`)
    assert.equal(type, lineTypeOf(sku))
  }
}

/** Counted in thousandths as whole numbers, so that nothing of the code under test counts here. */
function exactSum(lines: ReadonlyArray<Pick<Row, 'quantity' | 'unitPrice'>>): string {
  const mills = lines.reduce((sum, line) => sum + BigInt(line.quantity) * toMills(line.unitPrice), 0n)
  const digits = String(mills < 0n ? -mills : mills).padStart(4, '0')
  const text = `${digits.slice(0, -3)}.${digits.slice(-3)}`.replace(/0$/, '')
  return mills < 0n ? `-${text}` : text
}

function toMills(price: string): bigint {
  const [whole = '0', fraction = ''] = price.replace('-', '').split('.')
  const mills = BigInt(whole) * 1_000n + BigInt(fraction.padEnd(3, '0'))
  return price.startsWith('-') ? -mills : mills
}

function add(amounts: readonly string[]): string {
  return exactSum(amounts.map(unitPrice => ({ quantity: 1, unitPrice })))
}

function orderNumber(number: string): Order {
  const order = retail.orders.find(each => each.number === number)
  assert.ok(order, `order ${number}`)
  return order
}
