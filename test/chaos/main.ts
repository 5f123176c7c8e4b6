/**
 * `npm run chaos -- --minutes N --seed S`: worlds with four shops, workers, a server and a database that are killed while
 * everybody works, for as long as asked; every second world is the siege of `test/kills`, which strikes at named spots and
 * freezes processes. Each world has a seed of its own that is printed: with it the same shops, faults and plans come again.
 * Ends with status 1 at the first thing that is lost, double or wrong.
 */
import { parseArgs } from 'node:util'
import { between, createChance, pick } from '../../testkit/jtlConnector/chance.ts'
import { type SiegePlan, siege } from '../kills/siege.ts'
import { counted, report as reportSiege } from '../kills/tally.ts'
import { storm } from './storm.ts'
import { createStormTally, report } from './stormTally.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string' },
    workers: { type: 'string', default: '3' },
    /** So many kills one world sees: then it settles, and a new one begins. */
    kills: { type: 'string', default: '120' },
  },
})
const minutes = Number(values.minutes)
const workers = Number(values.workers)
const first = Number(values.seed ?? Math.floor(Math.random() * 1e9))
if (!(minutes > 0) || !Number.isInteger(first) || !(workers >= 1)) {
  console.error('usage: npm run chaos -- [--minutes N] [--seed S] [--workers W] [--kills K]')
  process.exit(2)
}

const begun = performance.now()
const until = begun + minutes * 60_000
const total = createStormTally()
let besieged = 0
for (let seed = first; performance.now() < until; seed++) {
  console.log(`world of seed ${seed}`)
  if ((seed - first) % 2 === 1) {
    const { tally } = await siege(randomPlan(seed), console.log)
    for (const line of reportSiege(tally)) console.log(line)
    besieged += counted(tally)
    console.log(`so far ${total.count() + besieged} kills, ${besieged} of them in sieges`)
    continue
  }
  const mostMs = Math.max(20_000, until - performance.now())
  const tally = await storm(
    { seed, workers, kills: Number(values.kills), leastKills: 0, mostMs },
    console.log,
  )
  for (const line of report(tally)) console.log(line)
  total.add(tally)
  console.log(`so far ${total.line()}; ${besieged} more in sieges`)
}
const took = (performance.now() - begun) / 60_000
console.log('in all:')
for (const line of report(total)) console.log(line)
console.log(
  `${total.count() + besieged} kills in ${took.toFixed(1)} minutes, ${besieged} of them at named spots of a siege; ` +
    `${((total.count() + besieged) / took).toFixed(1)} a minute; nothing lost, nothing twice`,
)

function randomPlan(seed: number): SiegePlan {
  const chance = createChance(seed)
  const frozen = Array.from({ length: between(chance, 0, 2) }, () => {
    const spot = pick(chance, [
      'after call auth',
      'before call customer_order.pull',
      'after call customer_order.pull',
      'after commit (insert inbound_page)',
      'after commit (insert key_counter)',
      'after commit (insert ledger)',
      'before call ack customerOrder',
      'after call ack customerOrder',
      'after insert sales_order',
      'after commit (insert sales_order)',
      'after commit (delete ack_outbox)',
      'before call finish',
    ])
    const wakes = ['meanwhile', 'afterwards'] as const
    return [spot, pick(chance, wakes)] as const
  })
  return {
    seed,
    perChain: between(chance, 10, 80),
    untilEverySpot: true,
    ofConsuming: between(chance, 5, 20),
    ofDatabase: between(chance, 2, 12),
    frozen,
  }
}
