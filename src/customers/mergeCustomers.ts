import { type Changed, changedTogether } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { keepEmails, saidBefore, toldAnew } from './accounts.ts'
import { nameOf } from './address.ts'
import {
  type CustomerField,
  type CustomerRow,
  customerFields,
  holdCustomers,
  writeFields,
} from './customerFields.ts'
import { changesOf, type Doing, type FieldChange, rememberCustomers } from './customerHistory.ts'
import { refreshTerms } from './customerTermStore.ts'
import { movedTables } from './mergedTables.ts'
import { checkMerge, type MergeWish, mergedField } from './mergePreview.ts'
import { moveAddresses, moveParts, moveRows, noteFields } from './mergeStore.ts'
import { customerProblem } from './problems.ts'

export interface MergeChoice extends MergeWish {
  /** Whose value the survivor gets, by field; of a field that is not here it is as the preview says. */
  readonly fields?: Readonly<Partial<Record<CustomerField, string>>> | undefined
  /** Instead of what the preview says: blocked as soon as one of them is. */
  readonly blocked?: boolean | undefined
}

/** What was done: the merge, by which it is undone, and how many rows moved, by table. */
export interface Merged {
  readonly mergeId: string
  readonly into: string
  readonly moved: Readonly<Record<string, number>>
}

/**
 * Makes customers parts of another one, all in one transaction: orders, web orders that were assigned to them, web customers,
 * keys, addresses and notes move; names and addresses inside orders stay. Every row that moved is written down, so that
 * `undoMerge` can put it back. The accounts of all of them are told what the survivor says, but for e-mail addresses. Merged ones are found by their number only, and that leads to the survivor. Throws what
 * `previewMerge` throws, and MERGE_CHOICE_UNKNOWN.
 */
export async function mergeCustomers(
  tx: Tx,
  tenant: string,
  merges: readonly MergeChoice[],
  by: Doing,
): Promise<{ results: Merged[]; changed: Changed }> {
  // Few, each of any size, and one may be about what came out of the one before it.
  const results: Merged[] = []
  const changes: Changed[] = []
  for (const merge of merges) {
    const { merged, changed } = await mergeOne(tx, tenant, merge, by)
    results.push(merged)
    changes.push(changed)
  }
  return { results, changed: changedTogether(...changes) }
}

async function mergeOne(
  tx: Tx,
  tenant: string,
  choice: MergeChoice,
  by: Doing,
): Promise<{ merged: Merged; changed: Changed }> {
  const { into, from } = choice
  // Web orders before customers, as taking over does; a web order that is assigned meanwhile is found below.
  await tx.query(
    `select id from web_order where tenant_id = $1 and assigned_customer_id = any($2::uuid[]) order by id for no key update`,
    [tenant, from],
  )
  const held = await holdCustomers(tx, tenant, [into, ...from], 'merge')
  const customers = await checkMerge(tx, tenant, choice, held)
  const [survivor, ...others] = customers
  const after = survivorOf(customers, choice)
  const changes = changesOf(survivor, after)
  const before = await saidBefore(tx, tenant, [into, ...from])
  const mergeId = newId(by.now.getTime())
  await tx.run(
    `insert into customer_merge (tenant_id, id, into_id, from_ids, at, actor) values ($1, $2, $3, $4, $5, $6)`,
    [tenant, mergeId, into, from, by.now, by.name],
  )
  const merge = { id: mergeId, into, from }
  // The debtor number of a part is free for the survivor once it is a part.
  const parts = await moveParts(tx, tenant, merge)
  await writeFields(tx, tenant, [after])
  await noteFields(tx, tenant, merge, changes)
  const moved: Record<string, number> = { customer: parts }
  for (const place of movedTables) moved[place.table] = await moveRows(tx, tenant, merge, place)
  moved['customer_address'] = await moveAddresses(tx, tenant, merge)
  await remember(tx, tenant, { mergeId, survivor, others, changes }, by)
  await refreshTerms(tx, tenant, [into, ...from])
  await keepEmails(tx, tenant, before)
  return { merged: { mergeId, into, moved }, changed: await toldAnew(tx, tenant, before) }
}

function survivorOf(customers: readonly [CustomerRow, ...CustomerRow[]], choice: MergeChoice): CustomerRow {
  const [survivor] = customers
  const values = customerFields.map(field => {
    const chosen = choice.fields?.[field]
    const { values: given, value } = mergedField(field, customers)
    if (chosen === undefined) return [field, value]
    const one = given.find(({ customerId }) => customerId === chosen)
    if (!one) throw customerProblem('MERGE_CHOICE_UNKNOWN', { field })
    return [field, one.value]
  })
  const after: CustomerRow = { ...survivor, ...Object.fromEntries(values) }
  const blocked = choice.blocked ?? after.blocked
  return {
    ...after,
    blocked,
    blockReason: blocked ? after.blockReason : '',
    name: nameOf(after) || survivor.name,
  }
}

async function remember(
  tx: Tx,
  tenant: string,
  merge: {
    readonly mergeId: string
    readonly survivor: CustomerRow
    readonly others: readonly CustomerRow[]
    readonly changes: readonly FieldChange[]
  },
  by: Doing,
): Promise<void> {
  const { mergeId, survivor, others, changes } = merge
  const numbers = others.map(one => one.number)
  await rememberCustomers(
    tx,
    tenant,
    [
      { customerId: survivor.id, event: 'merged', data: { merge: mergeId, parts: numbers }, changes },
      ...others.map(one => ({
        customerId: one.id,
        event: 'merged_into',
        data: { merge: mergeId, into: survivor.number },
      })),
    ],
    by,
  )
}
