/**
 * What becomes of a connector for shops when a switch of the simulated shop stands otherwise than usual. Every switch has its row, or
 * `quirks.test.ts` fails: whoever adds one has to say what it can lose or double, and which case notices.
 */

import type { BatchFailure, Generation, QuirkName, Quirks } from '../../testkit/jtlConnector/quirks.ts'
import { numbersAgain, trustsSilence, trustsTheFirst } from './batchMutants.ts'
import * as relying from './quirkMutants.ts'
import type { Mutant } from './quirkTrial.ts'

/** What happens where the switch stands so: a case fails, or only a connector that relies on the usual is in trouble, or nothing. */
export type Verdict =
  | { readonly as: 'noticed'; readonly by: string; readonly why: string }
  | {
      readonly as: 'copes'
      readonly mutant: Mutant
      readonly by: string
      /** What else the shop has to do for it to matter, with and without the switch. */
      readonly besides?: Partial<Quirks>
    }
  | { readonly as: 'harmless'; readonly why: string; readonly never?: RegExp }

/** The cases that are named more than once. */
export const cases = {
  reads: 'brings in every order exactly, over several pages',
  maps: 'maps an order with its lines, address, payment and total',
  names: 'keeps names in every script, with emoji, quotes, markup and line breaks',
  others: 'brings in every further kind that it declares, each about its order, and nothing besides',
  keeps: 'acknowledges nothing by reading: what was not acknowledged comes again',
  acks: 'makes acknowledged records vanish, and only those',
  again: 'makes the system deliver a single order once more, and no other',
  session: 'opens a session again that is lost in the middle of a run',
  item: 'item: stores each, and says under which id',
  image: 'image: stores each, and says under which id',
  price: 'price: stores each, and says under which id',
  silence: 'item: takes what was passed over in silence for rejected',
  midway: 'item: leaves nothing twice of a call that failed midway because of a bad one',
} as const

const noticed = (by: string, why: string): Verdict => ({ as: 'noticed', by, why })
const copes = (mutant: Mutant, by: string, besides: Partial<Quirks> = {}): Verdict => ({
  as: 'copes',
  mutant,
  by,
  besides,
})
const harmless = (why: string, never?: RegExp): Verdict => ({
  as: 'harmless',
  why,
  ...(never ? { never } : {}),
})

/** A switch that is on or off where it usually is not; `off` for those that some generation has on. */
export interface QuirkRow {
  readonly on: Verdict
  readonly off?: Verdict
}

const noStatistic = harmless('statistics are never asked for', /\.statistic$/)

