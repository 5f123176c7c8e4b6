import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Connector } from '../../../src/port/connector.ts'
import { contractTopics, declined, runCase } from '../../contract/contractSuite.ts'
import type { ContractSubject } from '../../contract/subject.ts'
import { referenceConnector } from '../connector/index.ts'
import { shapes } from '../shapes.ts'
import { referenceSide } from '../subject.ts'
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
    test(mutant.name, { timeout: 60_000 }, async t => {
      const shape = shapes.find(({ name }) => name.includes(mutant.shape ?? 'JTL'))
      assert.ok(shape)
      const good = referenceConnector(shape.connector)
      const connector: Connector = { ...good, ...mutant.breaks(good) }
      const subject = { ...referenceSide(shape.name, shape.system), seed: 1, connector }
      const noticed = await firstFailure(subject, mutant.topic)
      assert.match(noticed ?? 'no case noticed it', mutant.noticedBy)
      t.diagnostic(noticed ?? '')
    })
})

async function firstFailure(subject: ContractSubject, topic: string): Promise<string | undefined> {
  for (const entry of contractTopics(subject).get(topic) ?? []) {
    if (declined(subject, entry) !== undefined) continue
    try {
      await runCase(subject, entry)
    } catch (error) {
      return `${entry.name}: ${String(error).split('\n')[0]}`
    }
  }
  return undefined
}
