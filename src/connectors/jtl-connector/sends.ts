import type { Outgoing, SendResult } from '../../port/outgoing.ts'
import type { OutgoingKind } from '../../port/records.ts'
import type { Sends } from '../../port/send.ts'
import {
  findCharacteristics,
  findManufacturers,
  sendCharacteristics,
  sendManufacturers,
} from './alongSends.ts'
import { categoryModel, productModel } from './catalogueModels.ts'
import { findCrossSelling, goneCrossSelling, sendCrossSelling } from './crossSends.ts'
import { customerSend } from './customerSends.ts'
import { isMaster } from './familyModels.ts'
import { findCategories, findItems, linkCategories, linkItems, parentsFirst } from './find.ts'
import { globalsFor, tellGroups } from './groups.ts'
import { pushNames, type Session, takesCombinations } from './handshake.ts'
import { goneImageModel } from './imageModels.ts'
import { findImages, sendImages } from './imageSends.ts'
import { deliveryNoteModel, paymentModel, statusModel } from './orderModels.ts'
import { priceModels } from './priceModels.ts'
import { deleteAll, type Entry, pushAll, type Way } from './push.ts'
import { ofDelivery, ofOrder, ofPayment, ofProduct, ofWhole } from './pushResults.ts'
import { linkLeftover, refusal, sentOf, textProblem } from './sendParts.ts'
import { stockModel } from './stockModel.ts'

// A failing model makes the whole call fail; what came before it may be stored, and in the newest cores is not linked.
const set = { repeat: 'safe', atomic: 'midway', linkedBy: 'connection' } as const
const made = {
  repeat: 'readBack',
  findsOnly: 'unlinked',
  findsByName: true,
  atomic: 'midway',
  linkedBy: 'connection',
} as const

/** How each kind is sent. Prices, stock and states are absolute; what is made is linked by our number. */
export const sends: Sends<Session> = {
  category: {
    ...made,
    batch: 50,
    send: sendCategories,
    find: findCategories,
    remove: (session, list) => deleteAll(session, pushNames.category, list),
  },
  manufacturer: {
    ...made,
    batch: 50,
    send: sendManufacturers,
    find: findManufacturers,
    remove: (session, list) => deleteAll(session, pushNames.manufacturer, list),
  },
  characteristic: {
    ...made,
    batch: 25,
    send: sendCharacteristics,
    find: findCharacteristics,
    remove: (session, list) => deleteAll(session, pushNames.characteristic, list),
  },
  item: {
    ...made,
    parents: takesCombinations,
    namesChildren: true,
    batch: 25,
    send: sendItems,
    find: findItems,
    remove: (session, list) => deleteAll(session, pushNames.item, list),
  },
  price: { ...set, withoutSpecial: true, batch: 50, send: sendPrices },
  stock: {
    ...set,
    batch: 100,
    send: (session, list) => {
      const entries = list.map(({ state }) => ({ no: state.item.no, models: [stockModel(state)] }))
      return pushAll(session, ways.stock, entries)
    },
  },
  image: {
    ...made,
    batch: 10,
    send: sendImages,
    find: findImages,
    remove: (session, list) => deleteAll(session, pushNames.image, list, goneImageModel),
  },
  cross_selling: {
    ...made,
    batch: 50,
    send: sendCrossSelling,
    find: findCrossSelling,
    remove: (session, list) => deleteAll(session, pushNames.cross_selling, list, goneCrossSelling),
  },
  customer: customerSend,
  order_status: {
    ...set,
    batch: 50,
    send: (session, list) => {
      const entries = list.map(element => ({ no: element.state.order.no, models: [statusModel(element)] }))
      return pushAll(session, ways.order_status, entries)
    },
  },
  // What a failed call has left behind comes in as a payment of the shop, under our transaction: one per call, and looked for before
  // it is sent again.
  payment: {
    repeat: 'keyed',
    atomic: false,
    comesBack: true,
    linkedBy: 'connection',
    batch: 1,
    send: (session, list) => {
      const entries = list.map(element => ({ no: element.ref.no, models: [paymentModel(element)] }))
      return pushAll(session, ways.payment, entries)
    },
  },
  // Nobody can find a delivery note that a failed call has left behind: one per call, so that no parcel is told twice.
  delivery: {
    repeat: 'keyed',
    atomic: false,
    linkedBy: 'connection',
    batch: 1,
    send: (session, list) => {
      const entries = list.map(element => ({ no: element.ref.no, models: [deliveryNoteModel(element)] }))
      return pushAll(session, ways.delivery, entries)
    },
  },
}

