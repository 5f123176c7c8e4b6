import { type Tx, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { leftOut } from '../channels/againStore.ts'
import { keysOf } from '../channels/keyStore.ts'
import { type BatchOf, findKnown, type KnownRecord } from '../channels/ledgerStore.ts'
import { channelProblem } from '../channels/problems.ts'
import type { Cursor, PullKind, RawRecord } from '../port/connector.ts'
import type { IncomingKind } from '../port/records.ts'
import { orderStations } from '../sales/whereOrders.ts'
import { type AgainWish, type PlannedAgain, planAgain } from './askAgain.ts'
import { callSafely } from './callSafely.ts'
import { withSession } from './connectorSession.ts'
import { type Decision, decide } from './decide.ts'
import { wayAgain } from './fetchAgain.ts'
import type { ImportContext } from './importContext.ts'
import { readAnswer } from './importPage.ts'
import { isTakenIn, isUnchanged } from './knownRecords.ts'
import { pulledAs } from './offersAgain.ts'
import { cutIntoBatches, prepareRecords } from './prepareRecords.ts'
import { isInTime } from './readRequested.ts'
import type { LaneParts } from './runLane.ts'
import { asDelivered } from './storedRecords.ts'

/** What would become of a record. `here`: it is here as it is there. `pending`: its marketplace has not released it. */
export const previewed = ['new', 'changed', 'here', 'pending', 'left_out', 'parked'] as const
export type Previewed = (typeof previewed)[number]

export interface PreviewRow {
  readonly kind: IncomingKind
  readonly externalId: string
  readonly externalNumber: string | null
  readonly placedAt: Date | null
  readonly customer: string | null
  readonly totalGross: string | null
  readonly currency: string | null
  readonly did: Previewed
  readonly code: string | null
  readonly data: Decision['data']
  /** It stands in the ledger, whatever became of it. */
  readonly known: boolean
  /** The order that it has become. */
  readonly orderNumber: string | null
}

export interface AgainPreview {
  /** When the shop was looked at: what comes later is not in it. */
  readonly at: Date
  readonly kinds: readonly IncomingKind[]
  readonly counts: Readonly<Record<Previewed, number>>
  /** So many at most; what would change something here comes first. */
  readonly rows: readonly PreviewRow[]
  /** There is more than was looked at. */
  readonly capped: boolean
}

/** So many records are looked at, and so many listed. */
const mostRecords = 20_000
const mostRows = 500
/** Pages in a row that lead nowhere. */
const mostInVain = 3

/**
 * What a request would do: reads from the shop, or from what is stored, and decides, in transactions that the database lets
 * write nothing. Throws PREVIEW_NOT_OFFERED where reading has consequences there, and what `planAgain` throws.
 */
export async function previewAgain(
  parts: LaneParts,
  tenant: string,
  wish: AgainWish,
  signal: AbortSignal = new AbortController().signal,
): Promise<AgainPreview> {
  const plan = planAgain(wish)
  const { connection, connector, channel } = wish
  const place = channel?.place
  const kinds = new Set<string>(plan.kinds)
  const context: ImportContext = {
    ...parts,
    tenant,
    connection,
    connector,
    signal,
    looksOnly: true,
    runId: null,
    figures: {},
    notes: [],
    keys: keysOf(parts.db, tenant, connection.id),
    write: () => Promise.reject(new TypeError('a preview writes nothing')),
    request: {
      from: plan.from,
      wants: record =>
        kinds.has(record.kind) &&
        (place === undefined || record.place === place) &&
        isInTime({ connector, connection }, plan, record),
      keep: () => Promise.reject(new TypeError('a preview keeps no cursor')),
    },
  }
  const at = parts.now()
  const seen = new Map<string, PreviewRow>()
  const look = async (records: readonly RawRecord[]) => {
    for (const row of await judgeAll(context, records, plan.way === 'stored'))
      seen.set(`${row.kind} ${row.externalId}`, row)
    return seen.size < mostRecords
  }
  const complete = await readFor(context, plan, wish, look)
  return { at, kinds: plan.kinds, ...summed([...seen.values()]), capped: !complete }
}

type Look = (records: readonly RawRecord[]) => Promise<boolean>

// False where there was more than is looked at.
function readFor(context: ImportContext, plan: PlannedAgain, wish: AgainWish, look: Look): Promise<boolean> {
  const { connector } = context
  const pulls = new Set(plan.kinds.flatMap(kind => pulledAs(connector, kind) ?? []))
  const notOffered = () => channelProblem('PREVIEW_NOT_OFFERED', { system: connector.title })
  if (plan.way === 'stored') return readStored(context, plan, look)
  // What is released, or read where reading consumes, is gone there: looking would not be looking.
  if (plan.way === 'relink' || [...pulls].some(pull => pull.consumes)) throw notOffered()
  if (plan.way === 'since')
    return withSession(context, async session => {
      for (const pull of pulls)
        if (!(await readSince(context, session, pull, plan.from ?? new Date(0), look))) return false
      return true
    })
  const ways = plan.kinds.map(kind => ({ kind, way: wayAgain(context, kind) }))
  return withSession(context, async session => {
    for (const { kind, way } of ways) {
      if (!('fetch' in way) || !wish.numbers?.length) throw notOffered()
      const { numbers } = wish
      const answer = await callSafely(context.signal, () => way.fetch(session, kind, numbers))
      if (!(await look(readAnswer(context, kind, answer).records))) return false
    }
    return true
  })
}

async function readSince(
  context: ImportContext,
  session: unknown,
  pull: PullKind,
  since: Date,
  look: Look,
): Promise<boolean> {
  const fetch = context.connector.pull?.fetch
  if (!fetch) throw new TypeError('nothing to fetch with')
  let cursor: Cursor = { since, startedAt: context.now() }
  for (let inVain = 0; inVain < mostInVain; ) {
    const page = await callSafely(context.signal, async attempt =>
      readAnswer(
        context,
        pull.kind,
        await fetch(session, pull.kind, cursor, Math.max(1, pull.largestPage >> attempt)),
      ),
    )
    const goesOn = await look(page.records)
    if (page.last || page.resume === undefined) return true
    if (!goesOn) return false
    inVain = page.resume === cursor.resume ? inVain + 1 : 0
    cursor = { ...cursor, resume: page.resume }
  }
  return false
}

async function readStored(context: ImportContext, plan: PlannedAgain, look: Look): Promise<boolean> {
  const { db, tenant, connector } = context
  for (let after: string | undefined; ; ) {
    const page = { after, limit: 200, parked: connector.pull === undefined }
    const stored = await transact(db, { tenant }, tx => leftOut(tx, tenant, plan, page))
    after = stored.at(-1)?.id
    if (after === undefined) return true
    if (!(await look(asDelivered(context, stored)))) return false
  }
}

// `anew`: what is parked is decided again, although it has not changed.
async function judgeAll(
  context: ImportContext,
  records: readonly RawRecord[],
  anew: boolean,
): Promise<PreviewRow[]> {
  const rows: PreviewRow[] = []
  const wanted = records.filter(record => context.request?.wants(record) ?? true)
  for (const batch of cutIntoBatches(wanted))
    rows.push(
      ...(await transact(context.db, { tenant: context.tenant }, async tx => {
        await tx.run('set transaction read only')
        return judge(context, tx, batch.kind, batch.records, anew)
      })),
    )
  return rows
}

async function judge(
  context: ImportContext,
  tx: Tx,
  kind: IncomingKind,
  raw: readonly RawRecord[],
  anew: boolean,
): Promise<PreviewRow[]> {
  const { tenant, connection, connector } = context
  const of: BatchOf = {
    tenant,
    connectionId: connection.id,
    kind,
    runId: null,
    now: context.now(),
    by: '',
  }
  const records = prepareRecords(connector, raw)
  const known = await findKnown(
    tx,
    of,
    records.map(record => record.externalId),
  )
  const fresh = records.flatMap(record => {
    const before = known.get(record.externalId)
    const isDecided = before !== undefined && !(anew && before.outcome === 'parked')
    if (isDecided && isUnchanged(before, record)) return []
    const wasIn = before !== undefined && isTakenIn(before)
    return [{ id: before?.id ?? newId(of.now.getTime()), isKnown: before !== undefined, wasIn, record }]
  })
  const decided = new Map((await decide(context, tx, of, fresh)).map(one => [one.record.externalId, one]))
  const ids = [...known.values()].map(one => one.id)
  const stations = new Map((await orderStations(tx, tenant, ids)).map(one => [one.webOrderId, one]))
  return records.map(record => {
    const before = known.get(record.externalId)
    const decision = decided.get(record.externalId)
    const here = before && stations.get(before.id)
    const order = decision?.order
    return {
      kind,
      externalId: record.externalId,
      externalNumber: decision?.externalNumber ?? record.externalNumber,
      placedAt: decision?.occurredAt ? new Date(decision.occurredAt) : (here?.placedAt ?? null),
      customer: order?.customerName || (here?.customer ?? null),
      totalGross: order?.order.totalGross ?? here?.totalGross ?? null,
      currency: order?.order.currency ?? here?.currency ?? null,
      ...fate(before, decision),
      known: before !== undefined,
      orderNumber: here?.orderNumber ?? null,
    }
  })
}

function fate(
  before: KnownRecord | undefined,
  decision: Decision | undefined,
): Pick<PreviewRow, 'did' | 'code' | 'data'> {
  if (before?.outcome === 'ignored' && before.code === 'IGNORED_BY_PERSON')
    return { did: 'left_out', code: before.code, data: before.data }
  if (!decision) return { did: 'here', code: before?.code ?? null, data: before?.data ?? null }
  if (before?.outcome === 'taken_over') return { did: 'changed', code: 'CHANGED_AT_CHANNEL', data: {} }
  const { code, data, outcome } = decision
  if (outcome === 'parked') return { did: 'parked', code, data }
  if (outcome === 'ignored') return { did: 'left_out', code, data }
  if (decision.order?.open.some(one => one.code === 'PENDING_AT_CHANNEL'))
    return { did: 'pending', code: 'PENDING_AT_CHANNEL', data: {} }
  return { did: before ? 'changed' : 'new', code, data }
}

function summed(rows: readonly PreviewRow[]): Pick<AgainPreview, 'counts' | 'rows'> {
  const counts: Record<Previewed, number> = {
    new: 0,
    changed: 0,
    here: 0,
    pending: 0,
    left_out: 0,
    parked: 0,
  }
  for (const row of rows) counts[row.did]++
  const news = rows.filter(row => row.did !== 'here')
  const rest = rows.filter(row => row.did === 'here')
  return { counts, rows: [...news, ...rest].slice(0, mostRows) }
}
