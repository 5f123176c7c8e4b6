import type { Outgoing, OutgoingStates, SendResult } from '../../port/outgoing.ts'
import type { Sends } from '../../port/send.ts'
import { categoryXml, characteristicXml, manufacturerXml } from './catalogueXml.ts'
import { ensureGroups } from './crossSelling.ts'
import { customerSend } from './customerSends.ts'
import { keyed } from './firstKey.ts'
import { ensureGlobals } from './globals.ts'
import { removeImages, sendImages } from './imageSends.ts'
import { itemXml, quickXml, taxClassOf } from './itemXml.ts'
import { deliveryXml, statusXml } from './orderXml.ts'
import { priceProblem } from './priceXml.ts'
import { type Entry, entryOf, pushAll, removeAll, type Way } from './push.ts'
import { type Session, shopFive } from './session.ts'
import { textProblem } from './texts.ts'
import { element, xmlDocument } from './xml.ts'

// Every object bears our number there: the same call twice ends the same. A row that the shop does not take is only noted in its log,
// and takes no other with it.
const set = { repeat: 'safe', atomic: false, linkedBy: 'connection' } as const
// These scripts work in one transaction each: where PHP dies of one record, nothing of the call is stored.
const whole = { ...set, atomic: true } as const

/** How each kind is sent. */
export const sends: Sends<Session> = {
  category: keyed({
    ...whole,
    batch: 100,
    send: sendCategories,
    remove: (session, list) => removeAll(session, gone.category, list),
  }),
  manufacturer: keyed({
    ...set,
    batch: 100,
    send: async (session, list) => {
      if (list.length === 0) return []
      await ensureGlobals(session)
      const entries = list.map(one => entryOf({ no: one.ref.no }, () => manufacturerXml(one, session.setup)))
      return pushAll(session, ways.manufacturer, entries)
    },
    remove: (session, list) => removeAll(session, gone.manufacturer, list),
  }),
  characteristic: keyed({
    ...set,
    batch: 50,
    send: sendCharacteristics,
    remove: (session, list) => removeAll(session, gone.characteristic, list),
  }),
  item: keyed({
    ...whole,
    parents: true,
    carries: ['cross_selling'],
    batch: 100,
    send: sendItems,
    remove: (session, list) => removeAll(session, gone.item, list),
  }),
  // The shop takes no price without its quantity, and no quantity without all prices.
  price: keyed({
    ...whole,
    withoutSpecial: true,
    needs: ['stock'],
    batch: 100,
    send: (session, list) =>
      sendQuick(
        session,
        list.map(one => ({ item: one.state.item, stock: one.with?.stock, price: one.state })),
      ),
  }),
  stock: keyed({
    ...whole,
    parents: true,
    needs: ['price'],
    batch: 100,
    send: (session, list) =>
      sendQuick(
        session,
        list.map(one => ({ item: one.state.item, stock: one.state, price: one.with?.price })),
      ),
  }),
  image: keyed({ ...set, batch: 25, send: sendImages, remove: removeImages }),
  customer: customerSend,
  order_status: { ...set, reopens: true, batch: 100, send: sendStates },
  delivery: keyed({
    ...set,
    batch: 50,
    send: (session, list) => {
      const { timeZone } = session.run
      const entries = list.map(one =>
        entryOf({ no: one.ref.no, ...orderProblem(one.state.order.theirs) }, () =>
          deliveryXml(one, timeZone),
        ),
      )
      return list.length === 0 ? Promise.resolve([]) : pushAll(session, ways.delivery, entries)
    },
  }),
}

const ways = {
  category: { script: 'Kategorien_xml', isWhole: true, fileOf: ({ no }: Entry) => `kategorie_${no}.xml` },
  manufacturer: { script: 'Hersteller_xml', file: 'hersteller.xml', root: 'hersteller' },
  characteristic: { script: 'Merkmal_xml', file: 'merkmal.xml', root: 'merkmale' },
  item: { script: 'Artikel_xml', isWhole: true, fileOf: ({ no }: Entry) => `artikel_${no}.xml` },
  quick: { script: 'QuickSync_xml', isWhole: true, file: 'quicksync.xml', root: 'quicksync' },
  order_status: { script: 'Bestellungen_xml', file: 'set_bestellung.xml', root: 'tbestellungen' },
  delivery: { script: 'Lieferschein_xml', file: 'lief.xml', root: 'lieferscheine' },
} as const satisfies Record<string, Way>

