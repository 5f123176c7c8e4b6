// Invoices and credit notes: ours, told once and fetched by the system; and those that a system makes, which may come before the order.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { blobPlace, putBlob } from '../../src/base/blobs.ts'
import { documentForCall } from '../../src/documents/documentsForChannel.ts'
import type { PostedDocument } from '../../src/port/posted.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { act } from '../connect/connectWorld.ts'
import { createOrderedWorld, type OrderedWorld } from './orderedWorld.ts'
import { calledFor, posted } from './postedFixture.ts'
import { sent } from './pushWorld.ts'

const { db } = await testDatabase({ after })
const pdf = (words: string) => Buffer.from(`%PDF-1.4\n${words}`)

test('a document of ours is told once, and its bytes are given to the connection that was told, for 30 days', async t => {
  const push = await createOrderedWorld(db, t)
  const { world, orderId, connectionId } = push
  const file = await uploaded(push, pdf('one'))
  const attach = (more: object) =>
    act<{ id: string; did: string }>(world, 'order.attach-document', { order: orderId, ...more })
  const { id, did } = await attach({ file, number: 'R-1', issuedAt: '2026-05-05T10:00:00Z' })
  assert.equal(did, 'new')
  assert.deepEqual(await attach({ file, number: 'R-1' }), { id, did: 'exists', orderId }, 'the same again')
  const other = await uploaded(push, pdf('two'))
  await assert.rejects(attach({ file: other, number: 'R-1' }), { code: 'DOCUMENT_TAKEN' })
  await assert.rejects(attach({ file: await uploaded(push, Buffer.from('MZ')), number: 'R-2' }), {
    code: 'DOCUMENT_NO_PDF',
  })
  await assert.rejects(attach({ file: '0'.repeat(64), number: 'R-2' }), { code: 'BLOB_UNKNOWN' })

  const of = { tenant: world.tenant, connectionId, now: new Date() }
  const place = blobPlace(world.kontor.config)
  const fetched = (more: object = {}, which = id) =>
    world.tx(tx => documentForCall(tx, { ...of, ...more }, which, place))
  assert.equal(await fetched(), undefined, 'not before it was told')
  assert.deepEqual(sent(await push.lane('feedback'), 'document'), { sent: 1, accepted: 1 })
  const [told] = push.system.objects.of('document')
  const { until, ...fields } = told?.fields ?? {}
  assert.deepEqual(fields, { order: push.theirs, document: id, kind: 'invoice', number: 'R-1' })
  const days = (Date.parse(String(until)) - Date.now()) / 86_400_000
  assert.ok(days > 29 && days < 31, String(until))
  await push.change(async () => ({ changed: { document: [id] } }))
  assert.deepEqual(sent(await push.lane('feedback'), 'document'), {}, 'told once')

  const found = await fetched()
  assert.deepEqual(
    [found?.name, found?.mediaType, Buffer.from(found?.bytes ?? [])],
    ['R-1.pdf', 'application/pdf', pdf('one')],
  )
  assert.equal(await fetched({ now: new Date(Date.now() + 31 * 86_400_000) }), undefined, 'too late')
  assert.equal(await fetched({ connectionId: world.tenant }), undefined, 'another connection')
  assert.equal(await fetched({}, 'nothing'), undefined)
  for (const change of [`update order_document set number = 'x'`, `delete from order_document`])
    await assert.rejects(
      world.tx(tx => tx.run(change)),
      { code: '42501' },
      'issued, it never changes',
    )
})

test('what a system makes for an order is kept, also before the order is here; other bytes under its number are not', async t => {
  const push = await createOrderedWorld(db, t, {}, calledFor([]))
  const { world, theirs } = push
  const document: PostedDocument = {
    place: '',
    order: theirs,
    kind: 'invoice',
    number: 'M-1',
    at: '2026-05-06T10:00:00Z',
    name: '../rech/nung.pdf',
    mediaType: 'text/html',
    bytes: pdf('theirs'),
  }
  const early = { ...document, order: 'not-here-yet', kind: 'credit_note' as const }
  const done = async (...documents: PostedDocument[]) => (await posted(push, { documents })).documents
  assert.deepEqual(await done(document, early), ['new', 'new'])
  assert.deepEqual(
    await done(
      document,
      { ...document, bytes: pdf('other') },
      { ...document, number: 'M-2', bytes: Buffer.of() },
    ),
    ['unchanged', 'refused', 'refused'],
  )
  assert.equal((await posted(push, {})).documents, undefined)
  const { items } = await act<{
    items: { number: string; origin: string; name: string; toldAt: Date | null }[]
  }>(world, 'order.documents', { order: push.orderId })
  assert.deepEqual(
    items.map(one => [one.number, one.origin, one.name, one.toldAt]),
    [['M-1', 'channel', '..-rech-nung.pdf', null]],
  )
  await push.lane('feedback')
  assert.deepEqual(push.system.objects.of('document'), [], 'nobody is told what it made itself')
  push.system.placeOrder({
    id: 'not-here-yet',
    number: 'B-2',
    placedAt: '2026-05-04T09:00:00Z',
    currency: 'EUR',
    total: '11.90',
    paid: false,
    method: 'invoice',
    buyer: {
      email: 'b@example.com',
      firstName: 'C',
      lastName: 'D',
      street: 'Weg 2',
      postcode: '10115',
      city: 'Berlin',
      country: 'DE',
    },
    lines: [{ sku: 'T-1', name: 'Tasse', quantity: '1', net: '10', gross: '11.90', vat: '19' }],
  })
  await push.lane('orders')
  const [web] = await world.query<{ id: string }>(
    `select id from web_order where tenant_id = $1 and state = 'staged'`,
    world.tenant,
  )
  const taken = await act<{ items: { orderId: string }[] }>(world, 'inbox.take-over', {
    ids: [web?.id ?? ''],
    newCustomer: true,
  })
  const later = await act<{ items: { number: string; kind: string }[] }>(world, 'order.documents', {
    order: taken.items[0]?.orderId ?? '',
  })
  assert.deepEqual(
    later.items.map(one => [one.number, one.kind]),
    [['M-1', 'credit_note']],
  )
})

async function uploaded({ world }: OrderedWorld, bytes: Buffer): Promise<string> {
  const { hash } = await world.tx(tx =>
    putBlob(tx, world.tenant, bytes, 'x/y', blobPlace(world.kontor.config)),
  )
  return hash
}
