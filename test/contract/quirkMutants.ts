/** Connectors that rely on one habit of a shop, as people write them who know one shop only. */

import { Unreachable } from '../../src/port/errors.ts'
import { answerWith, type Call, type Model, type Mutant } from './quirkTrial.ts'

const isPull = ({ method }: Call) => /_?(customer|order|payment|Order)\.pull$/.test(method)
const isPush = ({ method }: Call) => method.endsWith('.push')
const isOf = (kind: string) => (call: Call) => call.method === kind

const strange = () => new Unreachable('the answer is not as it should be')
const empty = () => answerWith([])

/** Answers are changed where `which` says so. */
function replies(
  name: string,
  which: (call: Call) => boolean,
  change: (list: readonly Model[], call: Call) => readonly Model[],
): Mutant {
  return {
    name,
    reply: (reply, call) => {
      const { result } = reply
      return which(call) && Array.isArray(result) ? { ...reply, result: change(result, call) } : reply
    },
  }
}

const orders = isOf('customer_order.pull')
const keepsOrders = (name: string, keeps: (order: Model) => boolean) =>
  replies(name, orders, list => list.filter(keeps))
const keepsLines = (name: string, keeps: (line: Model) => boolean) =>
  replies(name, orders, list =>
    list.map(order => ({ ...order, items: modelsIn(order['items']).filter(keeps) })),
  )

// --- Answers

export const knowsItsKeys: Mutant = {
  name: 'takes an answer with a key that it does not know for that of another program',
  reply: ({ asked: _asked, ...reply }) => {
    if (Object.keys(reply).some(key => !['jtlrpc', 'id', 'result', 'error'].includes(key))) throw strange()
    return reply
  },
}
export const wantsWarnings: Mutant = {
  name: 'takes an answer without warnings for that of another program',
  reply: reply => {
    if (!('warnings' in reply)) throw strange()
    return reply
  },
}
export const matchesIds: Mutant = {
  name: 'takes an error under another id for that of another call',
  reply: reply => {
    if (reply['error'] && reply['id'] !== reply['asked']) throw strange()
    return reply
  },
}
export const knowsErrorsById: Mutant = {
  name: 'knows an error by the id "unknown"',
  reply: reply =>
    reply['error'] && reply['id'] !== 'unknown' ? { ...reply, error: null, result: [] } : reply,
}
export const readsFromTheFirstByte: Mutant = {
  name: 'takes what does not begin with a brace for an empty page',
  exchange: async (call, go) => {
    const answer = await go()
    return isPull(call) && answer.body[0] !== 0x7b ? empty() : answer
  },
}
export const numbersAreNumbers = replies('reads our number only where it is a number', isPush, list =>
  list.map(model => (typeof idOf(model)[1] === 'number' ? model : { ...model, id: [idOf(model)[0], 0] })),
)
export const identitiesArePairs = keepsOrders(
  'leaves out orders with an identity that is no pair',
  order => order['customerId'] !== null,
)
export const noneIsNull = keepsOrders(
  'takes every pair for an object: leaves out orders of customers that it does not know',
  order => order['customerId'] === null,
)
export const knowsItsFields = keepsOrders(
  'leaves out orders with fields that it does not know',
  order => !('pluginVersion' in order || 'xCustom' in order),
)
export const linesAreAlone = keepsLines(
  'leaves out lines that name their order: takes them for others',
  line => !('customerOrderId' in line),
)
export const linesNameTheirOrder = keepsLines(
  'finds the lines of an order by the order that they name',
  line => 'customerOrderId' in line,
)
export const wantsShortLanguage = keepsOrders(
  'leaves out orders without a language of two letters',
  order => 'languageIso' in order,
)
export const wantsOneLanguage = keepsOrders(
  'leaves out orders that name their language twice',
  order => !('languageIso' in order),
)
export const timesWithColon = replies('reads only times with a colon in their offset', orders, list =>
  list.map(order =>
    /:\d\d$/.test(String(order['creationDate'])) ? order : { ...order, creationDate: null },
  ),
)
export const timesWithoutColon = replies('reads only times without a colon in their offset', orders, list =>
  list.map(order =>
    /[+-]\d{4}$/.test(String(order['creationDate'])) ? order : { ...order, creationDate: null },
  ),
)
const isPrice = isOf('product_price.push')
export const pricesAreProducts = replies('reads the answer to a price as a product', isPrice, list =>
  list.map(({ productId: _echo, ...model }) => model),
)
export const pricesAreEchoes = replies('reads the answer to a price as an echo', isPrice, list =>
  list.map(({ id: _product, ...model }) => model),
)

