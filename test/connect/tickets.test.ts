import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, type TestContext, test } from 'node:test'
import { deleteUnusedBlobs } from '../../src/base/blobs.ts'
import { mostTakings } from '../../src/channels/letterStore.ts'
import { ticketsNamed } from '../../src/channels/ticketStore.ts'
import type { PostedNotice, PostedTicket } from '../../src/port/posted.ts'
import { createServer } from '../../src/server/createServer.ts'
import { ticketFileBytes } from '../../src/sync/takeTickets.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import type { PushWorld } from '../push/pushWorld.ts'
import { call, createCalledWorld, show, take } from './calledWorld.ts'
import { act } from './connectWorld.ts'

const { db } = await testDatabase({ after })
const blobs = { kind: 'database', folder: '/nowhere' } as const

interface Ticket {
  readonly id: string
  readonly theirs: string
  readonly subject: string
  readonly wantsReply: boolean
  readonly mayReply: boolean
  readonly closedAt: string | null
  readonly messages: readonly { readonly text: string; readonly state: string; readonly by: string | null }[]
  readonly files: readonly { readonly hash: string; readonly name: string; readonly size: number }[]
}

test('a notice that comes again is counted, and comes anew once somebody has put it away', async t => {
  const push = await opened(t)
  const { world, connectionId } = push
  const notice: PostedNotice = {
    place: 'S-1',
    severity: 'error',
    text: 'Angebot\0 gesperrt',
    about: { kind: 'item', theirs: '7' },
  }
  await call(push, { notices: [notice, notice, { ...notice, text: 'other', severity: 'info' }] })
  await call(push, { notices: [notice] })
  const list = async (all = false) =>
    (
      await act<{
        items: { id: string; text: string; times: number; about: unknown; channel: string }[]
        count: number
      }>(world, 'notice.list', { connection: connectionId, all })
    ).items
  const one = (await list()).find(row => row.text === 'Angebot gesperrt')
  assert.deepEqual([one?.times, one?.about], [3, { kind: 'item', theirs: '7' }])
  const { items } = await act<{ items: { code: string | null }[] }>(world, 'notice.dismiss', {
    ids: [one?.id ?? '', randomUUID()],
  })
  assert.deepEqual(
    items.map(row => row.code),
    [null, 'NOTICE_GONE'],
  )
  assert.deepEqual(await errorsTold(push), [])
  await call(push, { notices: [notice] })
  assert.deepEqual(await errorsTold(push), ['ERRORS_TOLD'], 'somebody has to read it')
  assert.deepEqual(
    (await list()).map(row => row.times),
    [1, 1],
  )
  assert.equal((await list(true)).length, 3)
})

test('a ticket is kept message by message, the same again is none, and what it says later opens it', async t => {
  const push = await opened(t)
  const { world, connectionId } = push
  await say(push, 'Wo ist mein Paket?')
  await say(push, 'Wo ist mein Paket?')
  const [ticket] = await tickets(push)
  assert.deepEqual([ticket?.theirs, ticket?.subject, ticket?.wantsReply], ['T-1', 'Lieferung', true])
  assert.equal((await whole(push, ticket?.id)).messages.length, 1)
  const of = { tenant: world.tenant, connectionId }
  assert.deepEqual(await world.tx(tx => ticketsNamed(tx, of, ['T-1', 'T-2', 'x\0'])), [
    { id: 'T-1', place: 'S-1' },
  ])
  const { items } = await act<{ items: { code: string | null }[] }>(world, 'ticket.close', {
    ids: [ticket?.id ?? '', ticket?.id ?? ''].slice(0, 1),
  })
  assert.deepEqual(items[0]?.code, null)
  assert.deepEqual(await tickets(push), [])
  await say(push, 'Und?')
  assert.equal((await tickets(push)).length, 1)
  const byOrder = await act<{ count: number }>(world, 'ticket.list', { order: 'S-1/B-1' })
  assert.equal(byOrder.count, 1)
})

