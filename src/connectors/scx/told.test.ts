// What the program alone would hear of, a person reads too.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { called } from './fixtures/called.ts'
import { accepted } from './fixtures/orders.ts'
import { routes } from './routes.ts'

const order = { ...accepted, sellerId: 'S1' }
const status = { sellerId: 'S1', orderId: 'A1', orderStatus: 'ACCEPTED' }
const post = (...orderList: object[]) =>
  called(routes, { method: 'POST', path: '/v1/channel/order', body: { orderList } }).notices
const put = (...orderList: object[]) =>
  called(routes, { method: 'PUT', path: '/v1/channel/order/status', body: { orderList } }).notices

test('an order that is not taken is told with its name, its seller and the reason, in both languages', () => {
  const [first, second, ...more] = put(status, { ...status, sellerId: 'S2', orderId: 'A2' })
  assert.deepEqual(more, [])
  assert.deepEqual(first, {
    place: 'S1',
    severity: 'error',
    text: first?.texts?.de,
    texts: {
      de: 'Nicht übernommen: Status der Bestellung „A1“. Diese Bestellung gibt es hier nicht. Beim Marktplatz nachsehen, und dem Hersteller des Kanalprogramms melden.',
      en: 'Not taken: status of the order "A1". This order is not here. Look at the marketplace, and tell the maker of the channel program.',
    },
    about: { kind: 'order', theirs: 'S1/A1' },
  })
  assert.deepEqual(second?.about, { kind: 'order', theirs: 'S2/A2' })
  const [unknown] = post({ ...order, sellerId: 'NOBODY' })
  assert.deepEqual([unknown?.place, unknown?.severity, unknown?.about], ['', 'error', undefined])
})

test('what no channel can hand over here is told with the order that it was of', () => {
  const path = '/v1/channel/order/invoice-data'
  const send = (body: object) => called(routes, { method: 'POST', path, body })
  const { status, notices } = send({ sellerId: 'S1', orderId: 'A1', invoiceNumber: 'R1' })
  assert.equal(status, 404)
  assert.match(notices[0]?.text ?? '', /Rechnungsdaten der Bestellung „A1“\. Rechnungsdaten ohne Dokument/)
  assert.deepEqual(notices[0]?.about, { kind: 'order', theirs: 'S1/A1' })
  assert.deepEqual([send({}).status, send({}).notices.length], [404, 1])
})

test('orders of before the connection are one quiet notice, whatever they are', () => {
  const old = { ...order, purchasedAt: '2001-01-01T00:00:00Z' }
  const notices = post(old, { ...old, orderId: 'A2' })
  assert.deepEqual(new Set(notices.map(one => `${one.severity} ${one.place} ${one.text}`)).size, 1)
  assert.deepEqual([notices[0]?.severity, notices[0]?.about], ['info', undefined])
})

test('a body that cannot be read is one notice that says where it is wrong, without its content', () => {
  const wrong = { ...order, orderId: 'A9', note: 'secret', currency: 'EURO', orderStatus: 'DONE' }
  const [one, ...more] = post(order, wrong)
  assert.deepEqual(more, [])
  assert.deepEqual([one?.place, one?.severity], ['S1', 'error'])
  assert.match(one?.text ?? '', /„A9“.*orderList\[1\]\.orderStatus.*orderList\[1\]\.currency/)
  assert.doesNotMatch(one?.text ?? '', /secret|DONE/)
  const [list] = called(routes, { method: 'POST', path: '/v1/channel/order', body: 'no list' }).notices
  assert.equal(list?.severity, 'error')
})

test('what goes well, what is only asked, and who is not signed in, is told to nobody', () => {
  assert.deepEqual(post(order), [])
  const poll = { method: 'GET', path: '/v1/channel/order/invoice/none' } as const
  assert.deepEqual(called(routes, poll).notices, [])
  const stranger = {
    method: 'POST',
    path: '/v1/channel/order',
    body: {},
    headers: { authorization: 'x' },
  } as const
  assert.deepEqual(called(routes, stranger).notices, [])
})
