import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { faultMutants } from '../../testkit/reference/mutants/faultMutants.ts'
import { sendingMutants } from '../../testkit/reference/mutants/sendingMutants.ts'
import { referenceFaultRows, suiteFaults } from './faultTable.ts'
import { referenceFlips, tryReference } from './referenceTable.ts'

describe('the reference system is another one than its connector was made for', () => {
  for (const flip of referenceFlips())
    test(`${flip.shape}: ${flip.option} is ${flip.to} instead of ${flip.from}`, () => tryReference(flip))
})

test('each fault of the reference system is noticed by a mutant of its connector, or can do no harm', () => {
  assert.deepEqual(Object.keys(referenceFaultRows).sort(), [...suiteFaults].sort())
  const mutants = new Set([...faultMutants, ...sendingMutants].map(one => one.name))
  for (const [fault, row] of Object.entries(referenceFaultRows))
    if ('mutant' in row) assert.ok(mutants.has(row.mutant), `${fault}: there is no mutant "${row.mutant}"`)
})
