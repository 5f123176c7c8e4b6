import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rounds } from '../rounds.ts'
import { plannedFaults } from './shopLife.ts'
import { siege } from './siege.ts'
import { missing } from './spotBook.ts'
import { counted, report, share } from './tally.ts'

const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))

/** A lease lasts 20 s, and whoever waits for its end looks five times a second; on a machine that has much to do still many times. */
const mostLooks = 8

const skip = process.platform === 'win32' && 'there are no signals on Windows'

test('orders come in and are taken over once each, and shops show what there is, whatever is killed', {
  skip,
}, async () => {
  const print = (line: string) => console.log(line)
  print(`seed ${seed}: KONTOR_TEST_SEED=${seed} gives the same shops, faults and plans`)
  // Each spot costs a process or two: a usual run hits a third of them, another third each time; two rounds hit all.
  const untilEverySpot = rounds(1) > 1
  const { tally, faults, lost } = await siege(
    {
      seed,
      perChain: rounds(6),
      untilEverySpot,
      ofConsuming: rounds(2),
      ofDatabase: rounds(2),
      frozen: [
        ['after call customer_order.pull', 'meanwhile'],
        ['after insert sales_order', 'afterwards'],
      ],
    },
    print,
  )
  for (const line of report(tally)) print(line)
  print(`${lost} runs stand in the database as lost`)
  assert.ok(counted(tally) >= rounds(14), `${counted(tally)} kills`)
  assert.ok(tally.spots.hits().length >= 10, `${tally.spots.hits().length} spots`)
  if (untilEverySpot) assert.deepEqual(missing(tally.spots), [], 'every decisive spot was hit')
  assert.deepEqual([...plannedFaults.difference(faults)], [], 'every planned fault was met')
  assert.ok(
    lost >= rounds(9) && lost >= counted(tally) * 0.7,
    `${lost} runs were lost by ${counted(tally)} kills`,
  )
  assert.ok(share(tally.looks, 0.95) < mostLooks, 'a killed holder is known at once')
})
