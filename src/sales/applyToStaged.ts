import type { Tx } from '../base/database.ts'
import { addressChecks } from './checkWebOrder.ts'
import type { OpenCheck } from './inboxChecks.ts'
import { openChecksOf } from './inboxChecks.ts'
import { type StageOf, stagedItems } from './inboxStore.ts'
import type { Folded, WebEvent } from './orderEvent.ts'
import { saysMore } from './stagedAddresses.ts'
import { leaveInbox } from './takeOverStore.ts'
import { type HeldOrder, keepOwnAddresses, type OwnAddresses } from './webEventStore.ts'
import { displayName, type WebAddress } from './webOrder.ts'

/** A staged order with all that was reported of it. */
export interface StagedFold {
  readonly order: HeldOrder
  readonly fold: Folded
  readonly events: readonly WebEvent[]
}

/** What became of staged orders by their events. */
export interface AppliedToStaged {
  /** Events that have had their effect; the others wait for the take-over. */
  readonly applied: readonly string[]
  /** Web orders that left the inbox: cancelled at their shop. */
  readonly left: readonly string[]
  /** Web orders with other checks than before, and the first of them. */
  readonly checks: readonly { readonly id: string; readonly first: OpenCheck | null }[]
  /** Items that are offered anew. */
  readonly items: readonly string[]
}

/**
 * Puts staged web orders where their shop says that they stand: states, addresses, the release of a pending one. One that was
 * cancelled leaves the inbox. What can only be done with a sales order (lines cancelled, returns, requests) waits for it; a
 * request stands there as an open check, so that nobody takes the order over without having seen it. The orders are held.
 */
export async function applyToStaged(
  tx: Tx,
  of: StageOf,
  folds: readonly StagedFold[],
): Promise<AppliedToStaged> {
  const gone = folds.filter(one => one.fold.remoteState === 'cancelled')
  const left = gone.map(one => one.order.id)
  const items = await stagedItems(tx, of.tenant, left)
  await keepOwnAddresses(tx, of, folds.filter(hasAddressEvent).map(ownOf))
  const changes = folds.map(changeOf)
  await writeChanges(
    tx,
    of,
    changes.filter(change => change.differs),
  )
  await leaveInbox(tx, of.tenant, left, { state: 'cancelled', now: of.now })
  return {
    left,
    items,
    applied: folds.flatMap(one =>
      one.events
        .filter(event => !event.applied && (left.includes(one.order.id) || isOfStates(event)))
        .map(event => event.id),
    ),
    checks: changes
      .filter(change => change.otherChecks && !left.includes(change.id))
      .map(({ id, checks }) => ({ id, first: checks[0] ?? null })),
  }
}

function hasAddressEvent({ events }: StagedFold): boolean {
  return events.some(event => event.kind !== 'order' && (event.record.billing || event.record.shipping))
}

/** What an order said of its addresses before any event: older than all of them. */
export function ownOf({ order }: Pick<StagedFold, 'order'>): OwnAddresses {
  const { id, externalId, billing, shipping } = order
  return { id, externalId, billing, shipping, at: new Date(0) }
}

// Lines that were cancelled come off the sales order: until then they count as staged.
function isOfStates({ kind, record }: WebEvent): boolean {
  if (kind === 'order_address') return true
  return kind === 'order_status' && !(record.lines ?? []).some(line => line.state === 'cancelled')
}

interface Change {
  readonly id: string
  readonly remoteState: string
  readonly paymentState: string
  readonly pending: boolean
  readonly parts: { readonly billing?: WebAddress; readonly shipping?: WebAddress }
  readonly name: string
  readonly country: string | null
  readonly checks: readonly OpenCheck[]
  readonly otherChecks: boolean
  readonly differs: boolean
}

function changeOf({ order, fold }: StagedFold): Change {
  const parts = {
    ...newPart('billing', order.billing, fold.billing?.address),
    ...newPart('shipping', order.shipping, fold.shipping?.address),
  }
  const addresses = { ...present('billing', order.billing), ...present('shipping', order.shipping), ...parts }
  const released = order.pending && order.hasTotal && fold.remoteState !== 'new'
  const open = openChecksOf(order.openChecks, order.checkData)
  const checks = checksOf(open, {
    ...(Object.keys(parts).length > 0 ? { addresses: addressChecks(addresses) } : {}),
    released,
    requested: fold.requests.find(request => request.answer === null),
  })
  const otherChecks = checks.map(one => one.code).join() !== open.map(one => one.code).join()
  return {
    id: order.id,
    remoteState: fold.remoteState,
    paymentState: fold.paymentState,
    pending: order.pending && !released,
    parts,
    name: displayName(addresses.billing) || displayName(addresses.shipping),
    country: (addresses.shipping?.country || addresses.billing?.country) ?? null,
    checks,
    otherChecks,
    differs:
      otherChecks ||
      released ||
      Object.keys(parts).length > 0 ||
      fold.remoteState !== order.remoteState ||
      fold.paymentState !== order.paymentState,
  }
}

function present<K extends string>(part: K, address: WebAddress | null): { readonly [P in K]?: WebAddress } {
  return address ? ({ [part]: address } as { [P in K]: WebAddress }) : {}
}

// An address that says nothing new is left as it is; one that does takes its place as a whole.
function newPart<K extends string>(part: K, before: WebAddress | null, now: WebAddress | undefined) {
  return now && saysMore(now, before ?? {}) ? present(part, now) : {}
}

function checksOf(
  open: readonly OpenCheck[],
  now: {
    readonly addresses?: readonly OpenCheck[]
    readonly released: boolean
    readonly requested: Folded['requests'][number] | undefined
  },
): OpenCheck[] {
  const stay = open.filter(
    ({ code }) =>
      code !== requestCheck &&
      !(now.released && code === 'PENDING_AT_CHANNEL') &&
      !(now.addresses && (code === 'ADDRESS_MISSING' || code === 'ADDRESS_INVALID')),
  )
  const request = now.requested ? [{ code: requestCheck, data: { reason: now.requested.reason } }] : []
  return [...stay, ...(now.addresses ?? []), ...request]
}

/** Stands in the inbox while somebody asks for a cancellation; a person may take the order over all the same. */
export const requestCheck = 'CANCELLATION_REQUESTED'

async function writeChanges(tx: Tx, of: StageOf, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  await tx.run(
    `update web_order w set remote_state = r."remoteState", payment_state = r."paymentState", pending = r.pending,
       record = w.record || r.parts, customer_name = coalesce(nullif(r.name, ''), w.customer_name),
       country = coalesce(r.country, w.country), open_checks = array(select one ->> 'code' from jsonb_array_elements(r.checks) as one),
       check_data = nullif(r.checks, '[]'), version = w.version + 1, changed_at = $2
     from json_to_recordset($3) as r (id uuid, "remoteState" text, "paymentState" text, pending boolean, parts jsonb, name text,
       country text, checks jsonb)
     where w.tenant_id = $1 and w.id = r.id`,
    [of.tenant, of.now, JSON.stringify(changes)],
  )
}