export const quirkRows: Readonly<Record<QuirkName, QuirkRow>> = {
  // Answers
  warningsKey: {
    on: copes(relying.knowsItsKeys, cases.reads),
    off: copes(relying.wantsWarnings, cases.reads),
  },
  unknownIdOnError: {
    on: copes(relying.matchesIds, cases.session),
    off: copes(relying.knowsErrorsById, cases.session),
  },
  malformedJsonIs500: both(harmless('no malformed JSON is ever sent')),
  htmlBeforeJson: { on: copes(relying.readsFromTheFirstByte, cases.reads) },
  stringIds: { on: copes(relying.numbersAreNumbers, cases.item) },
  nullIds: {
    on: copes(relying.identitiesArePairs, cases.reads),
    off: copes(relying.noneIsNull, cases.reads),
  },
  extraUnknownFields: { on: copes(relying.knowsItsFields, cases.reads) },
  backReferences: {
    on: copes(relying.linesAreAlone, cases.maps),
    off: copes(relying.linesNameTheirOrder, cases.maps),
  },
  languageIsoBoth: {
    on: copes(relying.wantsOneLanguage, cases.reads),
    off: copes(relying.wantsShortLanguage, cases.reads),
  },
  datesWithoutColon: {
    on: copes(relying.timesWithColon, cases.maps),
    off: copes(relying.timesWithoutColon, cases.maps),
  },
  imagesByUrl: both(harmless('the bytes always go along, where an address would do as well')),
  imageIdsWithRelation: {
    on: copes(relying.imagesAreBare, cases.image),
    off: copes(relying.imagesNameRelation, cases.image),
  },
  pricesAnswerProducts: {
    on: copes(relying.pricesAreEchoes, cases.price),
    off: copes(relying.pricesAreProducts, cases.price),
  },
  finishResultObject: both(harmless('what the shop answers to the end of a run changes nothing')),
  controllerNamePascal: both(noStatistic),
  serverInfoNull: {
    on: harmless(
      'it only says how large a body may be; 8 MiB are taken instead, which is what PHP takes by itself',
    ),
  },

  // Sessions
  noSessionIs789: both(harmless('no call but the sign-in goes out without a session')),
  sessionSurvivesFinish: both(
    harmless('each run begins a session of its own; a call in a dead one is refused, not done'),
  ),
  slowWrongToken: { on: harmless('only the refusal of a wrong password is later') },
  needsFinish: both(
    harmless(
      'where no end is asked for, none is told; nothing in this shop waits for it unless cachedUntilFinish is on',
    ),
  ),
  finishRejected: { on: copes(relying.needsGoodEnd, cases.reads, { needsFinish: true }) },
  cachedUntilFinish: {
    on: noticed(
      cases.item,
      'what was sent is not to be seen, nor found after a lost answer, before the run ends',
    ),
  },

  // Methods
  unknownMethodCodes: {
    on: noticed(
      cases.again,
      'an old core that answers as a new one is taken for one, which forgets single orders only',
    ),
    off: harmless(
      'a method that is missing is known by the words of PHP as well; the generation then by the warnings',
    ),
  },
  camelCaseOnly: { on: copes(relying.snakeCaseOnly, cases.reads) },
  clearAlias: both(harmless('that name is never called', /core\.connector\.clear/)),
  pullNeedsParams: {
    on: copes(relying.asksWithoutParams, cases.reads),
    off: harmless('each pull says how much it wants; a shop that does without is not asked otherwise'),
  },
  statisticsDisabled: { on: noStatistic },
  paymentStatisticCountsUnlinked: { on: noStatistic },

  // Mapping
  strictAckTypes: {
    on: copes(relying.numbersAsText, cases.acks),
    off: harmless('what is sent is right by the strict rule, which a lax shop takes too'),
  },
  ackKeysUcfirst: {
    on: copes(relying.ackInSnakeCase, cases.acks),
    off: harmless('keys in camelCase are right for both'),
  },
  ignoresAcks: { on: noticed(cases.acks, 'the same records come for ever, and those behind them never') },
  clearIgnoresParams: {
    on: noticed(cases.again, 'a single order that is asked for again makes the shop forget everything'),
    off: harmless(
      'nothing is ever forgotten where the generation is not known to do it safely',
      /linker\.clear/,
    ),
  },
  clearIgnoresType: { on: harmless('single pairs are forgotten, never a whole type') },

  // Orders and money
  consumesAtPull: {
    on: noticed(cases.keeps, 'what was given once is gone; the engine keeps the bytes before it reads them'),
  },
  statusAfterPull: {
    on: harmless('the state in the shop is no part of the record, which stays the same to the byte'),
  },
  totalsNet: { on: noticed(cases.maps, 'the shop says of a paid order that it is not') },
  emptyStatus: { on: noticed(cases.maps, 'the shop does not say whether an order is paid') },
  customerIdUnknown: { on: copes(relying.waitsForCustomers, cases.reads) },
  creationDateNull: { on: noticed(cases.maps, 'an order without any time is refused, and parked') },
  duplicatePayments: { on: copes(relying.onceInAPage, cases.others) },
  duplicateTransactions: { on: noticed(cases.others, 'a payment comes once more under another id') },
  imageFilterIgnored: { on: harmless('images are asked for without a filter, and told apart here') },
  htmlEntities: { on: copes(relying.namesAsTheyCome, cases.names) },
  languagesTwice: { on: harmless('the languages of the shop are kept as a set') },

  // Pushes
  stockLevelMustBeObject: {
    on: copes(relying.levelIsANumber, cases.item),
    off: harmless('a shop that takes both forms takes the one that is sent'),
  },
  skipsWithoutShopLanguage: { on: copes(relying.speaksEnglish, cases.price) },
  adoptsSameSku: {
    on: harmless(
      'the shop takes over what the connector would have linked: one item number is one item here',
    ),
  },
  omitsSkipped: { on: copes(relying.readsByPlace, cases.silence) },
  stopsAtGuests: { on: harmless('each customer goes in a call of its own, and guests in none') },
  answersReversed: { on: copes(relying.readsByPlace, cases.item) },
  storesBeforeFailing: {
    on: noticed(
      'item: rejects the only one of a call in the words of the system, and takes it when it is good',
      'what was refused is in the shop all the same; it is linked, so that it is not made twice',
    ),
  },
  deliveryNoteWithoutId: {
    on: noticed(
      'delivery: is there once when it is sent again after its answer was lost',
      'what is only noted at the order cannot be found: after a lost answer it is noted twice',
    ),
  },
}

/** What a failing model does to its batch, in each generation where that is not what it usually does. */
export const batchRows: Readonly<Record<Generation, Readonly<Partial<Record<BatchFailure, Verdict>>>>> = {
  5: {
    linkedUntilFailing: copes(numbersAgain, cases.midway),
    lastErrorOnly: copes(trustsSilence, cases.midway),
    rollback: copes(trustsTheFirst, cases.midway),
  },
  3: {
    storedNotLinked: copes(relying.findsNothing, cases.midway),
    linkedUntilFailing: copes(numbersAgain, cases.midway),
    rollback: copes(trustsTheFirst, cases.midway),
  },
}

function both(verdict: Verdict): QuirkRow {
  return { on: verdict, off: verdict }
}
