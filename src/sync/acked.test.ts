import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import type { AckResult, Connector } from '../port/connector.ts'
import { Rejected, Unreachable } from '../port/errors.ts'
import {
  bytesOf,
  orderKind,
  type PlainRow,
  pullOf,
  rowsOf,
  type Scripted,
  scripted,
  scriptedConnector,
} from './fixtures/scripted.ts'
import { LaneLost, productLease } from './lanes.ts'
import { retryImport } from './ledgerActions.ts'

const { db } = await testDatabase({ after })

test('told: what was taken in is acknowledged once, and what was parked when it is taken in', async () => {
  const shop: PlainRow[] = [{ id: '1' }, { id: '2', currency: 'QQQ' }]
  const acks: string[] = []
  const world = await scripted(db, tellingConnector(shop, acks))

  await world.run()
  assert.deepEqual(acks, ['1'])
  shop[0] = { id: '1', customerNote: 'changed' }
  await world.run()
  assert.deepEqual(acks, ['1'], 'a change is not told again')
  shop[1] = { id: '2' }
  await world.run()
  assert.deepEqual(acks, ['1', '2'])
  assert.deepEqual(await outbox(world), [])
})

test('told: an acknowledgement that did not get through is sent by the next run', async () => {
  const acks: string[] = []
  const broken = { times: 1 }
  const world = await scripted(db, tellingConnector([{ id: '1' }], acks, broken))

  assert.equal((await world.run()).error?.code, 'AUTH_EXPIRED')
  assert.deepEqual(await outbox(world), ['1'])
  await world.query(`update connection set refused_code = null`)
  await world.run()

  assert.deepEqual(acks, ['1'])
  assert.deepEqual(await outbox(world), [])
})

test('told: what "import again" takes in is told with the next run', async () => {
  const acks: string[] = []
  const world = await scripted(db, tellingConnector([{ id: '1', lines: lineOf('A-2') }], acks))
  await world.run()
  assert.deepEqual([await world.outcomes(), acks], [{ 1: 'parked' }, []])
  await world.query(`update item set item_number = 'A-2', number_key = 'a-2'`)
  const [row] = await world.query<{ id: string }>(`select id from ledger`)

  await retryImport(world.parts, wish(world, row?.id))
  await world.run()

  assert.deepEqual([await world.outcomes(), acks], [{ 1: 'staged' }, ['1']])
})

test('told: kinds that only come along are not acknowledged', async () => {
  const acks: string[] = []
  const kind = { ...orderKind, acked: 'told', also: ['payment'] } as const
  const world = await scripted(
    db,
    scriptedConnector({
      ack: async (_session, kind, list) => {
        acks.push(...list.map(one => `${kind} ${one.theirs}`))
        return list.map((): AckResult => 'accepted')
      },
      pull: {
        kinds: [kind],
        fetch: async () => ({ body: bytesOf([{ id: '1' }]) }),
        read: (_kind, { body }) => ({
          records: [...rowsOf(body), { kind: 'payment', externalId: 'p', place: '', raw: { order: '1' } }],
          last: true,
        }),
      },
    }),
  )
  await world.run()
  assert.deepEqual(acks, ['order 1'])
  assert.deepEqual(await world.query(`select web_order_id is not null as joined from web_payment`), [
    { joined: true },
  ])
})

for (const consumes of [true, false])
  test(`page: whole pages are taken away when all of them is stored (consumes: ${consumes})`, async () => {
    const folder = new Map([
      ['a', bytesOf([{ id: '1' }, { id: '2' }])],
      ['b', Buffer.from('not readable')],
      ['c', bytesOf([{ id: '3' }])],
      ['d', bytesOf([])],
    ])
    const moved: string[] = []
    const die = new Set(['a stored', 'b unreadable'])
    const world = await scripted(db, folderConnector(folder, moved, consumes, die))

    // Killed after the commit and before the page was taken away: it comes once more and changes nothing.
    assert.equal((await world.run()).state, 'failed')
    assert.deepEqual([await world.outcomes(), moved], [{ 1: 'staged', 2: 'staged' }, []])
    const second = await world.run()
    assert.equal(second.state, 'failed')
    assert.equal(second.figures['order']?.unchanged, 2)
    assert.deepEqual(moved, ['a stored'])
    const third = await world.run()

    assert.equal(third.state, 'done')
    assert.deepEqual(moved, ['a stored', 'b unreadable', 'c stored', 'd stored'])
    assert.deepEqual(await world.outcomes(), { 1: 'staged', 2: 'staged', 3: 'staged' })
    const parked = await world.query(`select code from inbound_page where state <> 'settled'`)
    assert.deepEqual(parked, [{ code: 'REMOTE_UNAVAILABLE' }], 'the bytes that nobody could read, once')
    assert.equal((await world.run()).figures['order']?.found, 0)
  })

