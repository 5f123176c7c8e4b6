import { type ChangedKind, changedKinds } from '../base/changed.ts'
import { type Tx, transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { noteSuccess } from '../channels/channelHealthStore.ts'
import { putOffDue, wakeDue, wakeWaiting } from '../channels/dueStore.ts'
import { endLinks, findLinks, linkKey, nameTheirs } from '../channels/linkStore.ts'
import {
  acceptTickets,
  forgetSent,
  forgetTickets,
  namedTickets,
  type OpenTicket,
  openTickets,
  ownerKinds,
  quarantine,
  type Refusal,
} from '../channels/sentStore.ts'
import { agreeOnAccounts } from '../channels/toldCustomers.ts'
import type { SendResult } from '../port/outgoing.ts'
import type { Received } from '../port/receive.ts'
import { raiseRefused, settleRefused } from '../sales/refusedTasks.ts'
import { callSafely } from './callSafely.ts'
import { hider, type Journaling, journalCall } from './journalCall.ts'
import { dueOf, waitsForCategory } from './pushRows.ts'
import { contentHash, type PushContext, sendOf } from './pushTask.ts'
import { rejectedAsTaken } from './rejected.ts'
import { noFigures, storeFigures } from './runs.ts'
import { settleLate } from './settleLate.ts'
import { tellStillThere } from './tellStillThere.ts'

/** Tickets that are asked for in one call. */
const batchSize = 100

/** True where calls of these kinds wait for their answers. Costs nothing where a system answers at once. */
export async function waitsForAnswers(context: PushContext, kinds: readonly ChangedKind[]): Promise<boolean> {
  return context.connector.results !== undefined && (await readTickets(context, kinds)).length > 0
}

/**
 * Asks for the answers of open tickets, also of runs and processes that are gone, and settles what is answered. What is
 * not answered yet stays open, and its object is not sent before.
 */
export async function askResults(
  context: PushContext,
  session: unknown,
  kinds: readonly ChangedKind[],
): Promise<void> {
  const results = context.connector.results?.bind(context.connector)
  if (!results) return
  const tickets = await readTickets(context, kinds)
  for (let start = 0; start < tickets.length && !context.signal.aborted; start += batchSize) {
    const part = tickets.slice(start, start + batchSize)
    const answers = await callSafely(context.signal, () =>
      results(
        session,
        part.map(one => one.ticket),
      ),
    )
    if (answers.length !== part.length)
      throw new TypeError(`${context.connector.name} answered ${answers.length} of ${part.length} tickets`)
    const groups = Map.groupBy(
      part.flatMap((ticket, index) => {
        const answer = answers[index]
        return answer && answer.result !== 'pending' ? [{ ticket, answer }] : []
      }),
      ({ ticket }) => `${ticket.channelId} ${ticket.object} ${ticket.kind}`,
    )
    for (const answered of groups.values()) await settleTickets(context, answered)
  }
}

interface AnsweredTicket {
  readonly ticket: OpenTicket
  readonly answer: SendResult
}

async function settleTickets(context: PushContext, answered: readonly AnsweredTicket[]): Promise<void> {
  const [first] = answered
  if (!first) return
  const before = context.figures[first.ticket.kind] ?? noFigures()
  await context.write(async tx => {
    await settle(tx, context, first.ticket, answered)
    // Of a transaction that is tried again nothing may count twice.
    context.figures[first.ticket.kind] = { ...before, settled: before.settled + answered.length }
    await storeFigures(tx, context.tenant, context.runId, context.figures, {})
  })
}

/**
 * Settles results that a system tells instead of being asked, in the transaction of its call. Tickets that nobody knows any
 * more are fine: they were settled before; but what is said of an object that was accepted before (`late`) counts.
 */
export async function settleTold(
  tx: Tx,
  context: Settling,
  told: NonNullable<Received['results']>,
): Promise<void> {
  const answers = new Map(told.map(one => [one.ticket, one.result]))
  const channelIds = context.connection.channels.map(channel => channel.id)
  const open = await namedTickets(tx, context.tenant, channelIds, [...answers.keys()])
  const groups = Map.groupBy(
    open.flatMap(ticket => {
      const answer = answers.get(ticket.ticket)
      return answer && answer.result !== 'pending' ? [{ ticket, answer }] : []
    }),
    ({ ticket }) => `${ticket.channelId} ${ticket.object} ${ticket.kind}`,
  )
  for (const answered of groups.values()) {
    const [first] = answered
    if (first) await settle(tx, context, first.ticket, answered)
  }
  const isOpen = new Set(open.map(ticket => ticket.ticket))
  await settleLate(
    tx,
    context,
    told.flatMap(({ ticket, result, late }) => (late && !isOpen.has(ticket) ? [{ ...late, result }] : [])),
  )
}

type Settling = Journaling & Pick<PushContext, 'connector' | 'now'>

async function settle(
  tx: Tx,
  context: Settling,
  { channelId, object, kind }: OpenTicket,
  answered: readonly AnsweredTicket[],
): Promise<void> {
  const { tenant, connection } = context
  const of = { tenant, channelId, object }
  const links = {
    tenant,
    connectionId: connection.id,
    channelId: sendOf(context, kind)?.linkedBy === 'channel' ? channelId : null,
  }
  const numbers = await findLinks(
    tx,
    links,
    answered.map(({ ticket }) => ({ kind: object, objectId: ticket.objectId })),
  )
  const noOf = ({ objectId }: OpenTicket) => numbers.get(linkKey({ kind: object, objectId }))?.no
  const names = answered.flatMap(({ ticket, answer }) => {
    if (answer.result !== 'accepted') return []
    const no = noOf(ticket)
    const own = no === undefined || answer.theirs === undefined ? [] : [{ no, theirs: answer.theirs }]
    return [...own, ...(answer.nested ?? [])]
  })
  const taken = await nameTheirs(tx, tenant, connection.id, names)
  const accepted: string[] = []
  const removed: string[] = []
  const unknown: string[] = []
  const refused: Refusal[] = []
  const hide = hider(context)
  const told = answered.map(({ ticket, answer }) => ({
    ticket,
    answer: taken.has(noOf(ticket) ?? 0) ? rejectedAsTaken(answer) : answer,
  }))
  for (const { ticket, answer } of told) {
    const { objectId } = ticket
    const hash = contentHash(kind, ticket.sent)
    if (answer.result === 'rejected')
      refused.push({
        objectId,
        kind,
        hash,
        code: answer.code,
        field: answer.field === undefined ? null : hide(answer.field),
        text: hide(answer.text),
      })
    else if (answer.result !== 'accepted') unknown.push(objectId)
    else (isRemoval(ticket) ? removed : accepted).push(objectId)
  }
  const call = { id: newId(), operation: 'results', called: kind, count: answered.length, ms: null } as const
  await journalCall(
    tx,
    context,
    { task: { kind, object }, channel: { id: channelId } },
    call,
    told.map(({ ticket, answer }) => ({
      one: { row: { channelId, objectId: ticket.objectId, tries: 0 }, sent: ticket.sent, known: undefined },
      result: answer,
    })),
  )
  await acceptTickets(tx, of, accepted)
  if (object === 'customer') await agreeOnAccounts(tx, of, accepted)
  if (accepted.length + removed.length > 0) await noteSuccess(tx, { tenant, channelId, kind })
  await forgetSent(tx, of, removed)
  await endLinks(
    tx,
    links,
    removed.map(objectId => ({ kind: object, objectId })),
  )
  await quarantine(tx, of, refused, true)
  const kept = answered.filter(({ ticket, answer }) => answer.result === 'rejected' && isLeaving(ticket))
  await tellStillThere(
    tx,
    context,
    { kind, channelId },
    kept.map(one => one.ticket.objectId),
  )
  const by = { name: connection.name, now: context.now() }
  await raiseRefused(tx, tenant, { kind, channelId }, refused, by)
  await settleRefused(tx, tenant, kind, accepted, by)
  await forgetTickets(tx, of, unknown)
  await putOffDue(
    tx,
    dueOf(context, { kind }),
    unknown.map(objectId => ({ channelId, objectId, seconds: 0, tries: 0 })),
  )
  // What changed while the ticket was open has waited for it.
  const kinds = changedKinds.filter(one => one === kind || object === 'item')
  await wakeDue(tx, { tenant, channelId, kinds }, [
    ...accepted,
    ...removed,
    ...unknown,
    ...refused.map(one => one.objectId),
  ])
  if (ownerKinds.has(object) && accepted.length > 0)
    await wakeWaiting(tx, tenant, channelId, waitsForCategory)
}

// Whatever is sent has fields; what is taken away has none.
function isRemoval({ sent }: OpenTicket): boolean {
  return Object.keys(sent).length === 0
}

function isLeaving(ticket: OpenTicket): boolean {
  const fields = ticket.sent.data?.fields
  const isInactive =
    typeof fields === 'object' && fields !== null && 'active' in fields && fields.active === false
  return isInactive || isRemoval(ticket)
}

function readTickets(context: PushContext, kinds: readonly ChangedKind[]): Promise<OpenTicket[]> {
  const channelIds = context.connection.channels.map(channel => channel.id)
  return transact(context.db, { tenant: context.tenant, bulk: true }, tx =>
    openTickets(tx, context.tenant, channelIds, kinds),
  )
}
