import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { textIn } from '../base/zonedTime.ts'
import type { Channel } from '../channels/connectionStore.ts'
import type { Outcome } from '../channels/ledgerStore.ts'
import type { MapContext } from '../port/connector.ts'
import { Rejected } from '../port/errors.ts'
import type {
  CustomerRecord,
  IncomingRecords,
  OrderEventRecord,
  PaymentRecord,
  TermRecord,
} from '../port/records.ts'
import {
  type CheckFacts,
  checkWebOrder,
  type Finding,
  itemsNamed,
  type Pieces,
  piecesTaken,
} from '../sales/checkWebOrder.ts'
import {
  findStagedOrders,
  findTransactions,
  type StagedCustomer,
  type StagedOrder,
  type StagedPayment,
  type StageOf,
  transactionKey,
} from '../sales/inboxStore.ts'
import { type EventKind, eventKinds } from '../sales/orderEvent.ts'
import { stagedAddresses } from '../sales/stagedAddresses.ts'
import type { StagedEvent } from '../sales/webEventStore.ts'
import { displayName, type WebOrder } from '../sales/webOrder.ts'
import { channelOf } from './channelOf.ts'
import { checkFacts } from './checkFacts.ts'
import {
  awaitedBy,
  type DecidedEvent,
  decideEvent,
  type MappedEvent,
  readAnswered,
  timeOf,
} from './decideEvents.ts'
import type { ImportContext } from './importContext.ts'
import { isKept } from './keptBack.ts'
import { mapContext } from './mapContext.ts'
import { largestPayload, type PreparedRecord, shownNumber } from './prepareRecords.ts'
import { mappedWords, unmappedMethods } from './unmappedMethods.ts'

/** A record that is new or has changed, with the id of its ledger row. */
export interface FreshRecord {
  readonly id: string
  /** It was seen before: something of it may be staged. */
  readonly isKnown: boolean
  /** It was let in: rules about what comes in do not put it out again. */
  readonly wasIn?: boolean
  readonly record: PreparedRecord
}

/** What shall become of a record: its outcome, and what is staged for it. */
export interface Decision extends FreshRecord {
  readonly outcome: Outcome
  readonly code: string | null
  readonly data: ProblemData | null
  readonly channelId: string | null
  readonly externalNumber: string | null
  readonly occurredAt: string | null
  readonly order?: StagedOrder
  readonly customer?: StagedCustomer
  readonly payment?: StagedPayment
  readonly event?: StagedEvent
  /** Of an order: its record as it came. */
  readonly shopOrder?: WebOrder
  readonly term?: TermRecord & { readonly theirs: string }
  /** Of an order that cannot be staged: the items that its shop has sold with it. */
  readonly soldItems?: readonly string[]
  /** Of an order: what it takes of our stock while it is parked, as far as it can be read. */
  readonly takes?: readonly Pieces[]
}

/**
 * Decides about the new and changed records of a batch: maps them, applies the rules of their channel, and checks them,
 * in sets. Writes nothing. One decision per record, in order.
 */