test('page: bytes that were kept and not imported are imported and taken away by the next run', async () => {
  const folder = new Map([['a', bytesOf([{ id: '1' }])]])
  const moved: string[] = []
  const connector = folderConnector(folder, moved, true)
  let killed = true
  const scrub: Connector['scrub'] = (_kind, raw) => raw
  const world = await scripted(db, {
    ...connector,
    scrub: (kind, raw) => {
      if (killed) folder.delete('a') // consumed: the folder does not have it any more
      return scrub(kind, raw)
    },
    map: {
      order: (payload, context) => {
        if (killed) throw new LaneLost() // as after a kill: nothing more is written, the lane stays claimed
        const map = connector.map.order
        assert.ok(map)
        return map(payload, context)
      },
    },
  })
  await assert.rejects(world.run(), LaneLost)
  await world.query(`update sync_lane set holder = null`)
  killed = false

  await world.run()

  assert.deepEqual([await world.outcomes(), moved], [{ 1: 'staged' }, ['a stored']])
})

test('page: a folder that keeps giving the same page is named, and the run ends', async () => {
  const connector = folderConnector(new Map([['a', bytesOf([{ id: '1' }])]]), [], true)
  assert.ok(connector.pull)
  const world = await scripted(db, { ...connector, pull: { ...connector.pull, settle: async () => {} } })
  assert.equal((await world.run()).state, 'done')
  assert.deepEqual(await notes(world), ['ACKS_IGNORED'])
})

function tellingConnector(shop: readonly PlainRow[], acks: string[], broken = { times: 0 }): Connector {
  return scriptedConnector({
    pull: pullOf({ acked: 'told' }, { fetch: async () => ({ body: bytesOf(shop) }) }),
    ack: async (_session, _kind, list) => {
      if (broken.times-- > 0) throw new Rejected('AUTH_EXPIRED', '')
      acks.push(...list.map(one => one.theirs))
      return list.map((): AckResult => 'accepted')
    },
    ackBatch: 10,
  })
}

function folderConnector(
  folder: Map<string, Uint8Array>,
  moved: string[],
  consumes: boolean,
  die = new Set<string>(),
): Connector {
  return scriptedConnector({
    pull: pullOf(
      { acked: 'page', consumes },
      {
        fetch: async () => {
          const [file] = [...folder.keys()].sort()
          return file ? { body: folder.get(file) ?? Buffer.of(), note: { file } } : { body: Buffer.of() }
        },
        read: (_kind, { body }) => {
          if (body.length === 0) return { records: [], last: true }
          try {
            return { records: rowsOf(body), last: false }
          } catch {
            throw new Unreachable('no rows')
          }
        },
        settle: async (_session, _kind, note, as) => {
          const name = `${note['file']} ${as}`
          if (die.delete(name)) throw new TypeError('killed')
          folder.delete(note['file'] ?? '')
          moved.push(name)
        },
      },
    ),
  })
}

function lineOf(sku: string, prices: object = { unitNet: '10', unitGross: '11.90', taxRate: '19' }) {
  return [
    { ref: { theirs: '1' }, kind: 'item' as const, item: { sku }, name: 'Becher', quantity: '1', ...prices },
  ]
}

function wish(world: Scripted, id?: string) {
  return { tenant: world.tenant, ids: id ? [id] : [], by: 'Eva', holder: 'test', lease: productLease }
}

async function outbox(world: Scripted): Promise<string[]> {
  return (await world.query<{ id: string }>(`select external_id as id from ack_outbox`)).map(row => row.id)
}

async function notes(world: Scripted): Promise<string[]> {
  const [run] = await world.query<{ notes: { code: string }[] }>(
    `select notes from sync_run order by id desc limit 1`,
  )
  return run?.notes.map(one => one.code) ?? []
}
