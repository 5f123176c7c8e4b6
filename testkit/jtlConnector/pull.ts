/** Pull and statistic: what has no link yet, oldest first; no offset, no date filter. */
import type { FaultKind } from './faults.ts'
import { writeGlobalData } from './models/globalData.ts'
import { createWriter } from './models/writer.ts'
import { codes, ProtocolError } from './protocolError.ts'
import type { Page, ShopKind, Source, Sources } from './sources.ts'
import type { ShopState } from './state.ts'
import { fill, prepare } from './template.ts'
import { encode, isModel } from './wire.ts'

/** A shop that answers calls. */
export interface Endpoint {
  readonly state: ShopState
  readonly sources: Sources
  /** The page that each kind delivered last, for faults that deliver it again. */
  readonly lastPages: Map<ShopKind, Page>
}

/** What a call answers: JSON text, how many models are in it, and warnings for the operator. */
export interface Result {
  readonly text: string
  readonly models: number
  readonly warnings?: readonly string[]
}

interface Query {
  readonly limit: number
  readonly relation: string | undefined
}

/** Answers `x.pull`. Throws ProtocolError. */
export function pull(endpoint: Endpoint, kind: ShopKind, params: unknown, fault: FaultKind | null): Result {
  const { state } = endpoint
  const query = readQuery(state, params)
  if (fault === 'forgetsAcked') state.links.clear('CustomerOrder')
  if (fault === 'changedBetweenPages') changeNextOrder(endpoint)
  const page = disturb(endpoint, kind, endpoint.sources[kind].page(query.limit, query.relation), fault)
  endpoint.lastPages.set(kind, page)
  leaveTraces(endpoint, kind, page)
  const doubled = kind === 'payment' && state.quirks.duplicatePayments
  const texts = doubled ? page.texts.flatMap(text => [text, text]) : page.texts
  state.log.delivered(texts.length)
  return { text: `[${texts.join(',')}]`, models: texts.length }
}

/** Answers `global_data.pull`: always everything. Throws ProtocolError. */
export function pullGlobalData(state: ShopState, params: unknown): Result {
  readQuery(state, params)
  const writer = createWriter(state)
  const text = fill(
    prepare(writer, () => writeGlobalData(writer)),
    state.quirks,
  )
  return { text: `[${text}]`, models: 1 }
}

/** Answers `x.statistic`; `controller` is in PascalCase. Throws ProtocolError. */
export function statistic(state: ShopState, source: Source, controller: string, params: unknown): Result {
  const { relation } = readQuery(state, params)
  const lower = controller.charAt(0).toLowerCase() + controller.slice(1)
  const controllerName = state.quirks.controllerNamePascal ? controller : lower
  return { text: encode({ available: source.available(relation), controllerName }), models: 0 }
}

function readQuery(state: ShopState, params: unknown): Query {
  if (params === null || params === undefined) {
    // The real 3.x calls a method on null here.
    if (state.quirks.pullNeedsParams) {
      throw new ProtocolError(codes.uncaught, 'Call to a member function getLimit() on null', 'Error')
    }
    return { limit: 100, relation: undefined }
  }
  const { limit, filters } = isModel(params) ? params : { limit: undefined, filters: undefined }
  const filtered = isModel(filters) && !state.quirks.imageFilterIgnored
  const relation = filtered ? filters['relationType'] : undefined
  const asked = limit === undefined || limit === null ? 100 : Number(limit)
  return {
    limit: Number.isInteger(asked) && asked >= 0 ? asked : 100,
    relation: typeof relation === 'string' ? relation : undefined,
  }
}

function disturb(endpoint: Endpoint, kind: ShopKind, page: Page, fault: FaultKind | null): Page {
  const last = endpoint.lastPages.get(kind)
  if (!last || last.ids.length === 0) return page
  if (fault === 'duplicatePage') return last
  if (fault !== 'pageOverlap') return page
  const [id] = last.ids.slice(-1)
  if (id === undefined || page.ids.includes(id)) return page
  return { ids: [id, ...page.ids], texts: [...last.texts.slice(-1), ...page.texts] }
}

/** What some plugins do while they only should read. */
function leaveTraces(endpoint: Endpoint, kind: ShopKind, page: Page): void {
  const { quirks, store } = endpoint.state
  if (kind === 'payment' && quirks.duplicateTransactions) {
    for (const id of page.ids) {
      const payment = store.payments.get(id)?.data
      if (payment && !id.endsWith('_again')) store.payments.put({ ...payment, id: `${id}_again` })
    }
  }
  if (kind !== 'customer_order') return
  if (quirks.consumesAtPull) endpoint.sources.customer_order.consume(page.ids)
  if (!quirks.statusAfterPull) return
  for (const id of page.ids) {
    const entry = store.orders.get(id)
    // Not through putOrder: the prepared text does not show this state.
    if (entry) entry.data = { ...entry.data, inProcess: true }
  }
}

function changeNextOrder(endpoint: Endpoint): void {
  const [next] = endpoint.state.store.orders.waiting(1, () => true)
  if (!next) return
  const customerNote = `${next.data.customerNote ?? ''} (geändert)`.trim()
  endpoint.state.store.putOrder({ ...next.data, customerNote })
}