export async function decide(
  context: ImportContext,
  tx: Tx,
  of: StageOf,
  fresh: readonly FreshRecord[],
): Promise<Decision[]> {
  const given = mapContext(context.connection)
  const mapped = fresh.map(record => mapRecord(context, given, record))
  const orders = mapped.flatMap(one => {
    const order = one.kind === 'order' ? (one.neutral as IncomingRecords['order']) : one.sold
    return order ? [{ ...order, place: one.record.place }] : []
  })
  const payments = mapped.flatMap(one => (one.kind === 'payment' ? [stagedPayment(one)] : []))
  const events = mapped.flatMap(one => (one.kind === 'event' ? [mappedEvent(one, of.now)] : []))
  const asks = orders.length > 0 || events.length > 0 || payments.some(payment => payment.currency !== null)
  const facts = asks ? await checkFacts(context, tx, orders) : undefined
  const words = orders.length > 0 ? await mappedWords(context, tx) : undefined
  const answered = await readAnswered(tx, of, events)
  const about = events.map(({ record }, at) => record.order?.theirs ?? answered[at]?.orderExternalId ?? '')
  const known = await findStagedOrders(tx, of, [
    ...payments.map(payment => payment.orderExternalId),
    ...about.filter(Boolean),
  ])
  const decidedEvents = new Map(
    events.map((event, at) => [event.id, decideEvent(event, answered[at], known, facts)]),
  )
  const transactions = await findTransactions(tx, of, payments)
  const before = await stagedAddresses(
    tx,
    of,
    mapped.filter(one => one.kind === 'order' && one.isKnown).map(one => one.id),
  )
  return mapped.map(one => {
    if (one.kind === 'order' && facts) {
      // What fades at the shop is still known here: an address that says nothing new is the one that was staged.
      const order = {
        ...(one.neutral as IncomingRecords['order']),
        ...before.get(one.id)?.(one.neutral as WebOrder),
        place: one.record.place,
      }
      const decided = decideOrder(one, order, facts, words && unmappedMethods(words, one.channel, order))
      return { ...decided, takes: piecesTaken(order, facts), shopOrder: one.neutral as WebOrder }
    }
    if (one.sold && facts) {
      const sold = { ...one.sold, place: one.record.place }
      return { ...one.decision, soldItems: itemsNamed(sold, facts), takes: piecesTaken(sold, facts) }
    }
    if (one.kind === 'customer') return decideCustomer(one, one.neutral as CustomerRecord)
    if (one.kind === 'term') return { ...one.decision, term: termOf(one, one.neutral as TermRecord) }
    if (one.kind === 'payment') return decidePayment(one, stagedPayment(one), known, transactions, facts)
    const event = decidedEvents.get(one.id)
    return event ? withEvent(one, event) : one.decision
  })
}

function mappedEvent(one: Mapped, now: Date): MappedEvent {
  const record = one.neutral as OrderEventRecord
  return {
    id: one.id,
    kind: one.record.kind as EventKind,
    record,
    at: one.decision.occurredAt ?? (one.record.receivedAt ?? now).toISOString(),
  }
}

function withEvent(one: Mapped, decided: DecidedEvent): Decision {
  if ('code' in decided) return { ...one.decision, outcome: 'parked', ...decided }
  const { event, known } = decided
  if (known) return { ...one.decision, event }
  const order = shownNumber(awaitedBy(event))
  return { ...one.decision, event, outcome: 'waiting', code: 'PARENT_RECORD_MISSING', data: { order } }
}

interface Mapped extends FreshRecord {
  readonly kind: 'order' | 'customer' | 'payment' | 'event' | 'term' | 'decided'
  readonly neutral: unknown
  readonly decision: Decision
  readonly channel: Channel | undefined
  /** Of an order that is parked without being checked: what its shop has sold. */
  readonly sold?: IncomingRecords['order'] | undefined
}

function mapRecord(context: ImportContext, given: MapContext, fresh: FreshRecord): Mapped {
  const { record } = fresh
  const channel = channelOf(context.connection, record)
  const base = { ...fresh, neutral: undefined, channel }
  const decided = (outcome: Outcome, code: string, data: ProblemData): Mapped => ({
    ...base,
    kind: 'decided',
    decision: {
      ...fresh,
      outcome,
      code,
      data,
      channelId: channel?.id ?? null,
      externalNumber: record.externalNumber,
      occurredAt: null,
    },
  })
  if (!record.payload) return decided('parked', 'PAYLOAD_INVALID', { path: 'record' })
  if (!record.hasId) return decided('parked', 'PAYLOAD_INVALID', { path: 'id' })
  if (record.payload.text.length > largestPayload)
    return decided('parked', 'PAYLOAD_TOO_LARGE', { kb: Math.round(record.payload.text.length / 1000) })
  if (!channel?.active)
    return {
      ...decided('parked', 'CHANNEL_INACTIVE', { place: record.place || context.connection.name }),
      sold: soldAnyway(context, given, fresh, channel),
    }
  if (!context.evenLocked && isKept(context.connection, channel))
    return decided('waiting', 'CHANNEL_LOCKED', { name: channel.name })
  const map = context.connector.map[record.kind]
  const kind = kindOf(record.kind)
  if (!map || kind === 'decided') return decided('waiting', 'EVENT_STORED', {})
  try {
    const neutral = map(record.payload.value, given)
    const occurredAt =
      kind === 'event'
        ? timeOf(neutral as OrderEventRecord, record.receivedAt ?? context.now())
        : instant(occurrenceOf(record.kind, neutral))
    const changedAt = instant(record.changedAt)
    const rule = fresh.wasIn ? undefined : ruleOf(context, channel, record.kind, { occurredAt, changedAt })
    if (rule) {
      const out = decided('ignored', rule.code, rule.data)
      return { ...out, decision: { ...out.decision, occurredAt } }
    }
    return {
      ...base,
      kind,
      neutral,
      decision: { ...decided('staged', '', {}).decision, code: null, data: null, occurredAt },
    }
  } catch (error) {
    if (!(error instanceof Rejected)) throw error
    return decided('parked', error.code, { path: error.path, detail: error.detail })
  }
}

