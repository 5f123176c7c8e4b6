// A usual run strikes a few steps of a post, drawn by the seed; `KONTOR_TEST_ROUNDS=100 node bin/run.mjs test/all.ts test/called/kills` every
// one, in some minutes. It says how many of how many.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { createChance } from '../../testkit/jtlConnector/chance.ts'
import { openDatabaseProxy } from '../kills/databaseProxy.ts'
import { type Moment, spotOf } from '../kills/moment.ts'
import { openWorld } from '../kills/world.ts'
import { rounds } from '../rounds.ts'
import { openAccount } from './account.ts'
import { calledConnector } from './calledConnector.ts'
import { startServerProcess } from './startServerProcess.ts'

const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))
const skip = process.platform === 'win32' && 'there are no signals on Windows'
/** So many steps of a post are struck in a usual run; the rest by `KONTOR_TEST_ROUNDS`. */
const struckUsually = 5

test('a server that is killed between any two steps of a post leaves each record once when it is posted again', {
  skip,
  timeout: rounds(300_000),
}, async t => {
  console.log(`seed ${seed}: KONTOR_TEST_SEED=${seed} strikes the same steps`)
  const world = await openWorld()
  t.after(() => world.close())
  let seen: ((moment: Moment) => 'pass' | 'hold') | undefined
  const proxy = await openDatabaseProxy(world.target(), moment => seen?.(moment) ?? 'pass')
  t.after(() => proxy.close())
  let running = await startServerProcess(world.urlAt(proxy.port), world.environment)
  t.after(() => running.child.kill('SIGKILL'))
  const one = await openAccount({ db: world.db(), keyring: world.keyring }, calledConnector(), {
    url: () => running.url,
    slug: 'killed',
  })
  const batch = (name: string) => ['a', 'b', 'c'].map(part => `${name}-${part}`)

  await one.post(...batch('first')) // draws the key numbers of those that follow
  const steps: string[] = []
  seen = moment => {
    steps.push(spotOf(moment))
    return 'pass'
  }
  assert.equal((await one.post(...batch('whole'))).status, 200)
  const decisive = [
    0,
    steps.lastIndexOf('after insert web_order'),
    steps.lastIndexOf('after commit (update channel_object)'),
  ]
  assert.ok(!decisive.includes(-1), steps.join(', '))
  const hit: string[] = []
  for (const at of chosen(steps.length, decisive)) {
    let count = 0
    seen = moment => {
      if (count++ < at) return 'pass'
      running.child.kill('SIGKILL')
      if (count === at + 1) hit.push(spotOf(moment))
      return 'hold'
    }
    const died = once(running.child, 'exit')
    await assert.rejects(one.post(...batch(`k${at}`)), /fetch failed/, `not struck at ${at}: ${steps[at]}`)
    await died
    seen = undefined
    running = await startServerProcess(world.urlAt(proxy.port), world.environment)
    assert.equal((await one.post(...batch(`k${at}`))).status, 200)
  }
  console.log(`struck: ${hit.join(', ')}`)
  console.log(`struck ${hit.length} of ${steps.length} steps`)
  const posts = hit.length + 2
  assert.deepEqual(
    await one.query(
      `select (select count(*)::int from ledger where outcome = 'staged') as ledger, (select count(*)::int from web_order) as staged,
         (select count(*)::int from web_order_line) as lines, (select count(*)::int from link where kind = 'order') as links`,
    ),
    [{ ledger: posts * 3, staged: posts * 3, lines: posts * 3, links: posts * 3 }],
  )
})

/** Which steps are struck, in their order. */
function chosen(steps: number, decisive: readonly number[]): number[] {
  const all = Array.from({ length: steps }, (_, at) => at)
  const chance = createChance(seed)
  const others = all.filter(at => !decisive.includes(at)).toSorted(() => chance() - 0.5)
  return [...new Set([...decisive, ...others.slice(0, rounds(struckUsually) - decisive.length)])].sort(
    (a, b) => a - b,
  )
}
