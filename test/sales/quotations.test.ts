// Quotations: offered without any effect on stock, ordered once, at their prices and the taxes of the day.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { orderQuotations, type QuotationOrder } from '../../src/sales/orderQuotations.ts'
import { listQuotations, readQuotations } from '../../src/sales/quotationStore.ts'
import {
  changeQuotations,
  declineQuotations,
  makeQuotations,
  type NewQuotation,
} from '../../src/sales/quotations.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { type MakingWorld, makingWorld, now } from './makingWorld.ts'

const { db } = await testDatabase({ after })
let numbers = 0
const number = () => `AN-${++numbers}`

const offer = async (world: MakingWorld, ...quotations: Partial<NewQuotation>[]) => {
  const { customer } = await world.reserve()
  const line = { kind: 'item', itemId: world.items[0] ?? '', quantity: '2' } as const
  const list = quotations.map(
    (one): NewQuotation => ({ customer: { id: world.consumer }, lines: [line], ...one }),
  )
  return (
    await world.tx(tx => makeQuotations(tx, world.tenant, list, world.by, { quotation: number, customer }))
  ).results
}
const order = async (world: MakingWorld, wishes: readonly QuotationOrder[], at = now) => {
  const { order: numberOf } = await world.reserve()
  const by = { name: 'Eva', now: at }
  return (await world.act(tx => orderQuotations(tx, world.tenant, wishes, by, numberOf))).results
}
const states = (world: MakingWorld, at = now) =>
  world.tx(async tx =>
    (await listQuotations(tx, world.tenant, { now: at }, { limit: 9 })).map(one => one.state),
  )

test('a quotation takes nothing from stock, and becomes one order at its prices, also by two at a time', async () => {
  const world = await makingWorld(db)
  const [made] = await offer(world, { note: 'Messe' })
  assert.equal(made?.did, 'made', made?.code)
  const quotationId = made?.quotationId ?? ''
  const taken = () => world.query<object>(`select coalesce(sum(allocated), 0) as n from stock_level`)
  assert.deepEqual(await taken(), [{ n: '0' }])
  await world.query(`update item set net_price = 99`)
  const both = await Promise.all([order(world, [{ quotationId }]), order(world, [{ quotationId }])])
  assert.deepEqual(
    both
      .flat()
      .map(one => one.did)
      .sort(),
    ['already', 'ordered'],
  )
  assert.equal(new Set(both.flat().map(one => one.orderNumber)).size, 1)
  const [row] = await world.query<object>(
    `select total_gross as gross, note, (select count(*)::int from sales_order) as orders from sales_order`,
  )
  assert.deepEqual(row, { gross: '23.80', note: 'Messe', orders: 1 })
  assert.deepEqual(await taken(), [{ n: '2' }])
  assert.deepEqual(await states(world), ['ordered'])
  assert.deepEqual(await world.broken(), [])
})

test('it is open until its last day of the company is over, and ordered later only knowingly', async () => {
  const world = await makingWorld(db)
  const [made, gone] = await offer(world, { validUntil: '2026-06-01' }, { validUntil: '2026-06-01' })
  const quotationId = made?.quotationId ?? ''
  // Midnight in Berlin is 22:00 UTC.
  assert.deepEqual(await states(world, new Date('2026-06-01T21:59:59Z')), ['open', 'open'])
  const late = new Date('2026-06-01T22:00:00Z')
  assert.deepEqual(await states(world, late), ['expired', 'expired'])
  const declined = [{ quotationId: gone?.quotationId ?? '', reason: 'zu teuer' }]
  await world.tx(tx => declineQuotations(tx, world.tenant, declined, world.by))
  assert.deepEqual(
    (
      await order(
        world,
        [{ quotationId }, { quotationId: gone?.quotationId ?? '' }, { quotationId: world.tenant }],
        late,
      )
    ).map(one => one.code),
    ['QUOTATION_EXPIRED', 'QUOTATION_DECLINED', 'QUOTATION_UNKNOWN'],
  )
  assert.equal((await order(world, [{ quotationId, evenExpired: true }], late))[0]?.did, 'ordered')
})

