/** From a call to its resource, and to the envelope of the answer. */
import type { FaultKind } from './faults.ts'
import { articles } from './resources/articles.ts'
import { categories } from './resources/categories.ts'
import { customers } from './resources/customers.ts'
import { lists } from './resources/lists.ts'
import { media } from './resources/media.ts'
import { orders } from './resources/orders.ts'
import type { Resource } from './resources/resource.ts'
import { translations } from './resources/translations.ts'
import { variants } from './resources/variants.ts'
import { noBatch, ShopError } from './shopError.ts'
import type { ShopState } from './state.ts'
import { isList, type Json, listOf, type Row, readQuery, rowOf, truthOf } from './wire.ts'

export interface Call {
  /** Such as `PUT orders/{id}`. */
  readonly name: string
  /** Path and query below `api/`. */
  readonly asked: string
  readonly method: string
  readonly resource: string
  readonly id: string | undefined
  readonly query: Row
  /** Undefined where it is no JSON, null where there is none. */
  readonly body: Json | undefined
}

export interface Answer {
  readonly status: number
  readonly body: Json
}

const resources: Readonly<Record<string, Resource>> = {
  orders,
  articles,
  variants,
  categories,
  customers,
  media,
  translations,
  ...lists,
}

/** What a request says. */
export function readCall(verb: string, path: string, params: URLSearchParams, bytes: Buffer): Call {
  const [resource = '', id] = path.split('/').map(part => decodeURIComponent(part))
  const query = readQuery(params)
  const asked = query['_method']
  const method = typeof asked === 'string' ? asked.toUpperCase() : verb
  const named = id === undefined || id === '' ? undefined : id
  return {
    name: `${method} ${resource}${named === undefined ? '' : '/{id}'}`,
    asked: `${path}?${params}`,
    method,
    resource,
    id: named,
    query,
    body: readJson(bytes),
  }
}

/** What the shop says to a call of somebody who is signed in. */
export async function answerCall(state: ShopState, call: Call, fault?: FaultKind): Promise<Answer> {
  try {
    const answer = await act(state, call, fault)
    return fault === 'doubledPage' ? { ...answer, body: doubled(answer.body) } : answer
  } catch (error) {
    if (!(error instanceof ShopError)) throw error
    return { status: error.status, body: failure(state, error) }
  }
}

async function act(state: ShopState, call: Call, fault: FaultKind | undefined): Promise<Answer> {
  const { method, id, query } = call
  const resource = Object.hasOwn(resources, call.resource) ? resources[call.resource] : undefined
  if (!resource) throw new ShopError(404, 'Resource not found')
  const byNumber = truthOf(query['useNumberAsId'])
  if (method === 'GET')
    return id === undefined
      ? list(state, resource, query)
      : one(state, resource.one(state, id, byNumber, query))
  if (call.body === undefined) throw new ShopError(400, 'Invalid method or invalid json string.')
  if (fault === 'diesMidway' && !(id === undefined && isList(call.body)))
    throw new ShopError(500, `Maximum execution time exceeded: ${JSON.stringify(call.body).slice(0, 4000)}`)
  if (method === 'POST') {
    const { made, prepared } = await prepare(state, resource, rowOf(call.body))
    return { status: 201, body: { success: true, data: place(state, call, made(prepared)) } }
  }
  if (method !== 'PUT' && method !== 'DELETE') throw new ShopError(404, 'Resource not found')
  if (id === undefined) return batch(state, resource, call, fault)
  if (method === 'DELETE') {
    if (!resource.remove) throw new ShopError(404, 'Resource not found')
    return { status: 200, body: { success: true, data: rowOf(resource.remove(state, id, byNumber) ?? {}) } }
  }
  if (!resource.change) throw new ShopError(404, 'Resource not found')
  const body = (await resource.fetch?.(state, rowOf(call.body))) ?? rowOf(call.body)
  const changed = resource.change(state, id, body, byNumber)
  return { status: 200, body: { success: true, data: place(state, call, changed) } }
}

// Everything from outside is had before anything is written, so that a write is one step.
async function prepare(state: ShopState, resource: Resource, body: Row) {
  const { create } = resource
  if (!create) throw new ShopError(404, 'Resource not found')
  return {
    made: (prepared: Row) => create(state, prepared),
    prepared: (await resource.fetch?.(state, body)) ?? body,
  }
}

async function batch(
  state: ShopState,
  resource: Resource,
  call: Call,
  fault: FaultKind | undefined,
): Promise<Answer> {
  const { upsert, remove, clear } = resource
  if (clear && call.method === 'DELETE') {
    clear(state)
    return { status: 200, body: { success: true } }
  }
  if (!upsert) throw noBatch()
  const elements = listOf(call.body ?? null)
  if (!isList(call.body)) throw noBatch()
  const data: Json[] = []
  for (const [n, element] of elements.entries()) {
    if (fault === 'diesMidway' && n >= Math.ceil(elements.length / 2))
      throw new ShopError(500, `Maximum execution time exceeded: ${JSON.stringify(elements).slice(0, 4000)}`)
    try {
      if (call.method === 'DELETE') {
        const id = rowOf(element)['id'] ?? rowOf(element)['number'] ?? element
        data.push({ success: true, operation: 'delete', data: remove?.(state, String(id), false) ?? {} })
        continue
      }
      const body = (await resource.fetch?.(state, rowOf(element))) ?? rowOf(element)
      const { operation, id } = upsert(state, body)
      data.push({ success: true, operation, data: place(state, call, id) })
    } catch (error) {
      if (!(error instanceof ShopError)) throw error
      data.push({ ...failure(state, error), operation: '' })
    }
  }
  return { status: 200, body: { success: true, data } }
}

function list(state: ShopState, resource: Resource, query: Row): Answer {
  if (resource.index) return one(state, resource.index())
  if (!resource.list) throw new ShopError(404, 'Resource not found')
  const { rows, total } = resource.list(state, query)
  return { status: 200, body: { data: rows.map(row => shown(state, row)), total, success: true } }
}

function one(state: ShopState, row: Row): Answer {
  return { status: 200, body: { data: shown(state, row), success: true } }
}

function place(state: ShopState, { resource }: Call, id: number): Row {
  return { id, location: `${state.url}api/${resource}/${id}` }
}

function failure(state: ShopState, { status, message, more }: ShopError): Row {
  const trace = `#0 /var/www/shop/engine/Shopware/Components/Api/Resource.php(512): persist()\n#1 {main}`
  return {
    success: false,
    message,
    ...more,
    ...(state.quirks.tracesInErrors && status !== 404 ? { trace } : {}),
  }
}

function shown({ quirks }: ShopState, row: Row): Row {
  const whole = quirks.extraFields ? { ...row, swagPluginField: { note: 'plug-in' } } : row
  return quirks.numbersAsText ? rowOf(asTexts(whole)) : whole
}

function asTexts(value: Json): Json {
  if (typeof value === 'number') return String(value)
  if (isList(value)) return value.map(asTexts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, asTexts(inside)]))
}

function doubled(body: Json): Json {
  const { data, ...rest } = rowOf(body)
  return isList(data) ? { ...rest, data: data.flatMap(row => [row, row]) } : body
}

function readJson(bytes: Buffer): Json | undefined {
  if (bytes.length === 0) return null
  try {
    const value: Json = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' ? value : undefined
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return undefined
  }
}
