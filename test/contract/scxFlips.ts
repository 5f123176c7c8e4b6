/**
 * What becomes of the connector when a switch of the simulated channel program stands otherwise than the real client has it. Every
 * switch has its row, or `scxQuirks.test.ts` does not compile: whoever adds one has to say what comes of it.
 */
import assert from 'node:assert/strict'
import { scxSubject } from '../../testkit/scx/contractSubject.ts'
import { type QuirkName, quirkTable } from '../../testkit/scx/quirks.ts'
import { tryCases } from './quirkTrial.ts'
import { type CalledMutant, calledBy, mutants } from './scxTrial.ts'

/** Copes: only a connector that relies on one kind of program is in trouble. Harmless: nothing comes of it. */
type Verdict =
  /** `inDefault`: the mutant is in trouble with the real client, and not where the switch is turned over. */
  | { readonly as: 'copes'; readonly mutant: CalledMutant; readonly by: string; readonly inDefault?: true }
  | { readonly as: 'harmless'; readonly why: string }

const cases = {
  reads: 'brings in every order exactly, over several pages',
  item: 'item: stores each, and says under which id',
  refund: 'refund: rejects the bad one and stores the others',
}

/** What a connector has to do wherever nothing is wrong. */
const usualCases = [cases.reads, cases.item, cases.refund]

const copes = (mutant: CalledMutant, by: string): Verdict => ({ as: 'copes', mutant, by })
const usually = (mutant: CalledMutant, by: string): Verdict => ({ as: 'copes', mutant, by, inDefault: true })
const harmless = (why: string): Verdict => ({ as: 'harmless', why })

export const flips: Readonly<Record<QuirkName, Verdict>> = {
  multipartAuth: copes(mutants.formAlone, cases.reads),
  strictScope: usually(mutants.ownScope, cases.reads),
  repeatsAfter401: harmless('a token holds for as long as was said when it was given'),
  forgetsExpiry: harmless('a token that is too old is 401, and the program signs in again'),
  integersAsText: usually(mutants.numbersAreNumbers, cases.item),
  booleansAsText: usually(mutants.flagsAreFlags, cases.refund),
  zoneWithoutColon: usually(mutants.wantsColons, cases.reads),
  shortZone: copes(mutants.wantsMinutes, cases.reads),
  prettyJson: usually(mutants.oneLine, cases.reads),
  nullsOmitted: copes(mutants.wantsNoNulls, cases.reads),
  sendsDefaults: harmless('what is left out is the default, whether it is written or not'),
  quantityAsNumber: copes(mutants.quantitiesAreTexts, cases.reads),
  gzipReports: harmless('the server unpacks every body before the connector sees it'),
  typeWithoutBody: usually(mutants.wantsBodies, cases.item),
  trailingSlash: harmless('doubled slashes are one before a route is looked for'),
  pluralEvents: copes(mutants.oneName, cases.item),
  limitInUrl: copes(mutants.wantsNoQuery, cases.item),
  postsAttributes: harmless('attributes are taken by POST as by PUT'),
  sessionIdName: harmless('a session is known by both of its names'),
  bareStockPoll: harmless('a parameter that is missing means all'),
  acceptLanguage: harmless('a language changes what is said, not what is done'),
  acksSingly: copes(mutants.severalAtOnce, cases.item),
  strictStatus: usually(mutants.plainSuccess, cases.item),
  strictSeverity: harmless('severities are error and warning alone'),
  knowsTickets: harmless('the reply to a ticket is a letter like others, taken or not'),
}

/** Does what the verdict says, and throws where it is not so. */
export async function tryFlip(name: QuirkName): Promise<void> {
  const verdict = flips[name]
  const usual = scxSubject()
  const turned = scxSubject({ [name]: !quirkTable[name].on })
  const by = verdict.as === 'copes' ? [verdict.by] : usualCases
  assert.equal(await tryCases(calledBy(turned), by), undefined, 'the connector as it is')
  if (verdict.as === 'harmless') return
  const { mutant, inDefault } = verdict
  const [odd, even] = inDefault ? [usual, turned] : [turned, usual]
  assert.ok(await tryCases(calledBy(odd, mutant), by), `no case notices a connector that ${mutant.name}`)
  assert.equal(
    await tryCases(calledBy(even, mutant), by),
    undefined,
    `the mutant is in trouble without ${name}`,
  )
}
