import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { operator } from '../../src/company/rights.ts'
import { allOperations } from '../../src/operations/allOperations.ts'
import { perform } from '../../src/operations/perform.ts'
import { newOrder } from '../../src/sales/orderStates.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createWorld } from '../import/world.ts'
import { lifeWorld } from './lifeWorld.ts'

const { db } = await testDatabase({ after })
const { kontor } = await createWorld(db, { after })

interface Answer {
  readonly refused: number
  readonly count: number
  readonly items: readonly Readonly<Record<string, unknown>>[]
  readonly [field: string]: unknown
}

test('a person notes, packs, ships, finds and takes back deliveries, each by its number', async () => {
  const { tenant, orders } = await lifeWorld(db, [newOrder, newOrder, { ...newOrder, onHand: 0 }])
  const ask = async (name: string, input: object) => {
    const operation = allOperations.find(one => one.name === name)
    assert.ok(operation, name)
    const call = { kontor, tenant, actor: operator('Eva'), language: 'de' as const }
    return (await perform(call, operation, { ...input })).output as Answer
  }
  const did = ({ items }: Answer) => items.map(one => one['code'] ?? one['did'])
  const [first = '', second = '', third = ''] = orders

  const noted = await ask('order.deliver', { order: first, ship: false, lines: { 1: '1' } })
  assert.deepEqual(did(noted), ['delivered'])
  const number = String(noted.items[0]?.['deliveryNumber'])
  assert.match(number, /^LS-\d+$/)
  await ask('order.deliver', { order: first, weight: '2.5', carrier: 'UPS', tracking: '1z999aa10123456784' })
  const many = await ask('order.deliver-many', {
    deliveries: [
      { orderId: second, packages: [], ship: false },
      { orderId: third, packages: [] },
    ],
  })
  assert.deepEqual(did(many), ['delivered', 'OUT_OF_STOCK'])
  assert.match(String(many.items[1]?.['reason']), /^Für Position 1 fehlen 3 Stück/)
  const other = String(many.items[0]?.['deliveryNumber'])
  assert.ok(Number(other.slice(3)) > Number(number.slice(3)), 'numbers go up')

  const open = await ask('delivery.list', { state: 'open' })
  assert.deepEqual([open.count, open.items.map(one => one['deliveryNumber'])], [2, [other, number]])
  const pack = { carrier: 'DHL', tracking: '0034 0434 1610 9404 2557', weight: '1.250' }
  const packed = await ask('delivery.package', { delivery: number, ...pack })
  assert.deepEqual([did(packed), packed.items[0]?.['warnings']], [['packed'], []])
  assert.deepEqual(did(await ask('delivery.package', { delivery: number, ...pack, tracking: '--/' })), [
    'TRACKING_INVALID',
  ])
  await ask('delivery.package', { delivery: number, carrier: 'DHL', tracking: '123456789012' })
  await ask('delivery.package', { delivery: number, package: 2, tracking: '123456789013' })
  assert.deepEqual(did(await ask('delivery.package', { delivery: number, package: 7, remove: true })), [
    'PACKAGE_UNKNOWN',
  ])
  await ask('delivery.package', { delivery: number, package: 1, remove: true })
  const shown = await ask('delivery.show', { delivery: number })
  assert.deepEqual(
    [shown['state'], shown['pieces'], shown['packages']],
    [
      'open',
      '1',
      [
        {
          no: 2,
          carrier: 'DHL',
          tracking: '123456789013',
          url: 'https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode=123456789013',
          weight: null,
          returnLabel: null,
          warning: null,
        },
      ],
    ],
  )
  for (const [text, found] of [
    ['123456789013', 1],
    ['1Z 999 AA1 0123456784', 1],
    [number, 1],
    [other, 1],
    ['nichts', 0],
  ] as const)
    assert.equal((await ask('delivery.list', { number: text })).count, found, text)
  const led = async () => (await ask('order.list', { process: '12345678901' })).count
  assert.equal(await led(), 1, 'a parcel leads to its order')
  assert.equal((await ask('delivery.list', { order: first })).count, 2)

  const ship = await ask('delivery.ship', { deliveries: [number, number, 'LS-nichts'] })
  assert.deepEqual(did(ship), ['shipped', 'SHIPPED_ALREADY', 'DELIVERY_UNKNOWN'])
  assert.match(String(ship.items[2]?.['reason']), /„LS-nichts“/)
  assert.deepEqual(did(await ask('delivery.reverse', { deliveries: [number] })), ['REVERSE_REASON_MISSING'])
  const back = await ask('delivery.reverse', { deliveries: [number, other], reason: 'vertauscht' })
  assert.deepEqual(did(back), ['reversed', 'reversed'])
  assert.deepEqual(did(await ask('delivery.reverse', { deliveries: [number], reason: 'x' })), [
    'DELIVERY_REVERSED',
  ])
  assert.equal((await ask('delivery.list', { number: '123456789013' })).count, 1, 'its parcel is still found')
  assert.equal(await led(), 0, 'but leads to no order')
  assert.deepEqual([(await ask('delivery.list', { state: 'reversed' })).count], [2])

  const check = await ask('order.check', { action: 'deliver', ids: [first, second, third] })
  assert.deepEqual([check['allowed'], check['blocked']], [2, 1])
  assert.deepEqual(did(await ask('order.complete', { ids: [third, third], reason: 'entfällt' })), [
    'completed',
    'ALREADY_DELIVERED',
  ])
  assert.deepEqual(did(await ask('order.reopen', { ids: [third, first] })), ['reopened', 'NOT_COMPLETED'])
  assert.deepEqual(did(await ask('order.lock-line', { ids: [first, second], lines: [1] })), [
    'locked',
    'locked',
  ])
  assert.deepEqual(did(await ask('order.lock-line', { ids: [first], lines: [9] })), ['LINE_UNKNOWN'])
  assert.deepEqual(did(await ask('order.deliver', { order: second })), ['SHIPPING_LOCK'])
})

