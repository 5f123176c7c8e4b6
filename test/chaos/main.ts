/**
 * `npm run chaos -- --minutes N --seed S`: random kills of importing processes and databases, random faults, two processes
 * at once, frozen ones, for as long as asked. One world after the other, each with a seed of its own that is printed: with
 * it the same shops, faults and plans come again. Ends with status 1 at the first thing that is lost, double or wrong.
 */
import { parseArgs } from 'node:util'
import { between, createChance, pick } from '../../testkit/jtlConnector/chance.ts'
import { type SiegePlan, siege } from '../kills/siege.ts'
import { counted, report } from '../kills/tally.ts'

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } },
})
const minutes = Number(values.minutes)
const first = Number(values.seed ?? Math.floor(Math.random() * 1e9))
if (!(minutes > 0) || !Number.isInteger(first)) {
  console.error('usage: npm run chaos -- [--minutes N] [--seed S]')
  process.exit(2)
}

const until = performance.now() + minutes * 60_000
let kills = 0
for (let seed = first; performance.now() < until; seed++) {
  console.log(`world of seed ${seed}`)
  const { tally } = await siege(randomPlan(seed), console.log)
  for (const line of report(tally)) console.log(line)
  kills += counted(tally)
}
console.log(`${kills} kills; nothing lost, nothing twice`)

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
    ofConsuming: between(chance, 5, 20),
    ofDatabase: between(chance, 2, 12),
    frozen,
  }
}
