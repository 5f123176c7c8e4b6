// Customers of real shops: whose order was taken over, changed here, and told to the shop that they came from.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setChannel } from '../../src/channels/channelStore.ts'
import { connector as jtlShop } from '../../src/connectors/jtl-shop/index.ts'
import { type CustomerChange, changeCustomers } from '../../src/customers/changeCustomers.ts'
import { changeAddresses } from '../../src/customers/customerAddresses.ts'
import type { Connector } from '../../src/port/connector.ts'
import type { LaneKind } from '../../src/sync/lanes.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import type { ShopCustomer } from '../../testkit/jtlConnector/shopData.ts'
import { startJtlShop } from '../../testkit/jtlShop/startJtlShop.ts'
import { createWorld, type World } from '../import/world.ts'

const { db } = await testDatabase({ after })
const by = { name: 'Eva', now: new Date('2026-11-20T10:00:00Z') }

for (const version of ['4.06', '5.4'] as const)
  test(`JTL-Shop ${version}: what was changed here, and nothing that came from there`, async t => {
    const world = await createWorld(db, t)
    const shop = await startJtlShop({ version, userId: 'sync', password: 'geheim-1' })
    t.after(() => shop.stop())
    await world.connect(jtlShop as Connector, { url: shop.url, user: 'sync', password: 'geheim-1' })
    await world.makeItems('A')
    const { lanes, change, told } = await sending(world)
    const lines = [{ sku: 'A', gross: '10', quantity: '1' }]
    const { customer: key } = shop.placeOrder({ lines, billing: person, guest: false })
    shop.change('tkunde', key, { cFax: '030 9', fRabatt: '2', cZusatz: 'Hof' })
    await lanes('orders')
    const id = await told.customer()
    const before = shop.row('tkunde', key)
    await lanes('feedback')
    assert.deepEqual(shop.row('tkunde', key), before, 'nothing was changed here')
    await change(
      { id, email: 'neu@example.com', vatId: 'DE136695976' },
      { street: 'Neue Gasse 7', city: 'Ulm' },
    )
    await lanes('orders', 'feedback')
    assert.deepEqual(shop.row('tkunde', key), {
      ...before,
      cMail: 'neu@example.com',
      cUSTID: 'DE136695976',
      cStrasse: 'Neue Gasse 7',
      cOrt: 'Ulm',
      cSperre: 'N',
      dVeraendert: shop.row('tkunde', key)?.['dVeraendert'],
    })
    // He changes something there: it comes in, and does not go back when something else is changed here.
    shop.change('tkunde', key, { cTel: '0731 5', cAbgeholt: 'N' })
    await lanes('orders', 'feedback')
    assert.deepEqual(await told.due(), [])
    await change({ id, blocked: true })
    await lanes('feedback')
    const row = shop.row('tkunde', key)
    assert.deepEqual(
      [row?.['cTel'], row?.['cOrt'], row?.['cMail'], row?.['cSperre']],
      ['0731 5', 'Ulm', 'neu@example.com', 'Y'],
    )
    assert.deepEqual([shop.rows('tkunde').length, shop.log.mails.length, shop.log.rowErrors], [1, 0, []])
    // Deleted there: refused, and never made anew.
    shop.remove('tkunde', key)
    await change({ id, phone: '9' })
    await lanes('feedback')
    assert.deepEqual([await told.refused(), shop.rows('tkunde').length], [['REMOTE_DELETED'], 0])
    told.nothingSaid()
    assert.deepEqual(await world.broken(), [])
  })

for (const generation of [5, 3] as const)
  test(`JTL-Connector ${generation}: what was changed here, and nobody is made there`, async t => {
    const world = await createWorld(db, t)
    const { shop } = await world.openShop({ generation, catalog: [], customers: [kunde], withoutItems: true })
    await world.makeItems('A')
    const { lanes, change, told } = await sending(world)
    shop.placeOrder({ customerId: '7', lines: [{ sku: 'A', quantity: '1', priceNet: '10', vat: '19' }] })
    await lanes('orders')
    const id = await told.customer()
    const plain = ({ birthday: _, createdAt: __, ...rest }: ShopCustomer) => rest
    await lanes('feedback')
    assert.deepEqual(shop.customers(), [kunde])
    await change({ id, email: 'neu@example.com', blocked: true }, { street: 'Neue Gasse 7' })
    shop.setFaults({ seed: 1, rate: 1, kinds: ['cutAfterSuccess'], most: 2, methods: ['customer.push'] })
    await lanes('feedback?')
    await world.query(`update due set not_before = null where tenant_id = $1`, world.tenant)
    await world.query(`update sync_lane set not_before = null where tenant_id = $1`, world.tenant)
    shop.forgetAll()
    await lanes('feedback')
    assert.deepEqual(shop.customers().map(plain), [
      plain({ ...kunde, email: 'neu@example.com', street: 'Neue Gasse 7', active: false }),
    ])
    // Delivered anew, because the shop has forgotten its links: what it reports is what it was told.
    await lanes('orders', 'feedback')
    assert.deepEqual(await told.due(), [])
    told.nothingSaid()
    assert.deepEqual(await world.broken(), [])
  })