const gone = {
  category: {
    script: 'Kategorien_xml',
    isWhole: true,
    file: 'katdel.xml',
    root: 'del_kategorien',
    key: 'kKategorie',
  },
  manufacturer: {
    script: 'Hersteller_xml',
    file: 'del_hersteller.xml',
    root: 'del_hersteller',
    key: 'kHersteller',
  },
  characteristic: { script: 'Merkmal_xml', file: 'del_merkmal.xml', root: 'del_merkmale', key: 'kMerkmal' },
  value: { script: 'Merkmal_xml', file: 'del_merkmal.xml', root: 'del_merkmalwerte', key: 'kMerkmalWert' },
  // Shop 4 looks at the name of a file as a whole, and has one for this.
  oldValue: {
    script: 'Merkmal_xml',
    file: 'del_merkmalwert.xml',
    root: 'del_merkmalwerte',
    key: 'kMerkmalWert',
  },
  item: { script: 'Artikel_xml', isWhole: true, file: 'artdel.xml', root: 'del_artikel', key: 'kArtikel' },
} as const

async function sendCategories(session: Session, list: readonly Outgoing<'category'>[]) {
  if (list.length === 0) return []
  await ensureGlobals(session)
  const { setup } = session
  return sendParentsFirst(session, ways.category, list, element =>
    entryOf({ no: element.ref.no, ...refusal(textProblem([element.state.texts], setup)) }, () =>
      categoryXml(element, setup),
    ),
  )
}

async function sendCharacteristics(session: Session, list: readonly Outgoing<'characteristic'>[]) {
  if (list.length === 0) return []
  await ensureGlobals(session)
  const { setup } = session
  const entries = list.map(element => {
    const { texts, values } = element.state
    const nested = values.map(({ ref }) => ({ no: ref.no, theirs: String(ref.no) }))
    const problem = textProblem([texts, ...values.map(value => value.texts)], setup)
    return entryOf({ no: element.ref.no, nested, ...refusal(problem) }, () =>
      characteristicXml(element, setup),
    )
  })
  const results = await pushAll(session, ways.characteristic, entries)
  // What is left out stays there, so it is named, once the others are there.
  const left = list.flatMap(({ state }, at) => (results[at]?.result === 'accepted' ? (state.gone ?? []) : []))
  await removeAll(
    session,
    session.version < shopFive ? gone.oldValue : gone.value,
    left.map(ref => ({ ref })),
  )
  return results
}

async function sendItems(session: Session, list: readonly Outgoing<'item'>[]) {
  if (list.length === 0) return []
  await ensureGlobals(session)
  await ensureGroups(session, list)
  const { setup, run } = session
  return sendParentsFirst(session, ways.item, list, element => {
    const { state, ref } = element
    const texts = [
      state.texts,
      ...(state.variations ?? []).flatMap(one => [one.texts, ...one.values.map(v => v.texts)]),
    ]
    const inside = (state.variations ?? []).flatMap(one => [one.ref, ...one.values.map(value => value.ref)])
    const nested = inside.map(({ no }) => ({ no, theirs: String(no) }))
    const problem =
      textProblem(texts, setup) ?? taxProblem(state, session) ?? priceProblem(state.prices, setup)
    return entryOf({ no: ref.no, nested, ...refusal(problem) }, () => itemXml(element, setup, run.timeZone))
  })
}

async function sendQuick(
  session: Session,
  list: readonly {
    readonly item: OutgoingStates['stock']['item']
    readonly stock: OutgoingStates['stock'] | undefined
    readonly price: OutgoingStates['price'] | undefined
  }[],
): Promise<readonly SendResult[]> {
  if (list.length === 0) return []
  await ensureGlobals(session)
  const { setup } = session
  const entries = list.map(({ item, stock, price }): Entry => {
    const { no } = item
    if (!stock || !price) return { no, xml: '', refused: incomplete }
    return entryOf({ no, ...refusal(priceProblem(price.prices, setup)) }, () => quickXml(stock, price, setup))
  })
  return pushAll(session, ways.quick, entries)
}

