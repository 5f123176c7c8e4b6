/** From what is to be told to calls, and from answers to what is written down. */
import type { ApiAnswer, ApiCall } from './client.ts'
import type { HostError, ScxRequestFailed } from './programErrors.ts'
import type { Quirks } from './quirks.ts'
import { keyOf, type MarketState, type Task } from './state.ts'
import { encodeJson, type Json, type Part } from './wire.ts'

/** The next tasks that go out in one call: neighbours of one list, at most so many. */
export function nextTasks({ tasks }: MarketState, mostPerCall: number): readonly Task[] {
  const [first] = tasks
  if (!first) return []
  if (!first.list) return [first]
  const end = tasks.findIndex(task => task.call !== first.call || !task.list)
  return tasks.slice(0, Math.min(end === -1 ? tasks.length : end, mostPerCall))
}

/** The call of these tasks. The same tasks give the same call. */
export function callOf(tasks: readonly Task[], quirks: Quirks): ApiCall {
  const [task] = tasks
  if (!task) throw new RangeError('a call is made of one task at least')
  const { call, id, query, list, file } = task
  const body: Json | undefined = list
    ? { [list.name]: tasks.flatMap(one => (one.list ? [one.list.entry] : [])) }
    : task.body
  const parts: Part[] | undefined = file && [
    { name: file.part, content: encodeJson(file.json, quirks, true) },
    ...(file.part === 'invoice' ? [partOf('document', file)] : [partOf('attachment', file)]),
  ]
  const isRows = call === 'reportData' || call === 'report'
  return {
    operation: call,
    ...(id === undefined ? {} : { id }),
    ...(query ? { query } : {}),
    ...(body === undefined ? {} : { body }),
    ...(parts ? { parts } : {}),
    ...(isRows ? { packed: true } : {}),
  }
}

function partOf(name: string, file: NonNullable<Task['file']>): Part {
  return { name, content: Buffer.from(file.base64, 'base64'), filename: file.name, type: file.type }
}

/** The call was made: its tasks are done, and the book says what became of them. */
export function written(state: MarketState, tasks: readonly Task[], answer: ApiAnswer): void {
  state.tasks.splice(0, tasks.length)
  const [first] = tasks
  if (!first) return
  const failed = new Set(answer.errors.map(({ hint }) => hint))
  for (const error of answer.errors) refused(state, first.call, answer.status, error)
  if (first.call === 'order')
    for (const { list } of tasks) {
      const id = String(list?.entry['orderId'])
      if (failed.has(id)) continue
      const key = keyOf(String(list?.entry['sellerId']), id)
      state.book.stored[key] = (state.book.stored[key] ?? 0) + 1
    }
  if (first.call === 'getInvoice' && first.id !== undefined) {
    const document = state.documents[first.id]
    if (document)
      state.documents[first.id] = {
        ...document,
        bytes: answer.body.length,
        text: answer.body.toString('latin1').slice(0, 8),
      }
  }
  const lacks = required[first.call]?.(answer.fields)
  if (lacks !== undefined) state.book.problems.push(`the answer to ${first.call} has no ${lacks}`)
  if (first.keep !== undefined) state.answers[first.keep] = answer.fields as Json
}

/** What the real client cannot do without in an answer; what of it is not there. */
const required: {
  readonly [name: string]: (fields: Readonly<Record<string, unknown>>) => string | undefined
} = {
  categories: fields => lacking(fields, ['categoryTreeVersion']),
  updateSession: fields => lacking(fields, ['sellerId']),
  signUpSession: fields => (Number.isSafeInteger(fields['jtlAccountId']) ? undefined : 'jtlAccountId'),
  sellers: fields => (Array.isArray(fields['sellerList']) ? undefined : 'sellerList'),
  // A flat object breaks it: everything that a channel has to have stands one level below.
  channel: ({ channel, isActive }) => {
    if (typeof isActive !== 'boolean') return 'isActive'
    if (typeof channel !== 'object' || channel === null) return 'channel'
    const fields = channel as Readonly<Record<string, unknown>>
    const texts = ['channel', 'displayName', 'website', 'supportContact', 'vendor', 'signUpUrl']
    if (!Array.isArray(fields['marketplaceList'])) return 'channel.marketplaceList'
    if (typeof fields['featureList'] !== 'object') return 'channel.featureList'
    return lacking(fields, texts)
  },
}

function lacking(fields: Readonly<Record<string, unknown>>, names: readonly string[]): string | undefined {
  return names.find(name => typeof fields[name] !== 'string')
}

/** The host will not take it: it is written down and not tried again. */
export function givenUp(state: MarketState, tasks: readonly Task[], error: ScxRequestFailed): void {
  state.tasks.splice(0, tasks.length)
  const { operation, status, errors } = error
  // Already unlinked is what was wanted.
  if (operation === 'deleteSeller' && errors.some(({ code }) => code === 'CHN204')) return
  if (errors.length === 0)
    refused(state, operation, status, { code: '', message: error.message, severity: 'error', hint: null })
  for (const one of errors) refused(state, operation, status, one)
  // Who could not sign up is no seller.
  const { sellerId }: { sellerId?: string } = { ...(tasks[0]?.body as object) }
  const seller = operation === 'createSeller' && sellerId !== undefined && state.sellers[sellerId]
  if (seller) seller.active = false
}

function refused({ book }: MarketState, call: string, status: number, error: HostError): void {
  book.refusals.push({ ...error, call, status })
}
