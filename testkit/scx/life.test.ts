import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createChance } from '../jtlConnector/chance.ts'
import { allMoves, liveOn } from './life.ts'
import { fillOrders } from './orderKinds.ts'
import { ScxCrash } from './programErrors.ts'
import { startPair } from './testProgram.ts'

test('500 orders live on through every step that their lines may take, while the program crashes and repeats', async t => {
  const { host, program, advance } = await startPair(t)
  const chance = createChance(9)
  const filled = fillOrders(program, { sellerId: 'laden', orders: 500, seed: 9 })
  const kinds = ['crashBefore', 'crashAfter', 'lostAnswer', 'cutRequest', 'doubled', 'parallel'] as const
  program.setFaults({ seed: 9, rate: 0.2, kinds })
  let crashes = 0
  for (let round = 0; round < 12; round++) {
    liveOn(program, chance, 250)
    host.push('System:Test', { sellerId: 'laden' })
    try {
      await program.poll()
    } catch (error) {
      if (!(error instanceof ScxCrash)) throw error
      crashes++
      program.restart()
    }
    advance(301)
  }
  program.setFaults(null)
  await program.settle()
  assert.ok(crashes > 0)
  assert.deepEqual(program.audit(), [])
  assert.equal(Object.keys(program.book.stored).length, filled.length)
  assert.deepEqual(Object.keys(program.book.moves).sort(), [...allMoves].sort())
})
