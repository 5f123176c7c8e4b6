/** Push and delete: what happens to a list of models, and what a failing one does to the others. */
import type { FaultKind } from './faults.ts'
import { type Batch, readId, resolve, saveLinks, withIdentities } from './identities.ts'
import type { PushEffect } from './log.ts'
import { codes, ProtocolError } from './protocolError.ts'
import type { Result } from './pull.ts'
import { crossSellingAnswer } from './pushCrossSelling.ts'
import { takenOf } from './pushCustomers.ts'
import { deleteHandlers, type PushHandler, pushHandlers } from './pushHandlers.ts'
import { bareId, imageAnswer, imageFiles, relationOf } from './pushImages.ts'
import { checkModel, models as listOf, text } from './readModel.ts'
import type { ShopState } from './state.ts'
import { encode, isModel, type Wire, type WireModel } from './wire.ts'

/** One model as it was sent and what became of it. */
interface Attempt {
  readonly model: WireModel
  effect: PushEffect
  endpoint: string
}

/**
 * Answers `x.push` for a snake_case controller that `pushHandlers` has; `archive`: the file that came with the call. Throws
 * ProtocolError.
 */
export function push(
  state: ShopState,
  controller: string,
  params: unknown,
  fault: FaultKind | null,
  archive: Buffer | null,
): Result {
  const handler = pushHandlers[controller]
  if (!handler) throw new TypeError(`no push for ${controller}`)
  const sent = takenOf(state, controller, readModels(params))
  for (const model of sent) checkModel(state, controller, model)
  const units = controller === 'product_price' ? byProduct(sent) : sent
  const attempts: Attempt[] = units.map(model => ({ model, effect: 'undone', endpoint: '' }))
  const isImage = controller === 'image'
  const batch: Batch = { state, pending: [], ...(isImage ? { files: imageFiles(state, sent, archive) } : {}) }
  try {
    storeAll(batch, controller, handler, attempts, fault)
  } finally {
    for (const { model, effect, endpoint } of attempts) {
      const { host } = readId(model[handler.idName])
      state.log.push({ method: `${controller}.push`, model, endpoint, host, effect })
    }
  }
  const omits = state.quirks.omitsSkipped
  const answered = attempts
    .filter(({ effect }) => effect !== 'refused' && !(omits && effect === 'skipped'))
    .map(attempt => attempt.model)
  const echoes = controller === 'product_price' && !state.quirks.pricesAnswerProducts ? sent : answered
  const results = echoes.map(model => answer(batch, controller, handler, model))
  if (state.quirks.answersReversed) results.reverse()
  return { text: encode(results), models: results.length }
}

/** Answers `x.delete` for a snake_case controller that `deleteHandlers` has; unknown objects are no error. */
export function remove(state: ShopState, controller: string, params: unknown): Result {
  const handler = deleteHandlers[controller]
  if (!handler) throw new TypeError(`no delete for ${controller}`)
  const sent = readModels(params)
  for (const model of sent) checkModel(state, controller, model)
  const batch: Batch = { state, pending: [] }
  const results = sent.map(model => {
    const id = readId(controller === 'image' ? bareId(model['id']) : model['id'])
    if (controller === 'image') relationOf(model)
    const endpoint = resolve(batch, handler.type, id)
    const whole = withIdentities(batch, model, handler.type)
    const answered = controller === 'image' ? imageAnswer(batch, model, whole) : whole
    const effect = endpoint !== '' && handler.remove(state, endpoint) ? 'deleted' : 'skipped'
    state.links.dropHost(handler.type, id.host)
    if (endpoint !== '') state.links.dropEndpoint(handler.type, endpoint)
    state.log.push({ method: `${controller}.delete`, model, endpoint, host: id.host, effect })
    return answered
  })
  return { text: encode(results), models: results.length }
}

/** A single object instead of a list is read as the list of its values: empty models come out (V5). */
function readModels(params: unknown): WireModel[] {
  if (Array.isArray(params)) return params.map(element => (isModel(element) ? element : {}))
  if (isModel(params)) return Object.values(params).map(() => ({}))
  throw new ProtocolError(codes.uncaught, 'Parameter must be an array of models')
}

