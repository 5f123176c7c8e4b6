import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { referenceConnector } from '../../testkit/reference/connector/index.ts'
import { faultMutants } from '../../testkit/reference/mutants/faultMutants.ts'
import { sendingMutants } from '../../testkit/reference/mutants/sendingMutants.ts'
import { referenceSide } from '../../testkit/reference/subject.ts'
import type { SystemOptions } from '../../testkit/reference/system.ts'
import { referenceFaultRows, suiteFaults } from './faultTable.ts'
import { tryCases } from './quirkTrial.ts'
import { type ReferenceFlip, referenceFlips } from './referenceTable.ts'

/** What holds wherever nothing is lost or doubled. */
const usualCases = [
  'brings in every order exactly, over several pages',
  'category: stores each, and says under which id',
]

describe('the reference system is another one than its connector was made for', () => {
  for (const flip of referenceFlips())
    test(`${flip.shape}: ${flip.option} is ${flip.to} instead of ${flip.from}`, async () => {
      const { verdict, system, made } = flip
      if ('why' in verdict) return assert.equal(await said(flip, system, usualCases), undefined)
      assert.ok(await said(flip, system, [verdict.by]), 'no case notices it')
      assert.equal(await said(flip, made, [verdict.by]), undefined, 'as it was made for')
    })
})

test('each fault of the reference system is noticed by a mutant of its connector, or can do no harm', () => {
  assert.deepEqual(Object.keys(referenceFaultRows).sort(), [...suiteFaults].sort())
  const mutants = new Set([...faultMutants, ...sendingMutants].map(one => one.name))
  for (const [fault, row] of Object.entries(referenceFaultRows))
    if ('mutant' in row) assert.ok(mutants.has(row.mutant), `${fault}: there is no mutant "${row.mutant}"`)
})

function said({ name, connector, made }: ReferenceFlip, system: SystemOptions, names: readonly string[]) {
  // What the simulator declines is said of the system that the connector was made for.
  const { without } = referenceSide(name, made)
  const subject = {
    ...referenceSide(name, system),
    without,
    seed: 1,
    connector: referenceConnector(connector),
  }
  return tryCases(subject, names)
}
