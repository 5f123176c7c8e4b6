import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { companyProblem } from './problems.ts'
import type { Actor } from './rights.ts'

/** Lists that are seen in ways of their own. */
export const viewedLists = ['orders', 'customers', 'deliveries'] as const
export type ViewedList = (typeof viewedLists)[number]

/** A list as somebody wants to see it again. */
export interface ListView {
  readonly id: string
  readonly list: ViewedList
  readonly name: string
  readonly shared: boolean
  /** Whether it is of whoever asks: only they change it. */
  readonly own: boolean
  readonly ownerName: string
  readonly content: Readonly<Record<string, unknown>>
  readonly version: number
}

export interface ViewToSave {
  readonly list: ViewedList
  readonly name: string
  readonly shared: boolean
  readonly content: object
  /** Change this one, of that version; else one of the name is made or written over. */
  readonly id?: string | undefined
  readonly version?: number | undefined
}

// Who stays the same person or key; the operator at the machine has no id.
const ownerOf = ({ kind, id, name }: Actor) => `${kind} ${id ?? name}`
/** So many one may have of a list. */
const most = 100

const columns = `v.id, v.list, v.name, v.shared, v.owner = $2 as own, v.owner_name as "ownerName", v.content, v.version`

/** The views of a list that somebody sees: their own and what others share, by name. */
export function listViews(tx: Tx, tenant: string, actor: Actor, list: ViewedList): Promise<ListView[]> {
  return tx.query<ListView>(
    `select ${columns} from list_view v where v.tenant_id = $1 and v.list = $3 and (v.owner = $2 or v.shared)
     order by v.owner = $2 desc, v.name, v.id limit 500`,
    [tenant, ownerOf(actor), list],
  )
}

/** Saves views of whoever asks; one result per element, in order. Throws VIEW_UNKNOWN, VIEW_CHANGED, VIEW_NAME_TAKEN, VIEWS_TOO_MANY. */
export async function saveViews(
  tx: Tx,
  tenant: string,
  actor: Actor,
  views: readonly ViewToSave[],
  now: Date,
): Promise<ListView[]> {
  const saved: ListView[] = []
  // a person saves one, a program a handful
  for (const view of views) saved.push(await saveView(tx, tenant, actor, view, now))
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from list_view where tenant_id = $1 and owner = $2`,
    [tenant, ownerOf(actor)],
  )
  if ((row?.count ?? 0) > most * viewedLists.length) throw companyProblem('VIEWS_TOO_MANY', { most })
  return saved
}

async function saveView(
  tx: Tx,
  tenant: string,
  actor: Actor,
  view: ViewToSave,
  now: Date,
): Promise<ListView> {
  const { id, list, name, shared, content, version } = view
  const values = [tenant, ownerOf(actor), list, name, shared, JSON.stringify(content), now]
  if (id === undefined) {
    const [row] = await tx.query<ListView>(
      `insert into list_view as v (tenant_id, owner, list, name, shared, content, changed_at, id, owner_name)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (tenant_id, list, owner, name) do update set shared = excluded.shared, content = excluded.content,
         changed_at = excluded.changed_at, version = v.version + 1
       returning ${columns}`,
      [...values, newId(), actor.name],
    )
    if (!row) throw new TypeError('a view that is not there')
    return row
  }
  const [held] = await tx.query<{ version: number; taken: boolean }>(
    `select v.version, exists (select from list_view o where o.tenant_id = $1 and o.list = v.list and o.owner = v.owner
       and o.name = $4 and o.id <> v.id) as taken
     from list_view v where v.tenant_id = $1 and v.owner = $2 and v.id = $3 for no key update`,
    [tenant, ownerOf(actor), id, name],
  )
  if (!held) throw companyProblem('VIEW_UNKNOWN', { view: id })
  if (version !== undefined && version !== held.version) throw companyProblem('VIEW_CHANGED', { view: name })
  if (held.taken) throw companyProblem('VIEW_NAME_TAKEN', { view: name })
  const [row] = await tx.query<ListView>(
    `update list_view v set name = $4, shared = $5, content = $6, changed_at = $7, version = v.version + 1
     where v.tenant_id = $1 and v.owner = $2 and v.list = $3 and v.id = $8 returning ${columns}`,
    [...values, id],
  )
  if (!row) throw companyProblem('VIEW_UNKNOWN', { view: id })
  return row
}

/** Takes views of whoever asks away; answers which there were. */
export async function removeViews(
  tx: Tx,
  tenant: string,
  actor: Actor,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `delete from list_view where tenant_id = $1 and owner = $2 and id = any($3::uuid[]) returning id`,
    [tenant, ownerOf(actor), ids],
  )
  return rows.map(row => row.id)
}

/** How somebody sees a list: columns with order and width; null: as everybody. */
export async function readListSetting(
  tx: Tx,
  tenant: string,
  actor: Actor,
  list: ViewedList,
): Promise<Readonly<Record<string, unknown>> | null> {
  const [row] = await tx.query<{ content: Readonly<Record<string, unknown>> }>(
    `select content from list_setting where tenant_id = $1 and owner = $2 and list = $3`,
    [tenant, ownerOf(actor), list],
  )
  return row?.content ?? null
}

/** Keeps it. */
export async function storeListSetting(
  tx: Tx,
  tenant: string,
  actor: Actor,
  list: ViewedList,
  content: object,
): Promise<void> {
  await tx.run(
    `insert into list_setting (tenant_id, owner, list, content) values ($1, $2, $3, $4)
     on conflict (tenant_id, owner, list) do update set content = excluded.content`,
    [tenant, ownerOf(actor), list, JSON.stringify(content)],
  )
}
