/**
 * What becomes of the connector when a switch of the simulated Shopware 5 stands otherwise than usual. Every switch has its row, or
 * `shopware5Quirks.test.ts` does not compile: whoever adds one has to say what comes of it.
 */
import assert from 'node:assert/strict'
import { shopware5Subject } from '../../testkit/shopware5/contractSubject.ts'
import { type QuirkName, quirkTable } from '../../testkit/shopware5/quirks.ts'
import { tryCases } from './quirkTrial.ts'
import { mutants, type ShopMutant, withConnector } from './shopware5Trial.ts'

/** Noticed: a case fails. Copes: only a connector that relies on the usual is in trouble. Harmless: nothing comes of it. */
type Verdict =
  | { readonly as: 'noticed'; readonly by: string; readonly why: string }
  /** `inDefault`: the mutant is in trouble where the switch stands as usual, and not where it is turned over. */
  | { readonly as: 'copes'; readonly mutant: ShopMutant; readonly by: string; readonly inDefault?: true }
  | { readonly as: 'harmless'; readonly why: string }

const cases = {
  reads: 'brings in every order exactly, over several pages',
  maps: 'maps an order with its lines, address, payment and total',
  item: 'item: stores each, and says under which id',
  price: 'price: stores each, and says under which id',
  stock: 'stock: stores each, and says under which id',
  image: 'image: stores each, and says under which id',
  category: 'category: stores each, and says under which id',
  status: 'order_status: stores each, and says under which id',
}

/** What a connector has to do wherever nothing is wrong. */
const usualCases = [
  ...[cases.reads, cases.maps, cases.item, cases.price, cases.stock, cases.image, cases.category],
  cases.status,
]

const copes = (mutant: ShopMutant, by: string): Verdict => ({ as: 'copes', mutant, by })
const harmless = (why: string): Verdict => ({ as: 'harmless', why })

export const flips: Readonly<Record<QuirkName, Verdict>> = {
  digestOnly: copes(mutants.basicAlone, cases.reads),
  risingCounts: harmless('counts rise over all calls of all sessions'),
  headerStripped: {
    as: 'noticed',
    by: cases.reads,
    why: 'nobody can sign in; the check says what it may be',
  },
  htmlBeforeJson: copes(mutants.readsFromTheFirstByte, cases.reads),
  numbersAsText: copes(mutants.numbersAreNumbers, cases.reads),
  extraFields: copes(mutants.knowsItsFields, cases.reads),
  tracesInErrors: harmless('traces are never read, whether they are there or not'),
  unsorted: copes(mutants.asksForNoOrder, cases.reads),
  detailsReplaced: harmless('the option that keeps the others goes along, also where it changes nothing'),
  changedIsNull: { ...copes(mutants.goesByTheTimeOfChange, cases.reads), inDefault: true } as Verdict,
  abandonedBaskets: harmless('what is not there is not left out'),
  oldOrders: copes(mutants.wantsShippingRate, cases.reads),
  stockGivenBack: harmless('quantities are absolute, and what was told is in doubt after a cancellation'),
  taxFreeKeepsRates: harmless('an order without tax has none, whatever its lines say'),
  statusByPlugin: harmless('a status further on that means "in process" is followed from there'),
  collectionsReplaced: harmless('collections go whole, with the option that says so'),
  imagesAppended: harmless('images go whole, with the option that says so'),
  strictSql: harmless('no delivery time is sent'),
  duplicateIs409: harmless(
    'what stands there under its number is looked for first, and refused in the words of the shop else',
  ),
  mainNumberMoves: harmless('a parent is known by its article, whatever number its main variant has'),
  categoriesById: harmless('the categories of an article are sent and not read'),
  categoryTwice: harmless('the fields of a category are read under their own names'),
  noDownloads: harmless('the bytes of images go along'),
  cachedPages: harmless('what is told is read from the database of the shop; pages follow'),
}

/** Does what the verdict says, and throws where it is not so. */
export async function tryFlip(name: QuirkName): Promise<void> {
  const verdict = flips[name]
  const usual = shopware5Subject()
  const turned = shopware5Subject({ [name]: !quirkTable[name].on })
  if (verdict.as === 'noticed') {
    assert.ok(await tryCases(withConnector(turned), [verdict.by]), `no case notices ${name}`)
    return
  }
  const by = verdict.as === 'copes' ? [verdict.by] : usualCases
  assert.equal(await tryCases(withConnector(turned), by), undefined, 'the connector as it is')
  if (verdict.as === 'harmless') return
  const [odd, even] = verdict.inDefault ? [usual, turned] : [turned, usual]
  const { mutant } = verdict
  assert.ok(await tryCases(withConnector(odd, mutant), by), `no case notices a connector that ${mutant.name}`)
  assert.equal(
    await tryCases(withConnector(even, mutant), by),
    undefined,
    `the mutant is in trouble without ${name}`,
  )
}
