// A marketplace that waits for the seller's yes: said once, by a person or by the channel's own setting where stock covers it.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Connector } from '../../src/port/connector.ts'
import { findingsOf } from '../../src/sync/healthRules.ts'
import { readHealthFacts } from '../../src/sync/readHealthFacts.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { act as perform } from '../connect/connectWorld.ts'
import { createPushWorld, type PushWorld, sent } from '../push/pushWorld.ts'

const { db } = await testDatabase({ after })
const hour = 3_600_000

test('a person confirms and refuses; each answer is told once, and the order moves when its channel says so', async t => {
  const push = await createPushWorld(db, t)
  await push.sell(['T-1'])
  const until = new Date(Date.now() + hour).toISOString()
  const [yes, no, never] = [place(push, '1', until), place(push, '2', until), place(push, '3')]
  await push.lane('orders')
  assert.deepEqual(await counts(push), { all: 3, confirm: 2, pending: 1, ready: 0, open: 0 })
  const { items } = await act<{ items: { id: string; externalNumber: string; answerUntil: Date }[] }>(
    push,
    'inbox.list',
    {
      state: 'confirm',
    },
  )
  assert.deepEqual(items.map(one => [one.externalNumber, one.answerUntil.toISOString()]).sort(), [
    ['1', until],
    ['2', until],
  ])
  const ids = await idsOf(push)
  assert.deepEqual(await answer(push, 'inbox.confirm', [ids['1'], ids['3']]), [
    'confirmed',
    'CONFIRMATION_NOT_WANTED',
  ])
  assert.deepEqual(await answer(push, 'inbox.refuse', [ids['2']]), ['REASON_REQUIRED'])
  const refuse = () => answer(push, 'inbox.refuse', [ids['2']], { comment: 'sold out' })
  assert.deepEqual([await refuse(), await refuse()], [['declined'], ['unchanged']])
  assert.deepEqual(await answer(push, 'inbox.confirm', [ids['1'], ids['2']]), [
    'unchanged',
    'CONFIRMATION_GIVEN',
  ])
  assert.deepEqual(sent(await push.lane('feedback'), 'confirmation'), { sent: 2, accepted: 2 })
  assert.deepEqual(
    push.system.objects
      .of('confirmation')
      .map(one => one.fields)
      .toSorted((a, b) => String(a['order']).localeCompare(String(b['order']))),
    [
      { order: yes, accepted: true },
      { order: no, accepted: false, reason: 'sold out' },
    ],
  )
  assert.deepEqual(await push.due('confirmation'), [])
  await push.change(async () => ({ changed: { confirmation: Object.values(ids) } }))
  assert.deepEqual(sent(await push.lane('feedback'), 'confirmation'), {}, 'not told twice')

  assert.deepEqual(
    await counts(push),
    { all: 3, confirm: 0, pending: 3, ready: 0, open: 0 },
    'both stay staged',
  )
  push.system.add('status', { order: yes, at: new Date().toISOString(), state: 'processing' })
  push.system.add('status', { order: no, at: new Date().toISOString(), state: 'cancelled' })
  await push.lane('orders')
  assert.deepEqual(await counts(push), { all: 2, confirm: 0, pending: 1, ready: 1, open: 0 })
  assert.deepEqual(await answer(push, 'inbox.confirm', [ids['1']]), ['unchanged'])
  assert.equal(never, 'o-3')
})

test('a channel that confirms by itself takes what its stock covers, the oldest first; the others wait for a person', async t => {
  const push = await createPushWorld(db, t)
  await push.sell(['T-1'], '5')
  await push.sell(['T-2'], '1')
  await act(push, 'channel.set', { channel: push.channelId, confirmsByItself: true })
  place(push, '1', '', { 'T-1': '3' })
  place(push, '2', '', { 'T-1': '1', 'T-2': '2' })
  place(push, '3', '', { 'T-1': '1' })
  place(push, '4', '', { 'T-1': '1' })
  place(push, '5', undefined, { 'T-2': '1' })
  await push.lane('orders')
  assert.deepEqual(
    await said(push),
    { 1: true, 3: true },
    'what waits for a person keeps its pieces: 4 finds none',
  )
  assert.deepEqual(sent(await push.lane('feedback'), 'confirmation'), { sent: 2, accepted: 2 })
  const ids = await idsOf(push)
  assert.deepEqual(await answer(push, 'inbox.refuse', [ids['3']], { comment: 'no' }), ['CONFIRMATION_GIVEN'])
  assert.deepEqual(
    await answer(push, 'inbox.confirm', [ids['2']]),
    ['confirmed'],
    'a person may say yes all the same',
  )
})

