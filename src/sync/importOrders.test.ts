import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import type { Connector, Cursor, MapContext } from '../port/connector.ts'
import { RateLimited, Rejected } from '../port/errors.ts'
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
import { verify } from './verify.ts'

const { db } = await testDatabase({ after })

test('what this very system lacks of what is read is left out and named once; what must be asked for is not read', async () => {
  const asked: string[] = []
  const world = await scripted(
    db,
    scriptedConnector({
      open: async run => {
        run.remember({ payments: false })
        return {}
      },
      without: facts => (facts['payments'] === false ? ['payment', 'delivery'] : []),
      pull: {
        kinds: [
          { ...orderKind, kind: 'customer', when: 'asked' },
          orderKind,
          { ...orderKind, kind: 'payment' },
        ],
        fetch: async (_session, kind) => {
          asked.push(kind)
          return { body: bytesOf([]) }
        },
        read: () => ({ records: [], last: true }),
      },
    }),
  )
  await world.run()
  assert.deepEqual(asked, ['order'])
  const [run] = await world.query<{ notes: { code: string; data: unknown }[] }>(`select notes from sync_run`)
  assert.deepEqual(
    run?.notes.map(({ code, data }) => [code, data]),
    [['NOT_SUPPORTED', { kinds: 'payment' }]],
  )
})

test('a resume that is refused again and again ends the run with its code', async () => {
  let calls = 0
  const world = await scripted(
    db,
    scriptedConnector({
      pull: pullOf(
        {},
        {
          fetch: async (_session, _kind, cursor) => {
            calls++
            if (cursor.resume) throw new Rejected('RESUME_REFUSED', 'resume')
            return { body: bytesOf([{ id: '1' }]) }
          },
          read: (_kind, { body }) => ({ records: rowsOf(body), last: false, resume: 'next' }),
        },
      ),
    }),
  )
  const end = await world.run()
  assert.deepEqual([end.state, end.error?.code], ['failed', 'RESUME_REFUSED'])
  assert.ok(calls <= 6, `${calls} calls`)
  assert.equal((await world.run()).error?.code, 'RESUME_REFUSED', 'and so does the next one')
})

test('a resume that is refused once costs a second look and no more', async () => {
  const refusals = ['2']
  const world = await scripted(db, pagedConnector(['1', '2', '3'], refusals))
  const end = await world.run()
  assert.equal(end.state, 'done')
  assert.deepEqual(Object.keys(await world.outcomes()), ['1', '2', '3'])
})

test('a resume that does not move ends the run with its code', async () => {
  let calls = 0
  const world = await scripted(
    db,
    scriptedConnector({
      pull: pullOf(
        {},
        {
          fetch: async () => {
            calls++
            return { body: bytesOf([{ id: '1' }]) }
          },
          read: (_kind, { body }) => ({ records: rowsOf(body), last: false, resume: 'same' }),
        },
      ),
    }),
  )
  const end = await world.run()
  assert.deepEqual([end.state, end.error?.code, calls], ['failed', 'RESUME_STUCK', 4])
})

test('too fast: the run ends well, keeps what it read, and the lane waits', async () => {
  const until = new Date(Date.now() + 3_600_000)
  const connector = pagedConnector(['1', '2'])
  assert.ok(connector.pull)
  const { fetch } = connector.pull
  const world = await scripted(db, {
    ...connector,
    pull: {
      ...connector.pull,
      fetch: async (session, kind, cursor: Cursor, want) => {
        if (cursor.resume) throw new RateLimited('quota used up', until)
        return fetch(session, kind, cursor, want)
      },
    },
  })
  assert.equal((await world.run()).state, 'done')
  assert.deepEqual(await world.outcomes(), { 1: 'staged' })
  assert.deepEqual(await notes(world), ['RATE_LIMITED'])
  assert.deepEqual(
    await world.query(`select not_before, failures, holder from sync_lane where kind = 'orders'`),
    [{ not_before: until, failures: 0, holder: null }],
  )
})

test('read and map are given the settings, and none of them is secret', async () => {
  const given: MapContext[] = []
  const connector = scriptedConnector()
  const world = await scripted(db, {
    ...connector,
    pull: pullOf(
      {},
      {
        fetch: async () => ({ body: bytesOf([{ id: '1' }]) }),
        read: (_kind, { body }, context) => {
          given.push(context)
          return { records: rowsOf(body), last: true }
        },
      },
    ) as NonNullable<Connector['pull']>,
    map: {
      order: (payload, context) => {
        given.push(context)
        return connector.map.order?.(payload, context) ?? assert.fail()
      },
    },
  })
  await world.run()
  assert.deepEqual(
    given.map(context => context.settings),
    [{ states: 'all' }, { states: 'all' }],
  )
})

