import { describe, test } from 'node:test'
import { ackCases } from './acks.ts'
import { withBench } from './bench.ts'
import type { ContractCase } from './case.ts'
import { changingCases } from './changing.ts'
import { checkCases } from './checks.ts'
import { contentCases } from './content.ts'
import { crossSellingCases } from './crossSelling.ts'
import { declarationCases } from './declarations.ts'
import { describingCases } from './describing.ts'
import { errorCases } from './errors.ts'
import { incomingCases } from './incoming.ts'
import { lookingCases } from './lookingCases.ts'
import { lostAnswerCases } from './lostAnswers.ts'
import { outgoingCases } from './outgoing.ts'
import { shapeCases } from './outgoingShapes.ts'
import { purityCases } from './purity.ts'
import { pushCases } from './pushCases.ts'
import { reopeningCases } from './reopening.ts'
import { respectingCases } from './respecting.ts'
import type { ContractSubject } from './subject.ts'

/** A case may take so long on a machine that does other things too. Only what never ends waits for it. */
const timeoutMs = 300_000

/**
 * Registers the contract of the port with node:test: every behaviour that the engine relies on, for this connector
 * against this simulator. Cases for what a connector does not declare are not there; cases for what the simulator
 * declines are skipped with its reason. `isWanted`: these topics, where others are tried elsewhere.
 */
export function contractSuite(
  subject: ContractSubject,
  isWanted: (topic: string) => boolean = () => true,
): void {
  describe(`contract of ${subject.connector.name}: ${subject.name}`, () => {
    for (const [topic, cases] of contractTopics(subject)) {
      if (!isWanted(topic)) continue
      describe(topic, () => {
        for (const entry of cases)
          test(entry.name, { skip: declined(subject, entry) ?? false, timeout: timeoutMs }, async t => {
            await runCase(subject, entry, text => t.diagnostic(text))
          })
      })
    }
  })
}

/** The cases that are for this connector, by topic, in the order in which they are worth reading. */
export function contractTopics(subject: ContractSubject): ReadonlyMap<string, readonly ContractCase[]> {
  const topics: readonly (readonly [string, readonly ContractCase[]])[] = [
    ['declarations', declarationCases(subject)],
    ['check', checkCases(subject)],
    ['reading', incomingCases(subject)],
    ['reading while it changes', changingCases(subject)],
    ['content', contentCases(subject)],
    ['acknowledging', ackCases(subject)],
    ['being called', pushCases(subject)],
    ['faults', errorCases(subject)],
    ['purity', purityCases(subject)],
    [
      'sending',
      [
        ...outgoingCases(subject),
        ...shapeCases(subject),
        ...describingCases(subject),
        ...reopeningCases(subject),
        ...respectingCases(subject),
        ...crossSellingCases(subject),
      ],
    ],
    ['lost answers', lostAnswerCases(subject)],
    ['looking', lookingCases(subject)],
  ]
  const own = topics.map(
    ([topic, cases]) => [topic, cases.filter(entry => entry.notFor === undefined)] as const,
  )
  return new Map(own.filter(([, cases]) => cases.length > 0))
}

/** Why the simulator cannot play a case, or undefined. */
export function declined(subject: ContractSubject, { needs = [] }: ContractCase): string | undefined {
  for (const offer of needs)
    if (subject.without[offer] !== undefined) return `${offer}: ${subject.without[offer]}`
  return undefined
}

/** Runs one case on a system of its own. Throws what is wrong. */
export async function runCase(
  subject: ContractSubject,
  entry: ContractCase,
  note?: (text: string) => void,
): Promise<void> {
  await withBench(subject, entry.run, note)
}