test('an order whose item is not known yet is confirmed by itself once it can be read', async t => {
  const push = await createPushWorld(db, t)
  await act(push, 'channel.set', { channel: push.channelId, confirmsByItself: true })
  place(push, '1', '', { 'T-9': '2' })
  await push.lane('orders')
  assert.deepEqual(await said(push), {})
  await push.sell(['T-9'], '2')
  await act(push, 'ledger.retry-import', { ids: await parked(push) })
  await push.lane('orders')
  assert.deepEqual(await said(push), { 1: true })
})

test('nothing is offered where the system takes no answers', async t => {
  const push = await createPushWorld(db, t, {}, withoutConfirmation)
  await push.sell(['T-1'])
  const set = act(push, 'channel.set', { channel: push.channelId, confirmsByItself: true })
  await assert.rejects(set, { code: 'CONFIRMATIONS_NOT_OFFERED' })
  await act(push, 'channel.set', { channel: push.channelId, confirmsByItself: false })
  place(push, '1', '')
  await push.lane('orders')
  const ids = await idsOf(push)
  assert.deepEqual(await answer(push, 'inbox.confirm', [ids['1']]), ['CONFIRMATION_NOT_OFFERED'])
  assert.deepEqual(await said(push), {})
})

test('less than two hours before its time it is a matter for people', async t => {
  const push = await createPushWorld(db, t)
  await push.sell(['T-1'])
  const until = new Date(Date.now() + 5 * hour)
  place(push, '1', until.toISOString())
  await push.lane('orders')
  const found = async (hoursBefore: number) => {
    const now = new Date(until.getTime() - hoursBefore * hour)
    const { world } = push
    const facts = await world.tx(tx => readHealthFacts(tx, world.tenant, world.kontor.connectors, now))
    return facts.flatMap(one => findingsOf(one, now)).filter(one => one.rule === 'ANSWERS_DUE')
  }
  assert.deepEqual(await found(2.1), [])
  assert.deepEqual(
    (await found(1.9)).map(one => [one.severity, one.data['count']]),
    [['red', '1']],
  )
  assert.deepEqual(await answer(push, 'inbox.confirm', Object.values(await idsOf(push))), ['confirmed'])
  assert.deepEqual(await found(1.9), [])
})

function withoutConfirmation(connector: Connector): Connector {
  const { confirmation: _, ...send } = connector.send ?? {}
  return { ...connector, send }
}

/** A pending order of so many pieces each, as its number says one after the other. */
function place(
  push: PushWorld,
  number: string,
  confirmBy?: string,
  pieces: Record<string, string> = { 'T-1': '1' },
) {
  const lines = Object.entries(pieces)
  const total = lines.reduce((sum, [, quantity]) => sum + Number(quantity) * 11.9, 0).toFixed(2)
  return push.system.placeOrder({
    id: `o-${number}`,
    number,
    placedAt: `2026-05-04T08:0${number}:00Z`,
    currency: 'EUR',
    total,
    pending: true,
    ...(confirmBy === undefined ? {} : { confirmBy }),
    paid: true,
    method: 'invoice',
    language: 'de',
    buyer: {
      email: 'a@example.com',
      firstName: 'A',
      lastName: 'B',
      street: 'Weg 1',
      postcode: '10115',
      city: 'Berlin',
      country: 'DE',
    },
    lines: lines.map(([sku, quantity]) => ({
      sku,
      name: sku,
      quantity,
      net: '10',
      gross: '11.90',
      vat: '19',
    })),
  })
}

function act<T>(push: PushWorld, name: string, input: object): Promise<T> {
  return perform<T>(push.world, name, input)
}

/** What became of each: what was done, or why not. */
async function answer(
  push: PushWorld,
  name: string,
  ids: readonly (string | undefined)[],
  more: object = {},
) {
  const { items } = await act<{ items: { did: string; code: string | null }[] }>(push, name, { ids, ...more })
  return items.map(one => one.code ?? one.did)
}

async function counts(push: PushWorld) {
  const { items } = await act<{ items: { state: string; count: number }[] }>(push, 'inbox.counts', {})
  return Object.fromEntries(items.filter(one => one.state !== 'parked').map(one => [one.state, one.count]))
}

async function idsOf({ world }: PushWorld): Promise<Record<string, string>> {
  const rows = await world.query<{ id: string; number: string }>(
    `select id, external_number as number from web_order where tenant_id = $1`,
    world.tenant,
  )
  return Object.fromEntries(rows.map(row => [row.number, row.id]))
}

async function said({ world }: PushWorld): Promise<Record<string, boolean>> {
  const rows = await world.query<{ number: string; accepted: boolean }>(
    `select w.external_number as number, c.accepted from order_confirmation c join web_order w on w.id = c.web_order_id where c.tenant_id = $1`,
    world.tenant,
  )
  return Object.fromEntries(rows.map(row => [row.number, row.accepted]))
}

async function parked({ world }: PushWorld): Promise<string[]> {
  const rows = await world.query<{ id: string }>(
    `select id from ledger where tenant_id = $1 and outcome = 'parked'`,
    world.tenant,
  )
  return rows.map(row => row.id)
}