test('a parcel whose number its carrier never had before leaves the house, marked', async () => {
  const { tenant, orders } = await lifeWorld(db, [newOrder, newOrder])
  const ask = async (name: string, input: object) => {
    const operation = allOperations.find(one => one.name === name)
    assert.ok(operation, name)
    const call = { kontor, tenant, actor: operator('Eva'), language: 'de' as const }
    return (await perform(call, operation, { ...input })).output as Answer
  }
  const [order = '', later = ''] = orders
  const odd = { carrier: 'DHL Paket', tracking: '0034 0434 1610 9404 2558' }
  const before = await ask('carrier.check', odd)
  assert.deepEqual([before['tracking'], before['code']], ['00340434161094042558', null])
  const warning = {
    code: 'TRACKING_UNUSUAL',
    reason: before['warning'] && (before['warning'] as { reason: string }).reason,
    remedy: 'Mit dem Paketschein vergleichen. Steht sie dort so, gilt sie: Es ist nur ein Hinweis.',
  }
  assert.match(
    String(warning.reason),
    /^„00340434161094042558“ sieht nicht aus wie eine Sendungsnummer von DHL\./,
  )
  assert.equal((await ask('carrier.check', { ...odd, tracking: '/' }))['code'], 'TRACKING_INVALID')

  const [sent] = (await ask('order.deliver', { order, ...odd })).items
  assert.deepEqual([sent?.['did'], sent?.['code'], sent?.['warnings']], ['delivered', null, [warning]])
  const delivery = String(sent?.['deliveryNumber'])
  const right = { ...odd, tracking: '00340434161094042557' }
  assert.deepEqual((await ask('delivery.package', { delivery, ...right })).items[0]?.['warnings'], [])
  const [note] = (await ask('order.deliver', { order: later, ship: false })).items
  const ship = { deliveryId: note?.['deliveryId'], packages: [right, odd] }
  const [shipped] = (await ask('delivery.ship-many', { deliveries: [ship] })).items
  assert.deepEqual([shipped?.['did'], shipped?.['warnings']], ['shipped', [warning]])

  const marks = (answer: object = {}) =>
    'packages' in answer && Array.isArray(answer.packages) ? answer.packages.map(one => one.warning) : answer
  assert.deepEqual(marks(await ask('delivery.show', { delivery })), [warning, null])
  const [listed] = (await ask('delivery.list', { order })).items
  assert.deepEqual(marks(listed), [warning, null])
  const seen = await ask('order.show', { id: order })
  assert.deepEqual((seen['deliveries'] as object[]).map(marks), [[warning, null]])
})

test('carriers and rules are set and read', async () => {
  const { tenant } = await lifeWorld(db, [newOrder])
  const ask = async (name: string, input: object) => {
    const operation = allOperations.find(one => one.name === name)
    assert.ok(operation, name)
    const call = { kontor, tenant, actor: operator('Eva'), language: 'de' as const }
    return (await perform(call, operation, { ...input })).output as Answer
  }
  const known = (await ask('carrier.list', {})).items.length
  await ask('carrier.put', { code: 'bote', name: 'Bote', trackingUrl: 'https://bote.example/{tracking}' })
  await ask('carrier.put', { code: 'dhl', name: 'DHL', trackingUrl: 'https://eigene.example/{tracking}' })
  const list = (await ask('carrier.list', {})).items
  assert.deepEqual([list.length, list.find(one => one['code'] === 'dhl')?.['known']], [known + 1, true])
  await assert.rejects(
    ask('carrier.put', { code: 'x', name: 'X', trackingUrl: 'http://x.example/{tracking}' }),
  )
  assert.deepEqual(await ask('order-rule.show', {}), { shippingMethodNeeded: false })
  assert.deepEqual(await ask('order-rule.set', { shippingMethodNeeded: true }), {
    shippingMethodNeeded: true,
  })
  await ask('payment-method.put', { code: 'vorkasse', name: 'Vorkasse', shipBeforePayment: false })
  await ask('payment-method.put', { code: 'vorkasse', name: 'Vorauskasse' })
  const [method] = (await ask('payment-method.list', {})).items
  assert.deepEqual([method?.['name'], method?.['shipBeforePayment']], ['Vorauskasse', false])
})