test('an answer lies there for the system, is sent once, and is laid out again when nobody confirmed it', async t => {
  const push = await opened(t)
  const { world } = push
  await say(push, 'Wo ist mein Paket?')
  const [{ id } = { id: '' }] = await tickets(push)
  const answered = await act<Ticket>(world, 'ticket.reply', { ticket: id, text: 'Morgen.' })
  assert.deepEqual(
    answered.messages.map(one => [one.text, one.state, one.by]),
    [
      ['Wo ist mein Paket?', 'came', null],
      ['Morgen.', 'lies', 'Eva'],
    ],
  )
  assert.equal(answered.wantsReply, false)
  for (let time = 0; time <= mostTakings; time++) {
    await take(push, { drop: false })
    await show(push)
  }
  assert.equal((await whole(push, id)).messages[1]?.state, 'untaken')
  await act(world, 'ticket.reply-again', { ticket: id })
  await assert.rejects(act(world, 'ticket.reply-again', { ticket: id }), { code: 'REPLY_NOT_TAKEN_YET' })
  const letters = await take(push, { drop: true })
  assert.deepEqual(
    letters.map(one => [one.type, one.body['ticket'], one.body['text']]),
    [['ticket.reply', 'T-1', 'Morgen.']],
  )
  assert.equal((await whole(push, id)).messages[1]?.state, 'sent')

  // Of a place that is closed nothing is said; what was not taken is said when it is open again.
  await act(world, 'ticket.reply', { ticket: id, text: 'Heute.' })
  await act(world, 'channel.close-place', { channel: push.channelId })
  assert.deepEqual(
    (await take(push, { drop: true })).map(one => one.type),
    ['place.closed'],
  )
  assert.equal((await whole(push, id)).mayReply, false)
  await assert.rejects(act(world, 'ticket.reply', { ticket: id, text: 'x' }), { code: 'PLACE_NOT_OPEN' })
  await call(push, { places: [{ place: 'S-1', name: 'Muster', active: true }] })
  assert.deepEqual(
    (await take(push, { drop: true })).map(one => one.body['text']),
    ['Heute.'],
  )
})

test('a file of a ticket is only ever saved, for those who may, and stays as long as the ticket', async t => {
  const push = await opened(t)
  const { world } = push
  const evil = Buffer.from('<script>alert(1)</script>')
  const file = { name: 'Rechnung ü.html', mediaType: 'text/html', bytes: evil }
  await say(push, 'Anbei', [file, { ...file, name: 'large', bytes: Buffer.alloc(ticketFileBytes + 1) }])
  await say(push, undefined, [file])
  const [{ id } = { id: '' }] = await tickets(push)
  const { files } = await whole(push, id)
  assert.deepEqual(
    files.map(one => [one.name, one.size]),
    [['Rechnung ü.html', evil.length]],
  )
  assert.equal(await deleteUnusedBlobs(db, world.tenant, new Date(Date.now() + 1000), blobs), 0)
  const app = createServer(world.kontor)
  t.after(() => app.close())
  const { key } = await act<{ key: string }>(world, 'apikey.add', { name: 'reader', scope: ['orders.read'] })
  const get = (authorization: string, hash: string) =>
    app.inject({ url: `/api/v1/tickets/${id}/files/${hash}`, headers: { authorization } })
  const answer = await get(`Bearer ${key}`, files[0]?.hash ?? '')
  assert.deepEqual([answer.statusCode, answer.body], [200, evil.toString()])
  assert.equal(answer.headers['content-type'], 'application/octet-stream')
  assert.match(
    String(answer.headers['content-disposition']),
    /^attachment; filename\*=UTF-8''Rechnung%20%C3%BC\.html$/,
  )
  assert.equal((await get(`Bearer ${key}`, 'ab'.repeat(32))).statusCode, 404)
  assert.equal((await get('Bearer nobody', files[0]?.hash ?? '')).statusCode, 401)
  const other = await act<{ key: string }>(world, 'apikey.add', { name: 'other', scope: ['items.read'] })
  assert.equal((await get(`Bearer ${other.key}`, files[0]?.hash ?? '')).statusCode, 403)
})

async function opened(t: TestContext): Promise<PushWorld> {
  const push = await createCalledWorld(db, t)
  const { world, connectionId } = push
  Object.assign(world.parts, { blobs })
  const { session } = await act<{ session: string }>(world, 'connection.sign-up', {
    connection: connectionId,
  })
  await call(push, {
    places: [{ place: 'S-1', name: 'Muster', active: true }],
    spends: { session, place: 'S-1' },
  })
  return push
}

function say(push: PushWorld, text: string | undefined, files: PostedTicket['files'] = []) {
  const ticket: PostedTicket = {
    place: 'S-1',
    theirs: 'T-1',
    files,
    ...(text === undefined
      ? {}
      : {
          message: {
            topic: 'DELIVERY',
            subject: 'Lieferung',
            text,
            at: '2026-05-04T10:00:00Z',
            from: { role: 'buyer', name: 'Erika' },
            wantsReply: true,
            about: { kind: 'order', theirs: 'S-1/B-1' },
          },
        }),
  }
  return call(push, { tickets: [ticket] })
}

async function tickets(push: PushWorld): Promise<readonly Ticket[]> {
  return (await act<{ items: Ticket[] }>(push.world, 'ticket.list', { connection: push.connectionId })).items
}

async function errorsTold({ world }: PushWorld): Promise<string[]> {
  const { items } = await act<{ items: { findings: { rule: string }[] }[] }>(world, 'health.show')
  return items
    .flatMap(one => one.findings.map(finding => finding.rule))
    .filter(rule => rule === 'ERRORS_TOLD')
}

function whole(push: PushWorld, id: string | undefined): Promise<Ticket> {
  return act<Ticket>(push.world, 'ticket.show', { ticket: id })
}