test('an endpoint that takes no customers is told of none: said once, and nothing is wrong with them', async t => {
  const world = await createWorld(db, t)
  const { shop } = await world.openShop({ catalog: [], customers: [kunde], withoutItems: true })
  await world.makeItems('A')
  const { lanes, change, told } = await sending(world)
  shop.placeOrder({ customerId: '7', lines: [{ sku: 'A', quantity: '1', priceNet: '10', vat: '19' }] })
  await lanes('orders')
  const id = await told.customer()
  await world.query(
    `update connection set facts = facts || '{"missing": {"customer.push": {"code": 33001, "endpointVersion": "0.1.0"}}}' where tenant_id = $1`,
    world.tenant,
  )
  const [facts] = await world.query<{ v: string }>(
    `update connection set facts = jsonb_set(jsonb_set(facts, '{missing,customer.push,endpointVersion}', facts -> 'endpointVersion'),
       '{missing,customer.push,at}', to_jsonb($2::text)) where tenant_id = $1 returning facts ->> 'endpointVersion' as v`,
    world.tenant,
    new Date().toISOString(),
  )
  assert.ok(facts?.v)
  await change({ id, phone: '1' })
  const run = await lanes('feedback')
  assert.match(JSON.stringify(run), /NOT_SUPPORTED/)
  assert.deepEqual([await told.due(), await told.refused(), shop.customers()], [[], [], [kunde]])
})

const person = {
  salutation: 'w',
  firstName: 'Hildegunde',
  lastName: 'Zwiebelfisch',
  street: 'Sternschnuppenweg 7',
  postcode: '89073',
  city: 'Hinterposemuckel',
  country: 'DE',
  email: 'hildegunde@example.com',
}
const kunde: ShopCustomer = {
  id: '7',
  number: 'K-7',
  language: 'de',
  birthday: null,
  createdAt: '2023-11-02T09:15:00+01:00',
  website: 'https://example.org/',
  note: 'klingeln',
  origin: '',
  credit: '12.5',
  discount: '3',
  hasAccount: true,
  newsletter: true,
  active: true,
  attributes: [{ key: 'loyalty', value: 'gold' }],
  salutation: 'w',
  title: '',
  firstName: 'Hildegunde',
  lastName: 'Zwiebelfisch',
  company: '',
  street: 'Sternschnuppenweg 7',
  extraLine: 'Hinterhaus',
  deliveryInstruction: '2. Stock',
  zipCode: '89073',
  city: 'Hinterposemuckel',
  state: '',
  country: 'DE',
  phone: '',
  mobile: '',
  fax: '0221 2',
  email: 'hildegunde@example.com',
  vatNumber: '',
}

// A world whose only channel takes orders over by itself and sends customers.
async function sending(world: World) {
  const { tenant } = world
  const [channel] = await world.query<{ id: string }>('select id from channel where tenant_id = $1', tenant)
  await world.tx(tx =>
    setChannel(tx, tenant, channel?.id ?? '', { sendsCustomers: true, takeOverByItself: true }),
  )
  return {
    lanes: async (...lanes: (LaneKind | 'feedback?')[]) => {
      const runs: unknown[] = []
      for (const lane of lanes) {
        const run = await world.sync({ lanes: [lane === 'feedback?' ? 'feedback' : lane] })
        if (lane !== 'feedback?') assert.equal(run.state, 'done', JSON.stringify(run.error))
        runs.push(run)
      }
      return runs
    },
    change: (one: CustomerChange, address?: Record<string, string>) =>
      world.tx(async tx => {
        const { changed } = await changeCustomers(tx, tenant, [one], by)
        await markDue(tx, tenant, changed, 'tester')
        if (!address) return
        const [book] = await tx.query<{ id: string }>(
          `select id from customer_address where tenant_id = $1 and customer_id = $2 and is_billing`,
          [tenant, one.id],
        )
        const moved = await changeAddresses(tx, tenant, [{ id: book?.id ?? '', address }], by)
        await markDue(tx, tenant, moved.changed, 'tester')
      }),
    told: {
      customer: async () => {
        const rows = await world.query<{ id: string | null }>(
          'select customer_id as id from web_customer where tenant_id = $1',
          tenant,
        )
        assert.equal(rows.length, 1)
        assert.ok(rows[0]?.id, 'the order was taken over')
        return rows[0].id
      },
      due: () => world.query(`select kind from due where tenant_id = $1 and kind = 'customer'`, tenant),
      refused: async () =>
        (
          await world.query<{ code: string }>(
            `select rejected_code as code from channel_object where tenant_id = $1 and kind = 'customer' and rejected_code is not null`,
            tenant,
          )
        ).map(row => row.code),
      nothingSaid: () =>
        assert.doesNotMatch(world.log.join(), /Zwiebelfisch|Hildegunde|Hinterposemuckel|Gasse|@example/i),
    },
  }
}