function storeAll(
  batch: Batch,
  controller: string,
  handler: PushHandler,
  attempts: readonly Attempt[],
  fault: FaultKind | null,
): void {
  const { state } = batch
  const mode = state.quirks.batchFailure
  const refusals = attempts.map(({ model }) => state.refuse(`${controller}.push`, model))
  const firstRefused = refusals.findIndex(refusal => refusal !== undefined)
  if (mode === 'rollback' && firstRefused >= 0) refuse(state, controller, attempts, firstRefused, refusals)
  const end = fault === 'executionTimeout' ? Math.ceil(attempts.length / 2) : attempts.length
  for (const [index, attempt] of attempts.entries()) {
    if (index === end) {
      if (mode === 'storedNotLinked') unlink(batch, attempts)
      throw new ProtocolError(
        codes.executionTime,
        'Maximum execution time of 30 seconds exceeded',
        'ErrorException',
      )
    }
    if (refusals[index] !== undefined) {
      attempt.effect = 'refused'
      if (state.quirks.storesBeforeFailing) handler.store({ ...batch, pending: [] }, attempt.model)
      if (mode === 'lastErrorOnly' && index < attempts.length - 1) continue
      if (mode === 'storedNotLinked') unlink(batch, attempts)
      refuse(state, controller, attempts, index, refusals)
    }
    const skipped = state.skip(`${controller}.push`, attempt.model)
    const endpoint = skipped ? null : handler.store(batch, attempt.model)
    attempt.effect = endpoint === null ? 'skipped' : 'stored'
    attempt.endpoint = endpoint ?? ''
    if (mode !== 'storedNotLinked') saveLinks(batch)
  }
  saveLinks(batch)
}

/** What was stored stays in the shop, but nothing knows any more to which host ids it belongs. */
function unlink(batch: Batch, attempts: readonly Attempt[]): void {
  batch.pending = []
  for (const attempt of attempts) if (attempt.effect === 'stored') attempt.effect = 'storedNotLinked'
}

function refuse(
  state: ShopState,
  controller: string,
  attempts: readonly Attempt[],
  index: number,
  refusals: readonly (string | undefined)[],
): never {
  const message = refusals[index] ?? ''
  const culprit = attempts[index]
  if (culprit) culprit.effect = 'refused'
  if (state.generation === 3) throw new ProtocolError(codes.uncaught, message, 'Exception')
  // The newest core names every model of the batch, so the culprit cannot be seen (V5).
  const all = state.quirks.batchFailure === 'storedNotLinked'
  const named = all ? attempts.toReversed() : attempts.slice(index, index + 1)
  const name = controller.replace(/(?:^|_)([a-z])/g, (_whole, letter: string) => letter.toUpperCase())
  const blocks = named.map(({ model }) => describe(name, model))
  throw new ProtocolError(codes.uncaught, `${blocks.join(' | ')} | ${message}`, 'Exception')
}

function describe(controller: string, model: WireModel): string {
  const { host } = readId(model['id'] ?? model['productId'] ?? model['customerOrderId'])
  const sku = text(model, 'sku')
  const name = listOf(model, 'i18ns').map(found => text(found, 'name'))[0]
  return [
    `Controller = ${controller}`,
    'Action = push',
    `JTL-Wawi PK = ${host}`,
    ...(sku ? [`SKU = ${sku}`] : []),
    ...(name ? [`Name = ${name}`] : []),
  ].join(' | ')
}

/** Price models of a product as one model with the list of them, products in the order of their first price. */
function byProduct(prices: readonly WireModel[]): WireModel[] {
  const products = new Map<string, WireModel[]>()
  for (const price of prices) {
    const key = JSON.stringify(price['productId'] ?? null)
    products.set(key, [...(products.get(key) ?? []), price])
  }
  return [...products.values()].map(list => ({
    productId: list[0]?.['productId'] ?? null,
    ...(list[0]?.['sku'] === undefined ? {} : { sku: list[0]['sku'] }),
    prices: list,
  }))
}

/** The model as it is answered: identities completed, prices and stock levels as Product models from 4.x on (V5). */
function answer(batch: Batch, controller: string, handler: PushHandler, model: WireModel): Wire {
  const asProduct = batch.state.quirks.pricesAnswerProducts
  if (asProduct && controller === 'product_price') {
    const { productId = null, sku = '', prices = [] } = model
    return withIdentities(batch, { id: productId, sku, prices }, 'Product')
  }
  if (asProduct && controller === 'product_stock_level') {
    const { productId = null, sku = '', stockLevel = 0 } = model
    return withIdentities(batch, { id: productId, sku, stockLevel: { stockLevel } }, 'Product')
  }
  const whole = withIdentities(batch, model, handler.idName === 'id' ? handler.type : null)
  if (controller === 'cross_selling') return crossSellingAnswer(batch, whole)
  return controller === 'image' ? imageAnswer(batch, model, whole) : whole
}
