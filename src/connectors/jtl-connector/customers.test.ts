// Customers on the way back: the whole of each, as it came, with what was changed here.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ShopCustomer } from '../../../testkit/jtlConnector/shopData.ts'
import type { CustomerState, Outgoing } from '../../port/outgoing.ts'
import { endpoint, RpcFailure } from './fixtures/fakeEndpoint.ts'
import { emptyShop, required, words } from './fixtures/pushing.ts'
import { connector } from './index.ts'
import { mapCustomer } from './map.ts'

const context = { timeZone: 'Europe/Berlin', facts: {}, settings: {} }
const anna: ShopCustomer = {
  id: '501',
  groupId: '1',
  number: 'K-501',
  language: 'de',
  birthday: '1984-05-06T00:00:00+02:00',
  createdAt: '2023-11-02T09:15:00+01:00',
  website: 'https://example.org/',
  note: 'bitte klingeln',
  origin: 'Messe',
  credit: '12.5',
  discount: '3',
  hasAccount: true,
  newsletter: true,
  active: true,
  attributes: [{ key: 'loyalty', value: 'gold' }],
  salutation: 'w',
  title: 'Dr.',
  firstName: 'Anna',
  lastName: 'Bäcker',
  company: 'Bäcker & Söhne',
  street: 'Domstraße 1',
  extraLine: 'Hinterhaus',
  deliveryInstruction: '2. Stock',
  zipCode: '50667',
  city: 'Köln',
  state: 'NRW',
  country: 'DE',
  phone: '0221 1',
  mobile: '0170 1',
  fax: '0221 2',
  email: 'anna@example.org',
  vatNumber: 'DE123456789',
}

for (const generation of [5, 3] as const) {
  test(`a customer who is sent as received is the same there to the letter (core ${generation})`, async t => {
    const { shop, sends, open } = await emptyShop(t, generation, {}, { customers: [anna] })
    const before = shop.wireText('customer', '501')
    const one = received(before)
    const [result] = await required(sends.customer).send(await open(), [one])
    assert.deepEqual(result, { result: 'accepted', proof: 'received', theirs: '501' })
    shop.forget('customer')
    assert.equal(shop.wireText('customer', '501'), before)
  })

  test(`what was changed here is all that differs, and nobody is made anew (core ${generation})`, async t => {
    const { shop, sends, open } = await emptyShop(t, generation, {}, { customers: [anna] })
    const session = await open()
    await connector.ack?.(session, 'customer', [{ theirs: '501', no: 77 }])
    // Somebody cleared the links of the shop: our number says nothing to it any more.
    shop.forgetAll()
    const one = received(shop.wireText('customer', '501'))
    const change = { ...one.state.address, email: 'neu@example.org', extra: 'Vorderhaus' }
    const state = { ...one.state, email: 'neu@example.org', address: change, blocked: true }
    const [result] = await required(sends.customer).send(session, [{ ...one, state }])
    assert.equal(result?.result, 'accepted')
    const changed = {
      email: 'neu@example.org',
      extraLine: 'Vorderhaus',
      deliveryInstruction: '',
      active: false,
    }
    assert.deepEqual(shop.customers().map(timeless), [timeless({ ...anna, ...changed })])
  })
}

test('who was not kept whole is not sent, nor anybody whom the shop has no name for', async t => {
  const card = { key: 'stripe_customer_token', value: 'cus_demo' }
  const customers = [{ ...anna, attributes: [...(anna.attributes ?? []), card] }]
  const { shop, sends, open } = await emptyShop(t, 5, {}, { customers })
  const one = received(shop.wireText('customer', '501'))
  assert.ok(!JSON.stringify(one).includes('cus_demo'))
  const { kept: _, ...without } = received(shop.wireText('customer', '501')).state
  const results = await required(sends.customer).send(await open(), [
    one,
    { ...one, state: without },
    { ...received(shop.wireText('customer', '501')), ref: { no: 78, theirs: '' } },
  ])
  assert.deepEqual(words(results), ['CUSTOMER_INCOMPLETE', 'CUSTOMER_INCOMPLETE', 'REMOTE_DELETED'])
  assert.deepEqual(
    results.map(result => result.result === 'rejected' && result.text),
    ['stripe_customer_token', 'received before all of it was kept', 'the shop has no name for it'],
  )
  assert.deepEqual(shop.customers(), customers)
})

test('quirk: a shop ends a push at a guest, and says nothing of the rest', async t => {
  const { shop, sends, open } = await emptyShop(t, 5, { stopsAtGuests: true }, { customers: [anna] })
  const one = received(shop.wireText('customer', '501'))
  const guest = { ...one, state: { ...one.state, kept: { ...one.state.kept, hasCustomerAccount: false } } }
  const results = await required(sends.customer).send(await open(), [guest])
  assert.deepEqual(words(results), ['REMOTE_VALIDATION'])
  assert.equal(required(sends.customer).batch, 1)
})

test('an endpoint that takes no customers is not asked, or says so once', async t => {
  const entities = { Customer: { pull: true, push: false, delete: false } }
  assert.ok(connector.withoutSending?.({ entities }).includes('customer'))
  assert.ok(
    !connector
      .withoutSending?.({ entities: { Customer: { ...entities.Customer, push: true } } })
      .includes('customer'),
  )
  const missing = new RpcFailure(33001, 'Unknown action (push)')
  const { run, remembered } = await endpoint(t, ({ method }) =>
    method === 'customer.push' ? missing : undefined,
  )
  const session = await connector.open(run)
  const results = await required(connector.send).customer?.send(session, [received(wire)])
  assert.deepEqual(words(results ?? []), ['NOT_SUPPORTED'])
  assert.ok(connector.withoutSending?.(remembered).includes('customer'))
})

test('times that no endpoint reads, and numbers of any length', async t => {
  const { run, calls } = await endpoint(t, ({ method, params }) =>
    method === 'customer.push' ? params : undefined,
  )
  const one = received(wire)
  const kept = {
    ...one.state.kept,
    birthday: '0001-01-01T00:00:00+01:00',
    creationDate: '2026-02-01T10:00:00.123Z',
    accountCredit: '12345678901234.56',
  }
  const session = await connector.open(run)
  await required(connector.send).customer?.send(session, [{ ...one, state: { ...one.state, kept } }])
  assert.match(
    JSON.stringify(calls),
    /"birthday":null,"creationDate":"2026-02-01T10:00:00Z".*"accountCredit":12345678901234.56/,
  )
})

const wire = JSON.stringify({
  id: ['501', 0],
  firstName: 'A',
  lastName: 'B',
  hasCustomerAccount: true,
  attributes: [],
})

// Generation 3 writes times without a colon.
function timeless({ birthday: _, createdAt: __, ...rest }: ShopCustomer) {
  return rest
}

// As the engine sends somebody who was not changed: what was mapped, under both names.
function received(text: string | undefined): Outgoing<'customer'> {
  const record = mapCustomer(connector.scrub('customer', JSON.parse(text ?? '{}')), context)
  const { number = '', language = '', address, group, kept } = record
  const state: CustomerState = {
    number,
    name: '',
    email: address.email ?? '',
    language,
    address,
    ...(group ? { group: { no: 5, theirs: group.theirs } } : {}),
    ...(kept ? { kept } : {}),
  }
  return { ref: { no: 77, theirs: '501' }, place: '', state }
}
