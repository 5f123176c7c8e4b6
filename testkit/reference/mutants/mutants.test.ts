import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Connector } from '../../../src/port/connector.ts'
import { contractTopics, declined, runCase } from '../../contract/contractSuite.ts'
import type { ContractSubject } from '../../contract/subject.ts'
import { referenceConnector } from '../connector/index.ts'
import { shapes } from '../shapes.ts'
import { referenceSide } from '../subject.ts'
import type { Mutant } from './breaking.ts'
import { faultMutants } from './faultMutants.ts'
import { lookingMutants } from './lookingMutants.ts'
import { purityMutants } from './purityMutants.ts'
import { readingMutants } from './readingMutants.ts'
import { sendingMutants } from './sendingMutants.ts'

describe('the contract suite notices a connector that', () => {
  for (const mutant of [
    ...readingMutants,
    ...purityMutants,
    ...faultMutants,
    ...sendingMutants,
    ...lookingMutants,
  ])
    test(mutant.name, { timeout: 300_000 }, async t => {
      const shape = shapes.find(({ name }) => name.includes(mutant.shape ?? 'JTL'))
      assert.ok(shape)
      const good = referenceConnector(shape.connector)
      const connector: Connector = { ...good, ...mutant.breaks(good) }
      const subject = { ...referenceSide(shape.name, shape.system), seed: 1, connector }
      const noticed = await firstFailure(subject, mutant)
      assert.match(noticed ?? 'no case noticed it', mutant.noticedBy)
      t.diagnostic(noticed ?? '')
    })
})

/** The first failure of its topic; the cases that are named as what should notice it come first. */
async function firstFailure(
  subject: ContractSubject,
  { topic, noticedBy }: Mutant,
): Promise<string | undefined> {
  const cases = contractTopics(subject).get(topic) ?? []
  for (const entry of cases.toSorted(
    (one, other) => +noticedBy.test(other.name) - +noticedBy.test(one.name),
  )) {
    if (declined(subject, entry) !== undefined) continue
    try {
      await runCase(subject, entry)
    } catch (error) {
      return `${entry.name}: ${String(error).split('\n')[0]}`
    }
  }
  return undefined
}
