import type { Changed } from '../base/changed.ts'
import { sqlState, type Tx } from '../base/database.ts'
import { isId, newId } from '../base/ids.ts'
import { refusedAs } from './channelTexts.ts'
import { catalogProblem, type Refused } from './problems.ts'
import { isLanguage } from './textFallback.ts'

/** What is said of a manufacturer in one language. */
export interface ManufacturerText {
  readonly description: string
}

/** A manufacturer as it is stored. */
export interface Manufacturer {
  readonly id: string
  readonly name: string
  readonly url: string | null
  readonly version: number
  readonly texts: Readonly<Record<string, ManufacturerText>>
}

export interface NewManufacturer {
  readonly name: string
  readonly url?: string | null | undefined
  /** By ISO 639-1 language. */
  readonly texts?: Readonly<Record<string, ManufacturerText>> | undefined
}

export interface ManufacturerChange {
  readonly id: string
  /** The version that was looked at: a newer one refuses the change. */
  readonly version?: number | undefined
  readonly name?: string | undefined
  /** null takes it away. */
  readonly url?: string | null | undefined
  /** By ISO 639-1 language; null takes a language away. */
  readonly texts?: Readonly<Record<string, ManufacturerText | null>> | undefined
}

/**
 * Makes manufacturers, as many as given in one statement. A name that is taken keeps its manufacturer: `exists`; a name twice
 * makes one, as the last says. Refused: LANGUAGE_INVALID. No item is made by them yet, so no channel has to be told.
 */
