import type { Answer, Cursor } from '../../port/connector.ts'
import type { IncomingKind } from '../../port/records.ts'
import { ShopFailed } from './api.ts'
import { isKey } from './keys.ts'
import { pageOf } from './pages.ts'
import { isRow, keyOf, listOf, textOf } from './payloads.ts'
import {
  beginOfCustomers,
  beginOfOrders,
  nextPhase,
  type Position,
  positionOf,
  resumeOf,
} from './positions.ts'
import { type Filter, filterBy, sortBy } from './query.ts'
import { floorOf, isRecent, seenNow } from './seen.ts'
import type { Session } from './session.ts'
import { filterTime } from './times.ts'

type Row = Readonly<Record<string, unknown>>

/** Under which resource a kind is. */
export const resources = { order: 'orders', customer: 'customers' } as const
export type PulledKind = keyof typeof resources

/** True for a kind that comes in. */
export function isPulled(kind: IncomingKind): kind is PulledKind {
  return Object.hasOwn(resources, kind)
}

/**
 * The next page: a list of ids, then each record with all that it has, as the list has no lines and no addresses. What is gone
 * between both is left out; of what the shop fails at there is what the list says, so that it can be named and asked for again.
 */
export async function fetchPage(
  session: Session,
  kind: IncomingKind,
  cursor: Cursor,
  want: number,
): Promise<Answer> {
  if (!isPulled(kind)) return answerOf([])
  let position: Position | undefined = beginning(session, kind, cursor)
  let last = position
  const rows: Row[] = []
  while (position && rows.length < want) {
    const limit = want - rows.length
    const listed = await list(session, kind, position, limit)
    rows.push(...listed.rows.filter(row => kind !== 'order' || isWanted(session, row, listed.position)))
    last = listed.position
    position = listed.isFull ? last : nextPhase(last)
  }
  const { records, failed } = await details(session, kind, rows)
  if (position) {
    const top = Math.min(position.top, ...failed.map(id => id - 1))
    return answerOf(records, { resume: resumeOf({ ...position, top }) })
  }
  const at = last.at || cursor.startedAt.toISOString()
  if (kind === 'order' && isUsual(cursor))
    rememberSeen(session, {
      at,
      startedAt: cursor.startedAt,
      id: Math.min(last.top, ...failed.map(id => id - 1)),
    })
  return answerOf(records, { watermark: at })
}

/** These records as they are now; what is not there any more is left out. */
export async function fetchSingle(
  session: Session,
  kind: IncomingKind,
  theirs: readonly string[],
): Promise<Answer> {
  if (!isPulled(kind)) return answerOf([], { single: 'true' })
  const found: unknown[] = []
  for (const id of theirs.filter(isKey)) {
    const { data } = await session.api.get(`${resources[kind]}/${id}`)
    if (data !== undefined) found.push(data)
  }
  return answerOf(found, { single: 'true' })
}

/** How many orders were placed from then until before then; abandoned baskets are none. */
export async function count(session: Session, kind: IncomingKind, from: Date, to: Date): Promise<number> {
  if (!isPulled(kind)) return 0
  const { timeZone } = session.run
  const property = kind === 'order' ? 'orderTime' : 'firstLogin'
  const filters: Filter[] = [
    { property, expression: '>=', value: filterTime(from, timeZone) },
    { property, expression: '<', value: filterTime(to, timeZone) },
    ...(kind === 'order' ? [notAbandoned] : []),
  ]
  const { data, total } = await session.api.get(resources[kind], { ...filterBy(...filters), limit: '1' })
  return total ?? listOf(data).length
}

const notAbandoned: Filter = { property: 'status', expression: '!=', value: '-1' }

function beginning(session: Session, kind: PulledKind, cursor: Cursor): Position {
  if (cursor.resume !== undefined) return positionOf(cursor.resume)
  if (kind === 'customer') return beginOfCustomers(cursor)
  return beginOfOrders(cursor, floorOf(session.seen, asked(session), cursor.watermark))
}

