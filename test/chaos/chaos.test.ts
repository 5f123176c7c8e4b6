import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rounds } from '../rounds.ts'
import { storm } from './storm.ts'
import { report } from './stormTally.ts'

const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))

const skip = process.platform === 'win32' && 'there are no signals on Windows'

test('workers, server and database are killed while four shops and a merchant go on: nothing is lost, nothing is twice', {
  skip,
}, async () => {
  const print = (line: string) => console.log(line)
  print(`seed ${seed}: KONTOR_TEST_SEED=${seed} gives the same shops, faults and plans`)
  const tally = await storm(
    { seed, workers: 2, kills: rounds(4), leastKills: 3, mostMs: rounds(10_000) },
    print,
  )
  for (const line of report(tally)) print(line)
  assert.ok(tally.count() >= 3, `${tally.count()} kills`)
  assert.ok(tally.acks > 0, 'shops were told what is stored')
})
