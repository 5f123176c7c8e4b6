import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { checkOpen } from './changeCustomers.ts'
import { holdCustomers } from './customerFields.ts'
import { type Doing, rememberCustomers } from './customerHistory.ts'
import { customerProblem } from './problems.ts'

/** What somebody noted about a customer. */
export interface CustomerNote {
  readonly id: string
  readonly text: string
  readonly at: Date
  readonly author: string
  readonly changedAt: Date | null
  readonly changedBy: string | null
}

/** Notes something about customers. The ids of the notes, in order. Throws CUSTOMER_UNKNOWN, CUSTOMER_MERGED, CUSTOMER_ANONYMISED. */
export async function addNotes(
  tx: Tx,
  tenant: string,
  notes: readonly { readonly customerId: string; readonly text: string }[],
  by: Doing,
): Promise<string[]> {
  await holdOpen(
    tx,
    tenant,
    notes.map(note => note.customerId),
  )
  const rows = notes.map(note => ({ ...note, id: newId(by.now.getTime()) }))
  await tx.run(
    `insert into customer_note (tenant_id, id, customer_id, text, at, author)
     select $1, r.id, r."customerId", r.text, $3, $4 from json_to_recordset($2) as r (id uuid, "customerId" uuid, text text)`,
    [tenant, JSON.stringify(rows), by.now, by.name],
  )
  await rememberCustomers(
    tx,
    tenant,
    rows.map(({ customerId, id }) => ({ customerId, event: 'note_added', data: { note: id } })),
    by,
  )
  return rows.map(row => row.id)
}

/** Puts other words into notes; what stood there before is in the history. Throws NOTE_UNKNOWN, CUSTOMER_ANONYMISED. */
export async function changeNotes(
  tx: Tx,
  tenant: string,
  changes: readonly { readonly id: string; readonly text: string }[],
  by: Doing,
): Promise<void> {
  const held = await holdNotes(
    tx,
    tenant,
    changes.map(one => one.id),
  )
  await tx.run(
    `update customer_note n set text = r.text, changed_at = $3, changed_by = $4
     from json_to_recordset($2) as r (id uuid, text text) where n.tenant_id = $1 and n.id = r.id and n.text <> r.text`,
    [tenant, JSON.stringify(changes), by.now, by.name],
  )
  await rememberCustomers(
    tx,
    tenant,
    changes.flatMap(({ id, text }) => {
      const { customerId, text: before } = of(held, id)
      const change = { field: 'text', before, after: text }
      return before === text
        ? []
        : [{ customerId, event: 'note_changed', data: { note: id }, changes: [change] }]
    }),
    by,
  )
}

/** Takes notes away; what they said is in the history. Throws NOTE_UNKNOWN, CUSTOMER_ANONYMISED. */
export async function removeNotes(tx: Tx, tenant: string, ids: readonly string[], by: Doing): Promise<void> {
  const held = await holdNotes(tx, tenant, ids)
  const gone = ids.map(id => ({ id, ...of(held, id) }))
  await tx.run(`delete from customer_note where tenant_id = $1 and id = any($2::uuid[])`, [tenant, ids])
  await rememberCustomers(
    tx,
    tenant,
    gone.map(({ id, customerId, text: before }) => ({
      customerId,
      event: 'note_removed',
      data: { note: id },
      changes: [{ field: 'text', before, after: null }],
    })),
    by,
  )
}

/** The notes of a customer, newest first; `after` is the last id of the page before. */
export function listNotes(
  tx: Tx,
  tenant: string,
  customerId: string,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<CustomerNote[]> {
  return tx.query<CustomerNote>(
    `select id, text, at, author, changed_at as "changedAt", changed_by as "changedBy" from customer_note
     where tenant_id = $1 and customer_id = $2 and ($3::uuid is null or id < $3) order by id desc limit $4`,
    [tenant, customerId, page.after ?? null, page.limit],
  )
}

/** How many notes a customer has, counted up to `most`. */
export async function countNotes(tx: Tx, tenant: string, customerId: string, most: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select from customer_note where tenant_id = $1 and customer_id = $2 limit $3) counted`,
    [tenant, customerId, most],
  )
  return row?.count ?? 0
}

interface HeldNote {
  readonly customerId: string
  readonly text: string
}

async function holdNotes(tx: Tx, tenant: string, ids: readonly string[]): Promise<Map<string, HeldNote>> {
  const rows = await tx.query<{ customerId: string }>(
    `select distinct customer_id as "customerId" from customer_note where tenant_id = $1 and id = any($2::uuid[])`,
    [tenant, ids],
  )
  await holdOpen(
    tx,
    tenant,
    rows.map(row => row.customerId),
  )
  const held = await tx.query<HeldNote & { id: string }>(
    `select id, customer_id as "customerId", text from customer_note
     where tenant_id = $1 and id = any($2::uuid[]) order by id for no key update`,
    [tenant, ids],
  )
  return new Map(held.map(({ id, ...note }) => [id, note]))
}

function of(held: ReadonlyMap<string, HeldNote>, id: string): HeldNote {
  const note = held.get(id)
  if (!note) throw customerProblem('NOTE_UNKNOWN', { note: id })
  return note
}

async function holdOpen(tx: Tx, tenant: string, ids: readonly string[]): Promise<void> {
  const held = await holdCustomers(tx, tenant, [...new Set(ids)])
  for (const id of ids) checkOpen(id, held.get(id))
}
