import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { changeItems } from '../../src/catalog/changeItems.ts'
import type { Connector } from '../../src/port/connector.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { type CompleteWorld, createCompleteWorld, numbers } from './completeWorld.ts'

const { db } = await testDatabase({ after })

test('what changes after it was read ahead ends as it is, told by its own row or by the walk', async t => {
  let calls = 0
  let change: ((call: number) => Promise<void>) | undefined
  const shop: CompleteWorld = await createCompleteWorld(db, t, {}, (connector: Connector) => {
    const { item } = connector.send ?? {}
    assert.ok(item)
    const send: typeof item.send = async (session, list) => {
      await change?.(++calls)
      return item.send(session, list)
    }
    return { ...connector, send: { ...connector.send, item: { ...item, send, batch: 50 } } }
  })
  const ids = await shop.sell(numbers(600), '0')
  await shop.change(tx =>
    changeItems(
      tx,
      shop.world.tenant,
      ids.map(id => ({ id, gtin: gtinOf(0) })),
    ),
  )
  await shop.lane('catalogue')
  // Before each call something of the next steps changes, so that some of it was read and some was not.
  const changed = new Map<string, string>()
  change = async call => {
    const id = ids[200 + ((call * 37) % 400)] ?? ''
    const gtin = gtinOf(call)
    changed.set(id, gtin)
    await shop.change(tx => changeItems(tx, shop.world.tenant, [{ id, gtin }]))
    if (call > 20) change = undefined
  }
  const run = await shop.complete(['item'])
  assert.equal(run.state, 'done', JSON.stringify(run.error))
  const there = new Map(
    shop.system.objects.of('item').map(one => [one.fields['itemNumber'], one.fields['gtin']]),
  )
  const rows = await shop.world.query<{ id: string; number: string }>(
    `select id, item_number as number from item where tenant_id = $1 and id = any($2::uuid[])`,
    shop.world.tenant,
    [...changed.keys()],
  )
  assert.ok(rows.length > 10)
  for (const { id, number } of rows) assert.equal(there.get(number), changed.get(id), number)
  assert.deepEqual([await shop.sweeps(), await shop.due('item')], [[], []])
})

/** A GTIN-13 of our own: twelve digits and their check digit. */
function gtinOf(no: number): string {
  const digits = String(400_000_000_000 + no)
  const sum = [...digits].reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}
