/** The same for what goes wrong on the way: every fault of the simulated shop and of the reference system. */

import { type Fault, faults } from '../../testkit/contract/subject.ts'
import type { ShopTroubles } from '../../testkit/jtlConnector/contractSubject.ts'
import type { FaultKind } from '../../testkit/jtlConnector/faults.ts'
import type { Generation } from '../../testkit/jtlConnector/quirks.ts'
import * as relying from './batchMutants.ts'
import { findsNothing } from './quirkMutants.ts'
import { cases, type Verdict } from './quirkTable.ts'
import type { Mutant } from './quirkTrial.ts'

/** A fault of the shop, and how it is played: by the case itself, or instead of another one, or from the start. */
export interface FaultRow extends ShopTroubles {
  readonly verdict: Verdict
  /** Where the generations are in trouble with different mutants. */
  readonly mutants?: Readonly<Record<Generation, Mutant>>
}

const reads = (fault: Fault) => `takes ${fault} while reading for a disturbance, and reads on afterwards`
const refusal = (fault: Fault) => `takes ${fault} while reading for a matter of a person`
const sends = (fault: Fault) => `item: does not know what became of it after ${fault}`
const copes = (mutant: Mutant, by: string): Verdict => ({ as: 'copes', mutant, by })
const always = (kind: FaultKind) => ({ seed: 1, rate: 1, kinds: [kind] })
const secondPage = (fault: FaultKind) => ({ script: [{ onCall: 2, method: 'customer_order.pull', fault }] })

export const shopFaultRows: Readonly<Record<FaultKind, FaultRow>> = {
  http500: { verdict: copes(relying.emptyOnFailure, reads('serverError')) },
  http503: {
    verdict: copes(relying.emptyOnFailure, reads('serverError')),
    instead: { serverError: 'http503' },
  },
  htmlBody: { verdict: copes(relying.emptyOnHtml, reads('html')) },
  http429: { verdict: copes(relying.emptyOnHtml, 'waits as long as it is told when it is too fast') },
  http429Bare: {
    verdict: copes(relying.emptyOnHtml, 'knows that it is too fast even where it is not told for how long'),
  },
  http401: { verdict: copes(relying.emptyOnHtml, refusal('forbidden')) },
  http301: { verdict: copes(relying.emptyOnHtml, refusal('redirect')) },
  tokenRefused: { verdict: copes(relying.emptyOnError, refusal('refused')) },
  resetBefore: { verdict: copes(relying.emptyOnSilence, reads('cutBefore')) },
  cutAfterSuccess: { verdict: copes(relying.sendsAgain, sends('cutAfter')) },
  hangAfterSuccess: {
    verdict: copes(
      relying.sendsAgain,
      'category: ends a call within its time-out, and does not know what became of it',
    ),
  },
  http500AfterSuccess: {
    verdict: copes(relying.sendsAgain, sends('cutAfter')),
    instead: { cutAfter: 'http500AfterSuccess' },
  },
  truncatedBody: { verdict: copes(relying.emptyOnHalf, reads('truncated')) },
  wrongLength: {
    verdict: copes(relying.emptyOnSilence, reads('truncated')),
    instead: { truncated: 'wrongLength' },
  },
  sessionExpired: { verdict: copes(relying.emptyOnError, cases.session) },
  duplicatePage: { verdict: copes(relying.endsAtKnown, cases.reads), plan: secondPage('duplicatePage') },
  pageOverlap: { verdict: copes(relying.endsAtKnown, cases.reads), plan: secondPage('pageOverlap') },
  changedBetweenPages: {
    verdict: {
      as: 'harmless',
      why: 'each page is read from the front and holds its orders as they are then',
    },
    plan: always('changedBetweenPages'),
  },
  lostAck: {
    verdict: {
      as: 'noticed',
      by: cases.acks,
      why: 'the shop says that it stored what it did not: the same records come again',
    },
    plan: always('lostAck'),
  },
  forgetsAcked: {
    verdict: {
      as: 'noticed',
      by: cases.acks,
      why: 'what was acknowledged comes again; the ledger has it once',
    },
    plan: always('forgetsAcked'),
  },
  executionTimeout: {
    verdict: copes(findsNothing, 'item: leaves nothing twice of a call that broke off midway'),
    // Where a shop links what it stored, looking for what is not linked finds nothing by itself.
    mutants: { 5: findsNothing, 3: relying.numbersAgain },
  },
  slow: {
    verdict: {
      as: 'harmless',
      why: 'an answer in time is an answer; one that is too late is hangAfterSuccess',
    },
    plan: { seed: 1, rate: 1, kinds: ['slow'], delayMs: 1 },
  },
}

/** A fault of the reference system: the mutant of its connector that is noticed by it (`testkit/reference/mutants/`), or why it needs none. */
export const referenceFaultRows: Readonly<
  Record<Fault, { readonly mutant: string } | { readonly why: string }>
> = {
  serverError: { mutant: 'swallows a fault and reads an empty page' },
  cutBefore: {
    why: 'nothing was done and nothing is known of it: the same as cutAfter to whoever asks again',
  },
  cutAfter: { mutant: 'sends again by itself after a cut' },
  truncated: { why: 'half an answer is none, as with serverError; the suite plays it at each purpose' },
  html: { why: 'a page for people is no answer, as with serverError; the suite plays it at each purpose' },
  slow: { why: 'ends as cutAfter; the time-out is kept by the one HTTP client' },
  expireSession: { mutant: 'does not open a lost session again' },
  rateLimited: { mutant: 'takes "too fast" for a disturbance' },
  rateLimitedBare: { why: 'the same as rateLimited without its time: nothing was done' },
  refused: { why: 'nothing was done, and a person is asked: only a pause' },
  forbidden: { why: 'nothing was done, and a person is asked: only a pause' },
  redirect: { why: 'nothing was done, and a person is asked: only a pause' },
  partly: { why: 'declined: a call is stored element by element or as a whole' },
  duplicatePage: { why: 'the ledger has each record once, whatever comes twice; the suite plays it' },
}

/** All faults that the suite can ask for. */
export const suiteFaults: readonly Fault[] = faults