const ways = {
  category: { names: pushNames.category, idNames: ['id'], resultOf: ofWhole },
  item: { names: pushNames.item, idNames: ['id'], resultOf: ofWhole },
  // Core 4 and 5 answer products, 2 and 3 what was sent.
  price: { names: pushNames.price, idNames: ['id', 'productId'], resultOf: ofProduct },
  stock: { names: pushNames.stock, idNames: ['id', 'productId'], resultOf: ofProduct },
  order_status: { names: pushNames.order_status, idNames: ['customerOrderId'], resultOf: ofOrder },
  delivery: { names: pushNames.delivery, idNames: ['id'], resultOf: ofDelivery },
  payment: { names: pushNames.payment, idNames: ['id'], resultOf: ofPayment },
} as const satisfies { readonly [K in OutgoingKind]?: Way }

async function sendCategories(session: Session, list: readonly Outgoing<'category'>[]) {
  if (list.length === 0) return []
  const globals = await globalsFor(session)
  const ordered = parentsFirst(list, ({ state }) => state.parent?.no)
  const entries = ordered.map(element => ({
    no: element.ref.no,
    models: [categoryModel(element, globals)],
    ...refusal(textProblem(element.state.texts, globals)),
  }))
  await linkCategories(session, sentOf(ordered, entries))
  const results = await pushAll(session, ways.category, entries)
  await linkLeftover(session, pushNames.category, list, results, () => findCategories(session, list))
  return inOrderOf(list, ordered, results)
}

async function sendItems(session: Session, list: readonly Outgoing<'item'>[]) {
  if (list.length === 0) return []
  const globals = await globalsFor(session)
  const unknown = await tellGroups(
    session,
    list.flatMap(({ state }) => state.prices),
  )
  const masters = new Map(list.map(({ ref, state }) => [ref.no, state]))
  const parentsAbove = parentsFirst(list, ({ state }) => state.parent?.no)
  const childFirst = session.shop.flags['var_combination_child_first'] === true
  const ordered = childFirst ? parentsAbove.toReversed() : parentsAbove
  const entries = ordered.map(element => ({
    no: element.ref.no,
    models: [productModel(element, globals, masters.get(element.state.parent?.no ?? 0))],
    ...refusal(textProblem(element.state.texts, globals) ?? groupProblem(element.state.prices, unknown)),
  }))
  await linkItems(session, sentOf(ordered, entries))
  const again = childFirst ? mastersAgain(session, ordered, entries) : []
  const results = await pushAll(session, ways.item, [...entries, ...again])
  await linkLeftover(session, pushNames.item, list, results, () => findItems(session, list))
  return inOrderOf(list, ordered, results)
}

// Where children have to come first, a master that had to be there before them follows them once more, in their call.
function mastersAgain(
  { masters }: Session,
  list: readonly Outgoing<'item'>[],
  entries: readonly Entry[],
): readonly Entry[] {
  const sent = new Set(list.map(({ ref }) => ref.no))
  for (const [at, { state }] of list.entries()) {
    const entry = entries[at]
    if (entry && isMaster(state)) masters.set(entry.no, entry)
  }
  const above = new Set(list.flatMap(({ state }) => state.parent?.no ?? []))
  return [...above].flatMap(no => (sent.has(no) ? [] : (masters.get(no) ?? [])))
}

// All groups of a product in one call: the next one would replace them.
async function sendPrices(session: Session, list: readonly Outgoing<'price'>[]) {
  if (list.length === 0) return []
  const unknown = await tellGroups(
    session,
    list.flatMap(({ state }) => state.prices),
  )
  const entries = list.map(({ state }): Entry => {
    const { item, itemNumber, taxRate, prices } = state
    return {
      no: item.no,
      models: priceModels({ no: item.no, itemNumber, taxRate }, prices),
      ...refusal(groupProblem(prices, unknown)),
    }
  })
  return pushAll(session, ways.price, entries)
}

function groupProblem(
  prices: Parameters<typeof priceModels>[1],
  unknown: ReadonlySet<string>,
): SendResult | undefined {
  const group = prices.find(price => price.group && unknown.has(price.group.theirs))?.group
  if (!group) return undefined
  return { result: 'rejected', code: 'CUSTOMER_GROUP_UNKNOWN', field: 'prices.group', text: group.theirs }
}

function inOrderOf<T>(
  list: readonly T[],
  sent: readonly T[],
  results: readonly SendResult[],
): readonly SendResult[] {
  const resultOf = new Map(sent.map((element, at) => [element, results[at]]))
  return list.map(element => resultOf.get(element) ?? { result: 'unknown', text: '' })
}