const isImage = isOf('image.push')
const namesRelation = (model: Model) => String(idOf(model)[0]).includes('#=#')
const withoutId = (model: Model) => ({ ...model, id: ['', idOf(model)[1]] })
export const imagesAreBare = replies(
  'takes the id of an image that names its relation for none',
  isImage,
  list => list.map(model => (namesRelation(model) ? withoutId(model) : model)),
)
export const imagesNameRelation = replies(
  'takes the id of an image that names no relation for none',
  isImage,
  list => list.map(model => (namesRelation(model) ? model : withoutId(model))),
)

// --- Sessions and methods

export const needsGoodEnd: Mutant = {
  name: 'breaks off where the shop refuses the end of a run',
  reply: (reply, { method }) => {
    if (method === 'connector.finish' && reply['error']) throw new TypeError('the end was refused')
    return reply
  },
}
export const snakeCaseOnly: Mutant = {
  name: 'knows methods in snake_case only',
  request: ({ method, params }) => ({
    method: method.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`),
    params,
  }),
}
export const asksWithoutParams: Mutant = {
  name: 'asks for a page without saying anything',
  request: call => (isPull(call) ? { method: call.method, params: undefined } : call),
}

// --- Acknowledgements

export const numbersAsText: Mutant = {
  name: 'acknowledges our number as a text',
  request: call => acking(call, (key, pairs) => [key, pairs.map(([theirs, no]) => [theirs, String(no)])]),
}
export const ackInSnakeCase: Mutant = {
  name: 'acknowledges under the name that the method has',
  request: call => acking(call, (key, pairs) => [key.replace('customerOrder', 'customer_order'), pairs]),
}

// --- Orders and payments

export const waitsForCustomers = keepsOrders('leaves out orders of customers that never came', order => {
  const { customerId } = order
  return !Array.isArray(customerId) || customerId[0] === ''
})
export const onceInAPage: Mutant = replies(
  'breaks off at a page that holds a record twice',
  isOf('payment.pull'),
  list => {
    if (new Set(list.map(model => String(idOf(model)[0]))).size < list.length) throw strange()
    return list
  },
)
export const namesAsTheyCome: Mutant = {
  name: 'takes names as they come',
  breaks: good => ({
    map: {
      ...good.map,
      order: (payload, context) => {
        const order = good.map.order?.(payload, context)
        if (!order) throw strange()
        const names = modelsIn(modelOf(payload)['items']).map(line => String(line['name']))
        return {
          ...order,
          lines: order.lines.map((line, at) => ({
            ...line,
            name: /&\w+;/.test(names[at] ?? '') ? (names[at] ?? '') : line.name,
          })),
        }
      },
    },
  }),
}

// --- Pushes

export const levelIsANumber: Mutant = {
  name: 'sends the stock of an item as a plain number',
  request: call =>
    pushing(call, 'product.push', model => ({
      ...model,
      stockLevel: modelOf(model['stockLevel'])['stockLevel'] ?? 0,
    })),
}
export const speaksEnglish: Mutant = {
  name: 'sends texts in a language that is not the one of the shop',
  request: call =>
    pushing(call, 'product.push', model => ({
      ...model,
      i18ns: modelsIn(model['i18ns']).map(text => ({
        ...text,
        languageISO: 'eng',
        ...('languageIso' in text ? { languageIso: 'en' } : {}),
      })),
    })),
}
export const readsByPlace = replies(
  'reads answers by their place',
  isOf('product.push'),
  (list, { params }) =>
    list.map((model, at) => ({ ...model, id: [idOf(model)[0], idOf(modelsIn(params)[at])[1]] })),
)
export const findsNothing = replies(
  'does not look for what a failed call has left behind',
  ({ method }) => method === 'product.pull',
  () => [],
)

function acking(
  call: Call,
  change: (key: string, pairs: readonly (readonly unknown[])[]) => [string, unknown],
): Call {
  if (call.method !== 'core.connector.ack') return call
  const identities = Object.entries(modelOf(modelOf(call.params)['identities']))
  const changed = identities.map(([key, list]) => change(key, Array.isArray(list) ? list : []))
  return { ...call, params: { ...modelOf(call.params), identities: Object.fromEntries(changed) } }
}

function pushing(call: Call, method: string, change: (model: Model) => Model): Call {
  return call.method === method ? { ...call, params: modelsIn(call.params).map(change) } : call
}

/** The models of a list; none where it is no list. */
export function modelsIn(value: unknown): readonly Model[] {
  return Array.isArray(value) ? value.map(modelOf) : []
}

/** The fields of an object; none where it is no object. */
export function modelOf(value: unknown): Model {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

/** The identity of a model, empty where it has none. */
export function idOf(model: Model | undefined): readonly unknown[] {
  const id = model?.['id']
  return Array.isArray(id) ? id : ['', 0]
}
