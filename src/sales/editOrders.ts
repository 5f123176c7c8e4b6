import { type Changed, changedTogether } from '../base/changed.ts'
import { TryAgain, type Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import type { Address } from '../customers/address.ts'
import { allocateWaiting } from './allocate.ts'
import { decideOrders } from './decideOrders.ts'
import { readDraftFacts } from './draftFacts.ts'
import { conflictsOf, type FieldConflict } from './editConflicts.ts'
import { editsSince, readEditable, writeHeads, writeLines } from './editStore.ts'
import { freeBeyond } from './freeBeyond.ts'
import { lockStockOfItems } from './insertOrders.ts'
import { partsOfKits } from './madeStore.ts'
import type { NewLine } from './makeOrders.ts'
import { blockersOf } from './orderActions.ts'
import { type Doing, itemsOfOrders, lockOrders, readOrderFacts, refreshOrders } from './orderStore.ts'
import { refreshOrderTerms } from './orderTerms.ts'
import {
  asNewOrder,
  draftBlockers,
  type EditPlan,
  editBlockers,
  planEdit,
  type Standing,
} from './planEdit.ts'
import { settlePayments } from './settlePayments.ts'
import { rememberOrders } from './takeOverStore.ts'

/** What of a line becomes another; absent: stays. */
export interface LineChange {
  readonly line: number
  readonly quantity?: string | undefined
  readonly unitNet?: string | undefined
  readonly unitGross?: string | undefined
  /** Null: none any more. */
  readonly discountPercent?: string | null | undefined
  readonly taxClassId?: string | undefined
  readonly taxRate?: string | undefined
  readonly name?: string | undefined
  readonly note?: string | undefined
}

/** What of an order becomes another; absent: stays. */
export interface OrderEdit {
  readonly orderId: string
  /** Of the order that was looked at. */
  readonly version: number
  readonly add?: readonly NewLine[] | undefined
  readonly change?: readonly LineChange[] | undefined
  /** Numbers of lines. */
  readonly remove?: readonly number[] | undefined
  readonly customerId?: string | undefined
  readonly billing?: Address | undefined
  /** Null: the same as the other one. */
  readonly shipping?: Address | null | undefined
  readonly paymentMethod?: string | undefined
  readonly shippingMethod?: string | undefined
  readonly customerNote?: string | undefined
  readonly note?: string | undefined
  /** −9 to 9. */
  readonly priority?: number | undefined
  /** It came from a shop, and what was sold there is to be another here all the same. */
  readonly knowingly?: boolean | undefined
}

export interface EditResult {
  readonly orderId: string
  readonly did: 'changed' | 'unchanged' | 'refused'
  readonly version?: number
  readonly code?: string
  readonly data?: ProblemData
  /** With ORDER_CHANGED: field by field what others made of it meanwhile, and what this edit wanted. */
  readonly conflicts?: readonly FieldConflict[]
}

/**
 * Changes orders: lines, addresses, methods, notes, priority, customer; sums and, for another buyer or place, taxes are decided
 * anew; what is set aside grows and shrinks with the lines in the order of the queue, and what comes free goes to who waits.
 * Refused one by one: ORDER_UNKNOWN, ORDER_CHANGED (somebody else has edited it since that version; what only moved it on, as
 * money or deliveries, hinders nobody), the blockers of `orderActions`, SOLD_AT_SHOP, LINE_UNKNOWN, LINE_HAS_DOCUMENTS,
 * QUANTITY_BELOW_DELIVERED, ORDER_TWICE, and what `decideOrders` finds. One result per element, in order.
 */
export async function editOrders(
  tx: Tx,
  tenant: string,
  edits: readonly OrderEdit[],
  by: Doing,
): Promise<{ results: EditResult[]; changed: Changed }> {
  const ids = [...new Set(edits.map(one => one.orderId))].sort()
  await lockAll(tx, tenant, ids, edits)
  const [facts, standing, since] = await Promise.all([
    readOrderFacts(tx, tenant, ids),
    readEditable(tx, tenant, ids),
    editsSince(tx, tenant, edits),
  ])
  const results = new Map<number, EditResult>()
  const refuse = (at: number, orderId: string, code: string, data: ProblemData) =>
    void results.set(at, { orderId, did: 'refused', code, data })
  const going: { at: number; edit: OrderEdit; standing: Standing }[] = []
  for (const [at, edit] of edits.entries()) {
    const { orderId } = edit
    const order = facts.get(orderId)
    const now = standing.get(orderId)
    if (!order || !now) {
      refuse(at, orderId, 'ORDER_UNKNOWN', { order: orderId })
      continue
    }
    const twice = going.some(one => one.edit.orderId === orderId)
    const others = since.filter(one => one.orderId === orderId)
    const last = others.at(-1)
    const [blocker] = twice
      ? [{ code: 'ORDER_TWICE', data: { order: order.orderNumber } }]
      : [...blockersOf('edit', order), ...editBlockers(edit, now)]
    if (last && !twice) {
      const data = { by: last.actor, at: last.at.toISOString() }
      const conflicts = conflictsOf(edit, now, others)
      results.set(at, { orderId, did: 'refused', code: 'ORDER_CHANGED', data, conflicts })
    } else if (blocker) refuse(at, orderId, blocker.code, blocker.data)
    else going.push({ at, edit, standing: now })
  }
  const drafts = await decideOrders(
    tx,
    tenant,
    going.map(one => asNewOrder(one.edit, one.standing)),
    by.now,
  )
  const plans: Planned[] = []
  for (const [index, { at, edit, standing: now }] of going.entries()) {
    const draft = drafts[index]
    if (!draft) throw new TypeError('one draft per order')
    const [blocker] = draftBlockers(edit, now, draft)
    if (blocker) refuse(at, edit.orderId, blocker.code, blocker.data)
    else plans.push({ at, edit, standing: now, plan: planEdit(edit, now, draft) })
  }
  const done = plans.filter(one => Object.keys(one.plan.changes).length > 0)
  const changed = done.length > 0 ? await write(tx, tenant, done, by) : {}
  const after = await readEditable(
    tx,
    tenant,
    plans.map(one => one.edit.orderId),
  )
  for (const one of plans) {
    const { orderId } = one.edit
    const version = after.get(orderId)?.order.version ?? one.edit.version
    results.set(one.at, { orderId, did: done.includes(one) ? 'changed' : 'unchanged', version })
  }
  return { results: edits.flatMap((_, at) => results.get(at) ?? []), changed }
}

interface Planned {
  readonly at: number
  readonly edit: OrderEdit
  readonly standing: Standing
  readonly plan: EditPlan
}

// Stock before orders, as everybody does it: which items that is can change until it is held.
async function lockAll(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
  edits: readonly OrderEdit[],
): Promise<void> {
  const added = edits.flatMap(one => one.add ?? [])
  const wanted =
    added.length === 0
      ? []
      : await readDraftFacts(tx, tenant, [
          { kind: 'instant', customer: { make: { address: {} } }, lines: added },
        ]).then(facts => added.flatMap(line => facts.itemsOf(line).map(item => item.id)))
  const held = new Set([...wanted, ...(await itemsOfOrders(tx, tenant, ids))])
  await lockStockOfItems(tx, tenant, [...held])
  await lockOrders(tx, tenant, ids)
  const now = await itemsOfOrders(tx, tenant, ids)
  if (now.some(id => !held.has(id))) throw new TryAgain('other lines were added meanwhile')
}

async function write(tx: Tx, tenant: string, planned: readonly Planned[], by: Doing): Promise<Changed> {
  const plans = planned.map(one => one.plan)
  const touched = planned.map(one => one.edit.orderId)
  const freed = await freeBeyond(
    tx,
    tenant,
    plans.flatMap(plan => plan.open),
  )
  await writeLines(tx, tenant, {
    changed: plans.flatMap(plan => plan.changed),
    added: plans.flatMap(plan => plan.added),
    removed: plans.flatMap(plan => plan.removed),
  })
  await writeHeads(
    tx,
    tenant,
    plans.map(plan => plan.head),
    by,
  )
  await settlePayments(tx, tenant, touched, by)
  await refreshOrders(tx, tenant, touched, by.now)
  await refreshOrderTerms(tx, tenant, touched)
  const added = [...new Set(plans.flatMap(plan => plan.items))]
  const items = [...new Set([...freed, ...added, ...(await partsOfKits(tx, tenant, added))])].sort()
  await allocateWaiting(tx, tenant, items, by.now)
  const events = planned.map(({ edit, plan }) => ({
    orderId: edit.orderId,
    event: 'edited',
    data: { changes: plan.changes },
    personal: plan.personal,
  }))
  await rememberOrders(tx, tenant, events, by)
  return changedTogether({ stock: items, order_status: touched })
}