const incomplete: SendResult = {
  result: 'rejected',
  code: 'PRICE_MISSING',
  text: 'the shop takes a quantity and all prices together only',
}

// What is cancelled, and what is so no more, has a way of its own: with the others it would count as in progress, or stay cancelled.
// The shop mails each cancellation, so what it has as cancelled for certain is not told again, nor anything more of it.
async function sendStates(session: Session, list: readonly Outgoing<'order_status'>[]) {
  const { timeZone, now } = session.run
  const entries = list.map(one => {
    const { no, theirs } = one.state.order
    const entry = entryOf({ no, theirs, ...orderProblem(theirs) }, () => statusXml(one, timeZone, now()))
    return { entry, told: one.told, isCancelled: one.state.delivery === 'cancelled' }
  })
  const sendable = entries.filter(({ entry }) => !entry.refused)
  const named = (which: typeof sendable) => which.flatMap(({ entry }) => entry.theirs ?? [])
  const cancelled = sendable.filter(
    ({ isCancelled, told }) => isCancelled && (told?.delivery !== 'cancelled' || told.inDoubt),
  )
  const opened = sendable.filter(({ isCancelled, told }) => !isCancelled && told?.delivery === 'cancelled')
  await tellOrders(session, 'storno', named(cancelled))
  await tellOrders(session, 'reaktiviere', named(opened))
  const others = entries.flatMap(({ entry, isCancelled }) => (isCancelled && !entry.refused ? [] : [entry]))
  const results = await pushAll(session, ways.order_status, others)
  const resultOf = new Map(others.map((entry, at) => [entry, results[at]]))
  return entries.map(
    ({ entry }): SendResult =>
      resultOf.get(entry) ?? { result: 'accepted', theirs: entry.theirs ?? '', proof: 'received' },
  )
}

async function tellOrders(
  { api }: Session,
  act: 'storno' | 'reaktiviere',
  theirs: readonly string[],
): Promise<void> {
  if (theirs.length === 0) return
  const keys = theirs.map(key => element('kBestellung', {}, {}, [key]))
  const content = xmlDocument(element(`${act}_bestellungen`, {}, {}, keys))
  await api.upload('Bestellungen_xml', [{ name: `${act}_bestellung.xml`, content }])
}

// A child names its parent, which has to be there before: files are worked off in their order.
async function sendParentsFirst<E extends Outgoing<'item'> | Outgoing<'category'>>(
  session: Session,
  way: Way,
  list: readonly E[],
  make: (element: E) => Entry,
): Promise<readonly SendResult[]> {
  const inList = new Map(list.map(element => [element.ref.no, element]))
  const depths = new Map(list.map(element => [element, depthOf(element, inList)]))
  const ordered = [...list].sort((a, b) => (depths.get(a) ?? 0) - (depths.get(b) ?? 0))
  const results = await pushAll(session, way, ordered.map(make))
  const resultOf = new Map(ordered.map((element, at) => [element, results[at]]))
  return list.map(element => resultOf.get(element) ?? { result: 'unknown', text: 'not sent' })
}

type WithParent = Outgoing<'item'> | Outgoing<'category'>

function depthOf(element: WithParent, inList: ReadonlyMap<number, WithParent>): number {
  let depth = 0
  let above = inList.get(element.state.parent?.no ?? 0)
  for (; above && depth < inList.size; above = inList.get(above.state.parent?.no ?? 0)) depth++
  return depth
}

function taxProblem(state: OutgoingStates['item'], { setup }: Session): SendResult | undefined {
  if (taxClassOf(state, setup) !== undefined) return undefined
  return { result: 'rejected', code: 'TAX_CLASS_UNKNOWN', field: 'taxRate', text: `${state.taxRate} %` }
}

function orderProblem(theirs: string): { readonly refused?: SendResult } {
  if (/^[1-9]\d{0,9}$/.test(theirs)) return {}
  return {
    refused: { result: 'rejected', code: 'REMOTE_VALIDATION', text: 'the order has no key of the shop' },
  }
}

function refusal(refused: SendResult | undefined): { readonly refused?: SendResult } {
  return refused ? { refused } : {}
}