// What sells at a place that nobody serves here is sold all the same, unless a rule of its channel leaves the order out. One that cannot
// be read says nothing; why it is parked is said already.
function soldAnyway(
  context: ImportContext,
  given: MapContext,
  { record, wasIn }: FreshRecord,
  channel: Channel | undefined,
): IncomingRecords['order'] | undefined {
  const { map } = context.connector
  if (record.kind !== 'order' || !map.order || !record.payload) return undefined
  try {
    const order = map.order(record.payload.value, given)
    const at = { occurredAt: instant(order.placedAt), changedAt: instant(record.changedAt) }
    return channel && !wasIn && ruleOf(context, channel, 'order', at) ? undefined : order
  } catch (error) {
    if (error instanceof Rejected) return undefined
    throw error
  }
}

function kindOf(kind: string): Mapped['kind'] {
  if (kind === 'order' || kind === 'customer' || kind === 'payment' || kind === 'term') return kind
  if (kind === 'refund') return 'payment'
  return eventKinds.some(one => one === kind) ? 'event' : 'decided'
}

function decideOrder(
  one: Mapped,
  order: IncomingRecords['order'],
  facts: Parameters<typeof checkWebOrder>[1],
  unmapped: readonly Finding[] = [],
): Decision {
  const checked = checkWebOrder({ ...order, placedAt: one.decision.occurredAt ?? '' }, facts)
  const base = {
    ...one.decision,
    externalNumber: shownNumber(order.externalNumber) || one.record.externalNumber,
  }
  if ('parked' in checked)
    return {
      ...base,
      outcome: 'parked',
      ...checked.parked,
      soldItems: itemsNamed(order, facts),
    }
  const open = [...checked.open, ...unmapped]
  const [first] = open
  return {
    ...base,
    code: first?.code ?? null,
    data: first?.data ?? null,
    order: { ...checked, open, id: one.id, channelId: one.channel?.id ?? '' },
  }
}

function decideCustomer(one: Mapped, customer: CustomerRecord): Decision {
  return {
    ...one.decision,
    externalNumber: shownNumber(customer.number ?? '') || one.record.externalNumber,
    customer: {
      id: one.id,
      externalId: one.record.externalId,
      name: displayName(customer.address),
      email: customer.address.email?.toLowerCase() ?? null,
      record: customer,
    },
  }
}

