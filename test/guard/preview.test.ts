// A dry run foresees the guard: it says what would be held, holds nothing, and doing it right after holds just that.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import { sellOn } from '../../src/catalog/sellOn.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { preview, prints, run } from '../complete/previewing.ts'
import { createGuardWorld } from './guardWorld.ts'

const { db } = await testDatabase({ after })

/** All that a dry run must leave as it was. */
const untouched = [
  'due',
  'sweep',
  'channel_object',
  'guard_stop',
  'guard_item',
  'guard_count',
  'journal',
  'link',
]

for (const complete of [false, true])
  test(`a dry run says what the guard would hold, and holds nothing (${complete ? 'complete' : 'what is due'})`, async t => {
    const guard = await createGuardWorld(db, t)
    const { world, channelId, system } = guard
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
    const before = await prints(guard, untouched)
    const calls = system.calls.length
    const dry = await run(guard, { dryRun: true, only: ['items'], complete })
    assert.equal(dry.state, 'done')
    assert.equal(system.calls.length, calls, 'not one call')
    assert.deepEqual(await prints(guard, untouched), before)

    const { items } = await preview(guard, dry.id, { limit: 200 })
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
    const done = await run(guard, { preview: dry.id })
    assert.equal(done.state, 'done', JSON.stringify(done.error))
    assert.deepEqual((await guard.stops()).sort(), ['price item 2', 'vanish item 12'])
    const sent = await world.query<{ name: string }>(
      `select distinct i.item_number as name from journal j join item i on i.id = j.object_id where j.run_id = any($1)`,
      done.parts.map(part => part.id),
    )
    const foreseen = items.filter(one => one.action !== 'held').map(one => one.name)
    assert.deepEqual(sent.map(one => one.name).sort(), foreseen.sort(), 'sent is what was shown')
  })
