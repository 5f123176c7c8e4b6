// Prices: what has to be told after each verb, special prices that last until a stock, and what the clock has to change.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Tx, transact } from '../../src/base/database.ts'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { setChannelPrices } from '../../src/catalog/channelPrices.ts'
import { setGroupPrices } from '../../src/catalog/groupPrices.ts'
import { itemsForChannel } from '../../src/catalog/itemsForChannel.ts'
import { addPriceList, changePriceList, setPriceListItems } from '../../src/catalog/priceLists.ts'
import { type SpecialPrice, setSpecialPrices } from '../../src/catalog/specialPrices.ts'
import { moveStock } from '../../src/stock/moveStock.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { markPriceList, markTimedPrices } from '../../src/sync/markPrices.ts'
import { promoteTimed } from '../../src/sync/promoteTimed.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { between, createChance } from '../../testkit/jtlConnector/chance.ts'
import { rounds } from '../rounds.ts'
import { compareVerbs, dueWorld, now } from './dueWorld.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))

test(`every verb of prices writes down exactly what channels have to be told (seed ${seed})`, async () => {
  const chance = createChance(seed)
  const world = await dueWorld(db)
  const { tenant, items, channels, groups, warehouses } = world
  const some = <T>(list: readonly T[]): T => list[between(chance, 0, list.length - 1)] as T
  const decimal = () => `${between(chance, 0, 20)}.${between(chance, 0, 99)}`
  const price = () => (chance() < 0.5 ? { net: decimal() } : { gross: decimal() })
  const scales = () => some([[], [{ from: '0', ...price() }], [{ from: '5', ...price() }]])
  const list = await transact(db, { tenant }, tx => addPriceList(tx, tenant, { name: 'L' }, now))
  const enough = (seen: ReadonlySet<string>) => seen.size >= 5
  const seen = await compareVerbs(
    db,
    world,
    {
      changePrice: tx =>
        changeItems(tx, tenant, [
          {
            id: some(items),
            ...some([{ netPrice: decimal() }, { grossPrice: decimal() }, { grossPrice: null }]),
          },
        ]),
      setGroupPrices: tx =>
        setGroupPrices(
          tx,
          tenant,
          groups.map(customerGroupId => ({ itemId: some(items), customerGroupId, scales: scales() })),
        ),
      setChannelPrices: tx =>
        setChannelPrices(
          tx,
          tenant,
          [0, 1].map(() => ({
            itemId: some(items),
            channelId: some(channels),
            customerGroupId: some([null, ...groups]),
            scales: scales(),
          })),
        ),
      setPriceListItems: tx =>
        setPriceListItems(tx, tenant, list.id, [{ itemId: some(items), ...some([{}, price()]) }], now),
      setSpecialPrices: tx =>
        setSpecialPrices(
          tx,
          tenant,
          [0, 1, 2].map(() => ({
            itemId: some(items),
            channelId: some([null, ...channels]),
            customerGroupId: some([null, ...groups]),
            ...some([{}, { net: '0.01' }, price()]),
            from: some([new Date('2026-03-01T00:00:00Z'), new Date('2026-03-03T00:00:00Z')]),
            to: some([null, new Date('2026-03-05T00:00:00Z')]),
            active: chance() < 0.8,
            untilStock: some([null, '5', '15', '25']),
          })),
          now,
        ),
      moveStock: tx =>
        moveStock(
          tx,
          tenant,
          [
            {
              itemId: some(items),
              warehouseId: warehouses[0] ?? '',
              quantity: some(['3', '-2']),
              reason: 'adjustment',
            },
          ],
          'test',
        ),
    },
    { chance, rounds: rounds(4), enough },
  )
  assert.ok(enough(seen), `only these changed anything for a channel: ${[...seen]}`)
})

async function stockWorld(untilStock: string | null, change: Partial<SpecialPrice> = {}) {
  const { tenant, items, channels, warehouse } = await tradeWorld(db, { items: 1, channels: 3, onHand: '10' })
  const [itemId = ''] = items
  const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
  const special = (more: Partial<SpecialPrice> = {}) => {
    const base = { itemId, channelId: null, customerGroupId: null, net: '6', from: now, to: null, untilStock }
    return inTenant(async tx => {
      const done = await setSpecialPrices(tx, tenant, [{ ...base, ...change, ...more }], now)
      await markDue(tx, tenant, done.changed, 'test', now)
      await markTimedPrices(tx, tenant, done.timed, done.untimed)
    })
  }
  const due = () =>
    inTenant(async tx => {
      const rows = await tx.query<{ kind: string; count: number }>(
        `with gone as (delete from due where tenant_id = $1 returning kind)
         select kind, count(*)::int as count from gone group by kind order by kind`,
        [tenant],
      )
      return Object.fromEntries(rows.map(row => [row.kind, row.count]))
    })
  const move = async (quantity: string) => {
    const movement = { itemId, warehouseId: warehouse, quantity, reason: 'adjustment' } as const
    await inTenant(async tx => {
      const { changed } = await moveStock(tx, tenant, [movement], 'test')
      await markDue(tx, tenant, changed, 'test', now)
    })
    return due()
  }
  const told = async () => {
    const [channel] = channels
    const wish = { channelId: channel?.channel ?? '', itemIds: items, now }
    const [item] = await inTenant(tx => itemsForChannel(tx, tenant, wish))
    const price = item?.prices[0]
    return price?.special?.net ?? price?.scales[0]?.net
  }
  await special()
  await due()
  return { tenant, itemId, inTenant, special, move, due, told }
}