function decidePayment(
  one: Mapped,
  payment: StagedPayment,
  orders: ReadonlyMap<string, string>,
  transactions: Map<string, string>,
  facts: CheckFacts | undefined,
): Decision {
  if (!/^-?\d{1,12}(\.\d{1,10})?$/.test(payment.amount))
    return { ...one.decision, outcome: 'parked', code: 'PAYLOAD_INVALID', data: { path: 'amount' } }
  if (payment.currency !== null && !facts?.currencies.has(payment.currency))
    return {
      ...one.decision,
      outcome: 'parked',
      code: 'CURRENCY_UNKNOWN',
      data: { currency: shownNumber(payment.currency) },
    }
  const key =
    payment.transactionId === null
      ? undefined
      : transactionKey(payment.orderExternalId, payment.transactionId, payment.amount)
  const earlier = key === undefined ? undefined : transactions.get(key)
  if (earlier !== undefined && earlier !== one.id)
    return {
      ...one.decision,
      outcome: 'ignored',
      code: 'ALREADY_IMPORTED',
      data: { as: payment.transactionId },
    }
  if (key !== undefined) transactions.set(key, one.id) // the next one of this batch with the same transaction is a repetition
  if (!orders.has(payment.orderExternalId))
    return {
      ...one.decision,
      payment,
      outcome: 'waiting',
      code: 'PARENT_RECORD_MISSING',
      data: { order: payment.orderExternalId },
    }
  return { ...one.decision, payment }
}

// Its external id is `list/id`; only the id names it in orders.
function termOf({ record }: Mapped, term: TermRecord): TermRecord & { readonly theirs: string } {
  const prefix = `${term.list}/`
  const { externalId } = record
  return { ...term, theirs: externalId.startsWith(prefix) ? externalId.slice(prefix.length) : externalId }
}

// A refund is money that goes back, whichever sign its shop gives it.
function stagedPayment({ id, neutral, record: { kind } }: Mapped): StagedPayment {
  const payment = neutral as PaymentRecord
  return {
    id,
    orderExternalId: payment.order.theirs,
    amount: kind === 'refund' && !payment.amount.startsWith('-') ? `-${payment.amount}` : payment.amount,
    currency: payment.currency ?? null,
    method: payment.method,
    transactionId: payment.transactionId || null,
    paidAt: payment.paidAt === undefined ? null : instant(payment.paidAt),
    record: payment,
  }
}

/** When the record came into being at the shop, by its neutral form; undefined where the shop does not say. */
export function occurrenceOf(kind: string, neutral: unknown): string | undefined {
  if (kind === 'order') return (neutral as IncomingRecords['order']).placedAt
  if (kind === 'term') return undefined
  if (kind === 'customer') return (neutral as CustomerRecord).createdAt
  if (kind === 'payment' || kind === 'refund') return (neutral as PaymentRecord).paidAt
  return (neutral as OrderEventRecord).at
}

// Instants go to the database in one form; a time that is none is the connector's fault or the shop's: the record is parked.
function instant(text: string | undefined): string | null {
  if (text === undefined) return null
  const time = Date.parse(text)
  if (Number.isNaN(time) || Math.abs(time) > 8e12)
    throw new Rejected('PAYLOAD_INVALID', 'date', text.slice(0, 40))
  return new Date(time).toISOString()
}

// "From" means created or changed since: where the shop says when it changed a record last, an older one that changed comes in.
function ruleOf(
  { request, connection }: ImportContext,
  channel: Channel,
  kind: string,
  { occurredAt, changedAt }: { readonly occurredAt: string | null; readonly changedAt: string | null },
): { code: string; data: ProblemData } | undefined {
  const event = channel.events[kind]
  // Kept with the reason: a "from" that is set later is compared with it, without asking the shop.
  const changed = changedAt ? { changedAt } : {}
  if (event?.enabled === false) return { code: 'IGNORED_BY_RULE', data: { rule: kind, ...changed } }
  const isSince = (from: number) =>
    [occurredAt, changedAt].some(time => time !== null && Date.parse(time) >= from)
  if (!event?.from || !occurredAt || isSince(Date.parse(event.from))) return undefined
  if (request?.from && isSince(request.from.getTime())) return undefined
  const from = textIn(new Date(event.from), connection.timeZone)
  return { code: 'BEFORE_START_DATE', data: { from, ...changed } }
}

/** Outcomes that a rule decided: they are looked at again when the record comes again, because the rule may have changed. */
export const ruleCodes: ReadonlySet<string> = new Set([
  'IGNORED_BY_RULE',
  'BEFORE_START_DATE',
  'ALREADY_IMPORTED',
])