test('it is written anew by whoever has seen the last version, until it is ordered', async () => {
  const world = await makingWorld(db)
  const [made] = await offer(world, {})
  const quotationId = made?.quotationId ?? ''
  const { customer } = await world.reserve()
  const change = async (version: number) => {
    const to: NewQuotation = {
      customer: { id: world.austrian },
      lines: [{ kind: 'item', itemId: world.items[0] ?? '', quantity: '10', discountPercent: '5' }],
    }
    const done = await world.tx(tx =>
      changeQuotations(tx, world.tenant, [{ quotationId, version, to }], world.by, { customer }),
    )
    return done.results[0]
  }
  assert.equal((await change(1))?.did, 'changed')
  assert.equal((await change(1))?.code, 'QUOTATION_CHANGED')
  const found = await world.tx(tx => readQuotations(tx, world.tenant, [quotationId], now))
  const { quotation, lines } = found.get(quotationId) ?? {}
  assert.deepEqual(
    [quotation?.totalGross, quotation?.taxTreatment, quotation?.version, lines?.length],
    ['76.00', 'reverse_charge', 2, 1],
  )
  // No business any more in the eyes of the tax: another total, which somebody has to accept.
  await world.query(`update customer set vat_id = null, business = false where id = $1`, world.austrian)
  const [refused] = await order(world, [{ quotationId }])
  assert.deepEqual(
    [refused?.code, refused?.data],
    ['QUOTATION_TOTAL_CHANGED', { before: '76.00', now: '90.44' }],
  )
  assert.equal((await order(world, [{ quotationId, acceptTotal: true }]))[0]?.did, 'ordered')
  assert.equal((await change(2))?.code, 'QUOTATION_ORDERED')
  assert.deepEqual(await world.broken(), [])
})

test('every state of a quotation × changed, declined, ordered: done, or refused with what it is', async () => {
  const world = await makingWorld(db)
  const late = { name: 'Eva', now: new Date('2026-06-03T10:00:00Z') }
  const verbs = {
    change: async (quotationId: string) => {
      const to: NewQuotation = {
        customer: { id: world.consumer },
        lines: [{ kind: 'custom', name: 'x', quantity: '1', unitGross: '1' }],
      }
      const { customer } = await world.reserve()
      const wish = { quotationId, version: 1, to }
      return world.tx(tx => changeQuotations(tx, world.tenant, [wish], late, { customer }))
    },
    decline: (quotationId: string) =>
      world.tx(tx => declineQuotations(tx, world.tenant, [{ quotationId, reason: 'x' }], late)),
    order: async (quotationId: string) => ({ results: await order(world, [{ quotationId }], late.now) }),
  }
  const seen: Record<string, string[]> = {}
  for (const state of ['open', 'expired', 'ordered', 'declined']) {
    const fresh = await offer(
      world,
      ...[1, 2, 3].map(() => (state === 'expired' ? { validUntil: '2026-06-02' } : {})),
    )
    for (const [at, [name, verb]] of Object.entries(verbs).entries()) {
      const id = fresh[at]?.quotationId ?? ''
      if (state === 'ordered') await verbs.order(id)
      if (state === 'declined') await verbs.decline(id)
      const [result] = (await verb(id)).results
      seen[name] = [...(seen[name] ?? []), result?.code ?? result?.did ?? '']
    }
  }
  assert.deepEqual(seen, {
    change: ['changed', 'changed', 'QUOTATION_ORDERED', 'QUOTATION_DECLINED'],
    decline: ['declined', 'declined', 'QUOTATION_ORDERED', 'QUOTATION_DECLINED'],
    order: ['ordered', 'QUOTATION_EXPIRED', 'already', 'QUOTATION_DECLINED'],
  })
  assert.deepEqual(await world.broken(), [])
})