test('a special price until a stock ends at its border, for every channel and for good', async () => {
  const { move, told, special, due } = await stockWorld('4')
  assert.equal(await told(), '6')
  assert.deepEqual(await move('-5'), { stock: 3 }, '5 are one more than the border')
  assert.equal(await told(), '6')
  assert.deepEqual(await move('-1'), { price: 3, stock: 3 }, 'with 4 it is over, and each channel is told')
  assert.equal(await told(), '10')
  assert.deepEqual(await move('100'), { stock: 3 })
  assert.equal(await told(), '10', 'what comes in does not bring it back')
  await special({ net: '5' })
  assert.equal(await told(), '10', 'another price does not either')
  await due()
  await special({ untilStock: '50' })
  assert.deepEqual([await told(), await due()], ['6', { price: 3 }], 'another stock does')
})

test('a special price until a stock that is used up already ends when it is set, or begins', async () => {
  const { told } = await stockWorld('10')
  assert.equal(await told(), '10')
  const later = new Date(now.getTime() + 3_600_000)
  const { inTenant, move, due } = await stockWorld('10', { from: later })
  const hasEnded = () =>
    inTenant(async tx => {
      const [row] = await tx.query<{ at: Date | null }>('select ended_at as at from special_price')
      return row?.at !== null
    })
  await move('-1')
  assert.equal(await hasEnded(), false, 'before its begin nothing counts')
  await promoteTimed(db, new Date(later.getTime() + 5000))
  assert.equal(await hasEnded(), true)
  assert.deepEqual(await due(), { price: 3 })
})

test('whether stock is looked at decides whether it ends anything', async () => {
  const { tenant, itemId, inTenant, move, told } = await stockWorld('4')
  const managed = (stockManaged: boolean) =>
    inTenant(async tx => {
      const { changed } = await changeItems(tx, tenant, [{ id: itemId, stockManaged }])
      await markDue(tx, tenant, changed, 'test', now)
    })
  await managed(false)
  await move('-9')
  assert.equal(await told(), '6')
  await managed(true)
  assert.equal(await told(), '10')
})

test('two who take pieces at once end a special price together', async () => {
  const { move, told } = await stockWorld('4')
  await Promise.all(['-2', '-2', '-1', '-1'].map(move))
  assert.equal(await told(), '10')
})

test('what the clock has to change goes with the rule that said so', async () => {
  const { tenant, items, channels } = await tradeWorld(db, { items: 2, channels: 1 })
  const [first = '', second = ''] = items
  const channel = channels[0]?.channel ?? ''
  const [begin, end, other] = [1, 2, 3].map(hour => new Date(now.getTime() + hour * 3_600_000))
  assert.ok(begin && end && other)
  const inTenant = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
  const special = (change: Partial<SpecialPrice>) => {
    const price = {
      itemId: first,
      channelId: null,
      customerGroupId: null,
      net: '6',
      from: begin,
      to: end,
      ...change,
    }
    return inTenant(async tx => {
      const { timed, untimed } = await setSpecialPrices(tx, tenant, [price], now)
      await markTimedPrices(tx, tenant, timed, untimed)
    })
  }
  const hours = () =>
    inTenant(async tx => {
      const rows = await tx.query<{ at: Date; of: string | null }>(
        `select at, coalesce(object_id, channel_id) as of from timed_change where tenant_id = $1 order by at, of`,
        [tenant],
      )
      const names = new Map([
        [first, 'first'],
        [second, 'second'],
        [channel, 'channel'],
      ])
      return rows.map(
        ({ at, of }) => `${(at.getTime() - now.getTime()) / 3_600_000} ${names.get(of ?? '') ?? 'all'}`,
      )
    })
  await special({})
  assert.deepEqual(await hours(), ['1 first', '2 first'])
  await special({ net: '5' })
  assert.deepEqual(await hours(), ['1 first', '2 first'], 'the same dates are written once')
  await special({ to: other })
  assert.deepEqual(await hours(), ['1 first', '3 first'])
  await special({ active: false, to: other })
  assert.deepEqual(await hours(), [])
  await special({ to: other })
  const before = new Date(now.getTime() - 3_600_000)
  await special({ itemId: second, from: before, to: begin })
  assert.deepEqual(await hours(), ['1 first', '1 second', '3 first'])
  await special({ from: before, to: begin })
  await special({ net: null })
  assert.deepEqual(
    [...new Set(await hours())],
    ['1 first', '1 second'],
    'another price of the item ends then',
  )
  await special({ net: null, from: before })
  assert.deepEqual(await hours(), ['1 second'])
  const list = async (change: Parameters<typeof changePriceList>[3], id?: string) =>
    inTenant(async tx => {
      const done = id
        ? await changePriceList(tx, tenant, id, change, now)
        : await addPriceList(tx, tenant, { ...change, name: 'L' }, now)
      await markPriceList(tx, tenant, done, 'test')
      return done.id
    })
  const id = await list({ from: end, to: other })
  assert.deepEqual(await hours(), ['1 second', '2 all', '3 all'])
  await list({ channelIds: [channel] }, id)
  assert.deepEqual(await hours(), ['1 second', '2 channel', '3 channel'])
  await list({ from: begin }, id)
  assert.deepEqual(await hours(), ['1 channel', '1 second', '3 channel'])
  await list({ active: false }, id)
  assert.deepEqual(await hours(), ['1 second'])
})
