// A dry run foresees the guard: it says what would be held, holds nothing, and doing it right after holds just that.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { operator } from '../../src/company/rights.ts'
import { allOperations } from '../../src/operations/allOperations.ts'
import { beginSync } from '../../src/operations/beginSync.ts'
import type { Context } from '../../src/operations/operation.ts'
import { syncInput } from '../../src/operations/syncInput.ts'
import { productLease } from '../../src/sync/lanes.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { createGuardWorld, type GuardWorld } from './guardWorld.ts'

const { db } = await testDatabase({ after })

interface Page {
  readonly items: readonly {
    readonly name: string
    readonly kind: string
    readonly action: string
    readonly code: string | null
    readonly reason: string | null
  }[]
}

function asking({ world }: GuardWorld) {
  const context: Context = {
    kontor: world.kontor,
    tenant: world.tenant,
    actor: operator('tester'),
    language: 'en',
    afterCommit: work => work(),
  }
  const run = async (input: object) =>
    (await beginSync(context, syncInput.parse(input))).work({ lease: productLease })
  const preview = async (id: string) => {
    const operation = allOperations.find(one => one.name === 'sync.preview')
    assert.ok(operation)
    return (await operation.run(context, operation.input.parse({ id, limit: 200 }))) as Page
  }
  return { run, preview }
}

/** All that a dry run must leave as it was. */
async function prints({ world }: GuardWorld): Promise<unknown> {
  const tables = [
    'due',
    'sweep',
    'channel_object',
    'guard_stop',
    'guard_item',
    'guard_count',
    'journal',
    'link',
  ]
  const rows = tables.map(table =>
    world.query(
      `select '${table}' as name, count(*) || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print from ${table} t
       where tenant_id = $1`,
      world.tenant,
    ),
  )
  return (await Promise.all(rows)).flat()
}

for (const complete of [false, true])
  test(`a dry run says what the guard would hold, and holds nothing (${complete ? 'complete' : 'what is due'})`, async t => {
    const guard = await createGuardWorld(db, t)
    const { world, channelId, system } = guard
    const { run, preview } = asking(guard)
    const ids = await guard.sell(Array.from({ length: 40 }, (_, n) => `T-${n + 10}`))
    await guard.lane('catalogue')
    await guard.lane('stock')
    const gone = ids.slice(0, 12).map(itemId => ({ itemId, channelId, active: false }))
    await guard.change(tx => sellOn(tx, world.tenant, gone))
    const prices = [
      { id: ids[20] ?? '', netPrice: '1' },
      { id: ids[21] ?? '', netPrice: '12' },
      { id: ids[22] ?? '', netPrice: '1', name: 'Neuer Name' },
    ]
    await guard.change(tx => changeItems(tx, world.tenant, prices))
    const before = await prints(guard)
    const calls = system.calls.length
    const dry = await run({ dryRun: true, only: ['items'], complete })
    assert.equal(dry.state, 'done')
    assert.equal(system.calls.length, calls, 'not one call')
    assert.deepEqual(await prints(guard), before)

    const { items } = await preview(dry.id)
    const held = items.filter(one => one.action === 'held')
    const of = (name: string) =>
      items.flatMap(one => (one.name === name ? [`${one.action} ${one.code}`] : []))
    assert.deepEqual(
      held.map(one => [one.name, one.code]).slice(0, 12),
      gone.map((_, n) => [`T-${n + 10}`, 'GUARD_HOLDS']),
    )
    assert.match(held[0]?.reason ?? '', /vanish: shown/)
    const unchanged = complete ? 'again' : 'held'
    assert.deepEqual(
      [of('T-30'), of('T-31'), of('T-32')],
      [[`${unchanged} GUARD_HOLDS`], [complete ? 'again null' : 'changed null'], ['changed GUARD_HOLDS']],
    )

    guard.calls('item')
    const done = await run({ preview: dry.id })
    assert.equal(done.state, 'done', JSON.stringify(done.error))
    assert.deepEqual((await guard.stops()).sort(), ['price item 2', 'vanish item 12'])
    const sent = await world.query<{ name: string }>(
      `select distinct i.item_number as name from journal j join item i on i.id = j.object_id where j.run_id = any($1)`,
      done.parts.map(part => part.id),
    )
    const foreseen = items.filter(one => one.action !== 'held').map(one => one.name)
    assert.deepEqual(sent.map(one => one.name).sort(), foreseen.sort(), 'sent is what was shown')
  })