test('a price that is not said follows from the rate; without a rate it is asked for, unless it is gross', async () => {
  const rows: PlainRow[] = [
    { id: 'net', lines: lineOf('A-1', { unitNet: '10', taxRate: '19' }) },
    { id: 'gross', lines: lineOf('A-1', { unitGross: '11.90', taxRate: '19' }) },
    { id: 'grossWithoutRate', lines: lineOf('A-1', { unitGross: '11.90' }) },
    { id: 'netWithoutRate', lines: lineOf('A-1', { unitNet: '10' }) },
    { id: 'none', lines: lineOf('A-1', {}) },
    { id: 'zero', lines: lineOf('A-1', { unitGross: '11.90', unitNet: '11.90', taxRate: '0.00' }) },
    {
      id: 'marketplace',
      fulfilledBy: 'channel',
      lines: lineOf('A-1', { unitGross: '11.90', taxBy: 'marketplace' }),
    },
  ]
  const { totalGross: _total, ...pending } = { totalGross: '', id: 'pending', pending: true }
  const world = await scripted(
    db,
    scriptedConnector({
      pull: pullOf(
        {},
        { fetch: async () => ({ body: bytesOf([...rows, { ...pending, lines: lineOf('A-1', {}) }]) }) },
      ),
      map: {
        order: (payload, context) => {
          const mapped = scriptedConnector().map.order?.(payload, context) ?? assert.fail()
          if (!mapped.pending) return mapped
          const { totalGross: _total, ...rest } = mapped
          return rest
        },
      },
    }),
  )
  await world.run()
  const found = await world.query<Record<string, unknown>>(
    `select l.external_id as id, w.open_checks as open, w.total_gross as total, w.lines_gross as lines, n.unit_net as net,
       n.unit_gross as gross, n.tax_rate as rate, n.tax_by as "taxBy", w.fulfilled_by as "fulfilledBy"
     from ledger l join web_order w on w.id = l.id join web_order_line n on n.web_order_id = w.id order by l.external_id`,
  )
  const plain = {
    open: [],
    total: '11.90',
    lines: '11.9',
    net: '10',
    gross: '11.90',
    rate: '19',
    taxBy: null,
    fulfilledBy: null,
  }
  assert.deepEqual(found, [
    { ...plain, id: 'gross' },
    { ...plain, id: 'grossWithoutRate', net: null, rate: null },
    { ...plain, id: 'marketplace', net: null, rate: null, taxBy: 'marketplace', fulfilledBy: 'channel' },
    { ...plain, id: 'net', gross: '11.9' },
    { ...plain, id: 'netWithoutRate', open: ['TAX_UNKNOWN'], lines: null, gross: null, rate: null },
    {
      ...plain,
      id: 'pending',
      open: ['PENDING_AT_CHANNEL'],
      total: null,
      lines: null,
      net: null,
      gross: null,
      rate: null,
    },
    { ...plain, id: 'zero', net: '11.90', rate: '0.00' },
  ])
  assert.equal((await world.outcomes())['none'], 'parked', 'a price has to be said')
  const broken = (await world.tx(tx => verify(tx, world.tenant))).filter(finding => !finding.ok)
  assert.deepEqual(broken, [])
})

// One row per page; `refusals` names rows before which going on is refused, once each.
function pagedConnector(ids: readonly string[], refusals: string[] = []): Connector {
  return scriptedConnector({
    pull: pullOf(
      {},
      {
        fetch: async (_session, _kind, { resume }) => {
          const id = resume ?? ids[0] ?? ''
          const refused = refusals.indexOf(id)
          if (resume && refused >= 0) {
            refusals.splice(refused, 1)
            throw new Rejected('RESUME_REFUSED', 'resume')
          }
          return { body: bytesOf([{ id }]) }
        },
        read: (_kind, { body }) => {
          const records = rowsOf(body)
          const next = ids[ids.indexOf(records[0]?.externalId ?? '') + 1]
          return next ? { records, last: false, resume: next } : { records, last: true }
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

async function notes(world: Scripted): Promise<string[]> {
  const [run] = await world.query<{ notes: { code: string }[] }>(
    `select notes from sync_run order by id desc limit 1`,
  )
  return run?.notes.map(one => one.code) ?? []
}