export async function createManufacturers(
  tx: Tx,
  tenant: string,
  list: readonly NewManufacturer[],
): Promise<{
  results: ({ readonly id: string; readonly name: string; readonly did: 'new' | 'exists' } | Refused)[]
  changed: Changed
}> {
  const refused = list.map(({ name, texts = {} }) => strangeLanguage(name, texts))
  const wanted = [
    ...new Map(list.flatMap((one, at) => (refused[at] ? [] : [[one.name, one] as const]))).values(),
  ]
    .map(one => ({ ...one, id: newId() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  await tx.run(
    `insert into manufacturer (tenant_id, id, name, url)
     select $1, r.id, r.name, nullif(r.url, '') from json_to_recordset($2) as r (id uuid, name text, url text)
     on conflict (tenant_id, name) do nothing`,
    [tenant, JSON.stringify(wanted)],
  )
  const ids = await manufacturersNamed(
    tx,
    tenant,
    wanted.map(one => one.name),
  )
  const fresh = wanted.filter(one => ids.get(one.name) === one.id)
  await writeTexts(tx, tenant, fresh)
  const made = new Set(fresh.map(one => one.id))
  return {
    results: list.map(({ name }, at) => {
      const id = ids.get(name) ?? ''
      return refused[at] ?? { id, name, did: made.has(id) ? 'new' : 'exists' }
    }),
    changed: {},
  }
}

/**
 * Changes manufacturers, one result per element. Refused (and left out) are MANUFACTURER_UNKNOWN, VERSION_OLD,
 * MANUFACTURER_TAKEN, LANGUAGE_INVALID. Another name is told with its items too, where shops know manufacturers by name alone.
 */
export async function changeManufacturers(
  tx: Tx,
  tenant: string,
  list: readonly ManufacturerChange[],
): Promise<{
  results: (
    | { readonly id: string; readonly did: 'changed' | 'unchanged'; readonly version: number }
    | Refused
  )[]
  changed: Changed
}> {
  const ids = [...new Set(list.map(one => one.id))]
  const rows = await holdManufacturers(tx, tenant, ids)
  const holders = await manufacturersNamed(
    tx,
    tenant,
    list.flatMap(one => one.name ?? []),
  )
  const before = new Map(rows.map(row => [row.id, row]))
  const now = new Map(before)
  const taken = new Map(holders)
  const results = list.map(change => {
    const row = now.get(change.id)
    const refused = objection(change, row, before, taken)
    if (!row || refused) return refused ?? unknown(change.id)
    const next = applied(row, change)
    if (JSON.stringify(next) === JSON.stringify(row))
      return { id: row.id, did: 'unchanged' as const, version: row.version }
    const version = (before.get(row.id)?.version ?? 0) + 1
    now.set(row.id, { ...next, version })
    taken.set(next.name, row.id)
    return { id: row.id, did: 'changed' as const, version }
  })
  const touched = [...now.values()].filter(row => row !== before.get(row.id))
  await storeChanged(tx, tenant, touched)
  const renamed = touched.filter(row => row.name !== before.get(row.id)?.name).map(row => row.id)
  const items = await itemsMadeBy(tx, tenant, renamed)
  return {
    results,
    changed: {
      ...(touched.length > 0 ? { manufacturer: touched.map(row => row.id).sort() } : {}),
      ...(items.length > 0 ? { item: items } : {}),
    },
  }
}

function objection(
  { id, version, name, texts = {} }: ManufacturerChange,
  row: Manufacturer | undefined,
  before: ReadonlyMap<string, Manufacturer>,
  taken: ReadonlyMap<string, string>,
): Refused | undefined {
  if (!row) return unknown(id)
  if (version !== undefined && (version !== row.version || row !== before.get(id)))
    return refusedAs(id, 'VERSION_OLD', { id, version: String(row.version) })
  if (name !== undefined && (taken.get(name) ?? id) !== id)
    return refusedAs(id, 'MANUFACTURER_TAKEN', { name })
  return strangeLanguage(id, texts)
}

function applied(row: Manufacturer, { name, url, texts = {} }: ManufacturerChange): Manufacturer {
  const said = { ...row.texts, ...texts }
  const kept = Object.entries(said).flatMap(([language, text]) =>
    text === null ? [] : [[language, { description: text.description }] as const],
  )
  return {
    id: row.id,
    name: name ?? row.name,
    url: url === undefined ? row.url : url || null,
    version: row.version,
    texts: Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

async function storeChanged(tx: Tx, tenant: string, rows: readonly Manufacturer[]): Promise<void> {
  if (rows.length === 0) return
  await tx
    .run(
      `update manufacturer m set name = r.name, url = r.url, version = r.version, changed_at = now()
       from json_to_recordset($2) as r (id uuid, name text, url text, version integer)
       where m.tenant_id = $1 and m.id = r.id`,
      [tenant, JSON.stringify(rows)],
    )
    .catch(error => {
      const name = rows.map(row => row.name).join(', ')
      throw sqlState(error) === '23505' ? catalogProblem('MANUFACTURER_TAKEN', { name }) : error
    })
  await tx.run(
    `delete from manufacturer_text t where t.tenant_id = $1 and t.manufacturer_id = any($2::uuid[])`,
    [tenant, rows.map(row => row.id)],
  )
  await writeTexts(tx, tenant, rows)
}

async function writeTexts(
  tx: Tx,
  tenant: string,
  list: readonly (Pick<NewManufacturer, 'texts'> & { readonly id: string })[],
): Promise<void> {
  const rows = list.flatMap(({ id, texts = {} }) =>
    Object.entries(texts).map(([language, text]) => ({ id, language, ...text })),
  )
  if (rows.length === 0) return
  await tx.run(
    `insert into manufacturer_text (tenant_id, manufacturer_id, language, description)
     select $1, r.id, r.language, r.description from json_to_recordset($2) as r (id uuid, language text, description text)
     order by r.id, r.language`,
    [tenant, JSON.stringify(rows)],
  )
}

const columns = `m.id, m.name, m.url, m.version, (select coalesce(json_object_agg(t.language,
    json_build_object('description', t.description) order by t.language), '{}') from manufacturer_text t
  where t.tenant_id = m.tenant_id and t.manufacturer_id = m.id) as texts`

/** Manufacturers with their texts, in the order of their ids. */
export function readManufacturers(tx: Tx, tenant: string, ids: readonly string[]): Promise<Manufacturer[]> {
  return tx.query<Manufacturer>(
    `select ${columns} from manufacturer m where m.tenant_id = $1 and m.id = any($2::uuid[]) order by m.id`,
    [tenant, ids],
  )
}

function holdManufacturers(tx: Tx, tenant: string, ids: readonly string[]): Promise<Manufacturer[]> {
  return tx.query<Manufacturer>(
    `select ${columns} from manufacturer m where m.tenant_id = $1 and m.id = any($2::uuid[])
     order by m.id for no key update of m`,
    [tenant, ids],
  )
}

/** Manufacturers behind `after`, oldest first; `search`: with so much in their name. */
export function listManufacturers(
  tx: Tx,
  tenant: string,
  {
    after,
    limit,
    search,
  }: { readonly after?: string | undefined; readonly limit: number; readonly search?: string | undefined },
): Promise<Manufacturer[]> {
  return tx.query<Manufacturer>(
    `select ${columns} from manufacturer m where m.tenant_id = $1 and ($2::uuid is null or m.id > $2)
       and ($4::text is null or strpos(lower(m.name), lower($4)) > 0) order by m.id limit $3`,
    [tenant, after ?? null, limit, search ?? null],
  )
}

/** A manufacturer by id or name. Throws MANUFACTURER_UNKNOWN. */
export async function manufacturerIdOf(tx: Tx, tenant: string, idOrName: string): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `select id from manufacturer where tenant_id = $1 and (name = $2 or id = $3::uuid) order by id = $3::uuid desc limit 1`,
    [tenant, idOrName, isId(idOrName) ? idOrName : null],
  )
  if (!row) throw catalogProblem('MANUFACTURER_UNKNOWN', { manufacturer: idOrName })
  return row.id
}

/** The manufacturers that have these names: name → id. */
export async function manufacturersNamed(
  tx: Tx,
  tenant: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; name: string }>(
    `select id, name from manufacturer where tenant_id = $1 and name = any($2::text[])`,
    [tenant, names],
  )
  return new Map(rows.map(row => [row.name, row.id]))
}

async function itemsMadeBy(tx: Tx, tenant: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await tx.query<{ id: string }>(
    `select id from item where tenant_id = $1 and manufacturer_id = any($2::uuid[]) order by id`,
    [tenant, ids],
  )
  return rows.map(row => row.id)
}

function unknown(id: string): Refused {
  return refusedAs(id, 'MANUFACTURER_UNKNOWN', { manufacturer: id })
}

function strangeLanguage(id: string, texts: Readonly<Record<string, unknown>>): Refused | undefined {
  const language = Object.keys(texts).find(one => !isLanguage(one))
  return language === undefined ? undefined : refusedAs(id, 'LANGUAGE_INVALID', { language })
}

/** How many manufacturers have so much in their name, counted up to a limit. */
export async function countManufacturers(
  tx: Tx,
  tenant: string,
  search: string | undefined,
  limit: number,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::int as count from (select from manufacturer m
       where m.tenant_id = $1 and ($2::text is null or strpos(lower(m.name), lower($2)) > 0) limit $3) t`,
    [tenant, search ?? null, limit],
  )
  return row?.count ?? 0
}