// Orders that a person asks for again are read beside the usual ones.
function isUsual({ watermark, since }: Cursor): boolean {
  return watermark !== undefined || since === undefined
}

function asked({ shop, settings }: Session): { readonly shop: string; readonly states: string } {
  return { shop, states: settings.states.open.join(',') }
}

function rememberSeen(
  session: Session,
  read: { readonly at: string; readonly startedAt: Date; readonly id: number },
): void {
  const at = new Date(Math.min(Date.parse(read.at), read.startedAt.getTime())).toISOString()
  session.seen = seenNow(session.seen, { ...asked(session), at, id: Math.max(0, read.id) })
  session.run.remember({ orders: { ...session.seen } })
}

interface Listed {
  readonly rows: readonly Row[]
  /** Behind the last of them. */
  readonly position: Position
  readonly isFull: boolean
}

async function list(session: Session, kind: PulledKind, position: Position, limit: number): Promise<Listed> {
  const filters = [
    ...filtersOf(session, position),
    idBehind(position.id),
    ...(kind === 'order' ? [notAbandoned] : []),
  ]
  const query = { ...filterBy(...filters), ...sortBy('id'), limit: String(limit) }
  const { data, at = '' } = await session.api.get(resources[kind], query)
  const rows = listOf(data).filter(isRow)
  const ids = rows.map(row => Number(keyOf(row['id'])))
  const now = position.at || at
  const isOpen = position.phase === 'open'
  const old = isOpen ? rows.filter(row => !isRecent(row['orderTime'], now, session.run.timeZone)) : []
  return {
    rows,
    position: {
      ...position,
      at: now,
      id: Math.max(position.id, ...ids),
      top: Math.max(position.top, ...old.map(row => Number(keyOf(row['id'])))),
    },
    isFull: rows.length >= limit,
  }
}

function filtersOf({ settings, run }: Session, { phase, from }: Position): readonly Filter[] {
  const time = from === '' ? '' : filterTime(new Date(from), run.timeZone)
  if (phase === 'open') return [{ property: 'status', value: settings.states.open }]
  if (phase === 'placed') return [{ property: 'orderTime', expression: '>=', value: time }]
  return phase === 'changed' ? [{ property: 'changed', expression: '>=', value: time }] : []
}

function idBehind(id: number): Filter {
  return { property: 'id', expression: '>', value: String(id) }
}

// An abandoned basket has the number "0", whatever else it says.
function isWanted({ run }: Session, row: Row, { phase, floor, from }: Position): boolean {
  if (textOf(row['orderStatusId']) === '-1' || textOf(row['number']) === '0') return false
  if (phase !== 'open' || Number(keyOf(row['id'])) > floor) return true
  return isRecent(row['orderTime'], from, run.timeZone)
}

async function details(
  { api, run }: Session,
  kind: PulledKind,
  rows: readonly Row[],
): Promise<{ readonly records: readonly unknown[]; readonly failed: readonly number[] }> {
  const records: unknown[] = []
  const failures = new Map<number, ShopFailed>()
  for (const row of rows) {
    const id = keyOf(row['id'])
    if (id === '') {
      records.push(row)
      continue
    }
    try {
      const { data } = await api.get(`${resources[kind]}/${id}`)
      if (data !== undefined) records.push(data)
    } catch (error) {
      if (!(error instanceof ShopFailed)) throw error
      failures.set(Number(id), error)
      records.push(row)
    }
  }
  const [first] = failures.values()
  if (first && failures.size > 1 && failures.size === rows.length) throw first
  if (first) run.log('warn', `the shop fails at single records: ${first.detail}`, { count: failures.size })
  return { records, failed: [...failures.keys()] }
}

function answerOf(records: readonly unknown[], note: Answer['note'] = {}): Answer {
  return { body: pageOf(records), note }
}
