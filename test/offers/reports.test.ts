import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newId } from '../../src/base/ids.ts'
import { storeReported } from '../../src/channels/reportStore.ts'
import type { Connector, Run } from '../../src/port/connector.ts'
import type { ReportedRow } from '../../src/port/posted.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { referenceConnector } from '../../testkit/reference/connector/index.ts'
import { act, addReference } from '../connect/connectWorld.ts'
import { createWorld } from '../import/world.ts'

const { db } = await testDatabase({ after })

test('what a system reported in several posts is looked at in the first run, and linked by number, else by GTIN', async context => {
  const world = await createWorld(db, context)
  const { tenant } = world
  const { id, name } = await addReference(world, context)
  const usual = referenceConnector({}) as Connector
  let run: Run | undefined
  world.install({
    ...usual,
    receive: referenceConnector({ inward: 'pushed' }).receive,
    open: async (given: Run) => {
      run = given
      return usual.open(given)
    },
    inventory: {
      kinds: ['item'],
      list: async (_session: unknown, _kind: unknown, after: string | undefined, want: number) => {
        const rows = (await run?.reported?.('', after, want)) ?? []
        return {
          objects: rows,
          last: rows.length < want,
          ...(rows.length < want ? {} : { resume: rows.at(-1)?.theirs }),
        }
      },
    },
  } as unknown as Connector)
  await act(world, 'item.add-many', {
    items: [
      { itemNumber: 'A-1', name: 'Tasse' },
      { itemNumber: 'A-2', name: 'Teller', gtin: '4006381333931' },
    ],
  })
  const ask = async () => {
    const [row] = await world.query<{ id: string }>(
      `insert into place_ask (tenant_id, connection_id, id, name, place, asked_at, asked_by)
       values ($1, $2, $3, 'inventory', '', clock_timestamp(), 'tester') returning id`,
      tenant,
      id,
      newId(),
    )
    return row?.id ?? ''
  }
  const report = (of: string, rows: readonly ReportedRow[], done = false) =>
    world.tx(tx => storeReported(tx, tenant, id, { ask: of, rows, done }, new Date()))
  const first = await ask()
  const many = Array.from({ length: 2_500 }, (_, n) => ({ theirs: `offer ${n}`, name: `Offer ${n}` }))
  for (let from = 0; from < many.length; from += 1000) await report(first, many.slice(from, from + 1000))
  await report(first, [
    { theirs: 'x-1', number: 'A-1', name: 'Tasse' },
    { theirs: 'x-2', number: 'other', gtin: '4006381333931', name: 'Teller' },
    { theirs: 'x-2', number: 'another', gtin: '4006381333931', name: 'Teller' },
  ])
  await act(world, 'connection.check', { connection: name })
  await report(newId(), [{ theirs: 'nobody asked', name: 'x' }], true)
  await act(world, 'first-run.look', { connection: name })
  assert.deepEqual(await found(), [], 'it is not complete')
  await report(first, [], true)
  await act(world, 'first-run.look', { connection: name, anew: true })
  const all = await found()
  assert.equal(all.length, 2_502)
  assert.deepEqual(
    all.filter(row => row.by),
    [
      { theirs: 'x-1', number: 'A-1', by: 'number' },
      { theirs: 'x-2', number: 'another', by: 'gtin' },
    ],
  )
  const second = await ask()
  await report(second, [{ theirs: 'x-9', name: 'new' }])
  const kept = () =>
    world.query<{ count: number }>(
      'select count(*)::int as count from reported_row where tenant_id = $1',
      tenant,
    )
  assert.deepEqual(await kept(), [{ count: 2_503 }], 'until the newer one is complete')
  await report(second, [], true)
  assert.deepEqual(await kept(), [{ count: 1 }])

  function found() {
    return world.query<{ theirs: string; number: string | null; by: string | null }>(
      `select their_id as theirs, number, matched_by as by from adoption where tenant_id = $1 order by their_id`,
      tenant,
    )
  }
})
