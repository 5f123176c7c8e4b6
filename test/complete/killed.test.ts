import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { timePasses } from '../kills/killing.ts'
import { createCompleteWorld, numbers } from './completeWorld.ts'

const { db, url } = await testDatabase({ after })
const program = fileURLToPath(new URL('pushProcess.ts', import.meta.url))
const items = 1_000
const batch = 20
const kills = 5

test('killed five times, goes on at the object where it was, and sends no more than one call twice each time', async t => {
  const seed = Number(process.env['KONTOR_TEST_SEED'] ?? Date.now() % 1e6)
  t.diagnostic(`seed ${seed}`)
  const chance = () => {
    const x = Math.sin(seed + round++) * 10_000
    return x - Math.floor(x)
  }
  let round = 0
  const shop = await createCompleteWorld(db, t)
  const { world, system, connectionId } = shop
  await shop.sell(numbers(items), '0')
  await shop.lane('catalogue')
  await shop.ask(['item'])
  shop.writes()

  const start = () => {
    const args = [program, url, world.keyFile, world.tenant, connectionId]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] })
    t.after(() => child.kill('SIGKILL'))
    return { child, ended: once(child, 'exit') }
  }
  let killed = 0
  for (let kill = 0; kill < kills; kill++) {
    const { child, ended } = start()
    const seen = system.calls.length
    const after = 5 + Math.floor(chance() * 4)
    while (system.calls.length < seen + after && child.exitCode === null) await wait(1)
    await wait(chance() * 10) // anywhere in a call or between two
    if (child.kill('SIGKILL')) killed++
    await ended
    // What is in flight of a dead run is unknown when its call is over for certain, and is due again then.
    await timePasses({ world: { db: () => db }, tenant: world.tenant })
  }
  assert.equal(killed, kills)
  const [left] = await shop.sweeps()
  assert.ok(left && left.done < items, 'the fifth kill was in the middle of it')

  for (
    let again = 0;
    again < 50 && ((await shop.sweeps()).length > 0 || (await shop.due('item')).length > 0);
    again++
  )
    await start().ended
  assert.deepEqual([await shop.sweeps(), await shop.due('item')], [[], []], 'nothing is left')
  const writes = shop.writes()
  t.diagnostic(`written so often: ${JSON.stringify(writes)}`)
  const total = Object.entries(writes).reduce((sum, [times, count]) => sum + Number(times) * count, 0)
  assert.equal(
    Object.values(writes).reduce((sum, count) => sum + count, 0),
    items,
    'every object',
  )
  assert.ok(total - items <= kills * batch, `${total - items} too many`)
  assert.equal(system.objects.of('item').length, items)
  assert.deepEqual(await world.broken(), [])
})
