import type { Tx } from '../base/database.ts'

/** One value that a characteristic knows. */
export interface CharacteristicValue {
  readonly id: string
  readonly name: string
  readonly sort: number
  /** Names by ISO 639-1 language. */
  readonly texts: Readonly<Record<string, string>>
}

/** What shops filter by, with its values in their order. */
export interface Characteristic extends CharacteristicValue {
  readonly version: number
  readonly values: readonly CharacteristicValue[]
}

const namesOf = (table: string, key: string, id: string) =>
  `(select coalesce(json_object_agg(t.language, t.name order by t.language), '{}') from ${table} t
    where t.tenant_id = $1 and t.${key} = ${id}) as texts`

const columns = `c.id, c.name, c.sort, c.version, ${namesOf('characteristic_text', 'characteristic_id', 'c.id')},
  (select coalesce(json_agg(json_build_object('id', v.id, 'name', v.name, 'sort', v.sort, 'texts', v.texts) order by v.sort, v.name), '[]')
    from (select w.id, w.name, w.sort, ${namesOf('characteristic_value_text', 'value_id', 'w.id')}
      from characteristic_value w where w.tenant_id = $1 and w.characteristic_id = c.id) v) as values`

/** Characteristics in the order of their ids. */
export function readCharacteristics(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Characteristic[]> {
  return tx.query<Characteristic>(
    `select ${columns} from characteristic c where c.tenant_id = $1 and c.id = any($2::uuid[]) order by c.id`,
    [tenant, ids],
  )
}

/** All of a tenant, in their order: tens of them. */
export function listCharacteristics(tx: Tx, tenant: string): Promise<Characteristic[]> {
  return tx.query<Characteristic>(
    `select ${columns} from characteristic c where c.tenant_id = $1 order by c.sort, c.name`,
    [tenant],
  )
}

/** Locks characteristics in the order of their ids, so that of two who set all values of one the second sees the first. */
export async function holdCharacteristics(tx: Tx, tenant: string, ids: readonly string[]): Promise<void> {
  await tx.query(
    `select from characteristic where tenant_id = $1 and id = any($2::uuid[]) order by id for no key update`,
    [tenant, ids],
  )
}

/** Who has these names now. */
export async function characteristicsNamed(
  tx: Tx,
  tenant: string,
  names: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; name: string }>(
    `select id, name from characteristic where tenant_id = $1 and name = any($2::text[])`,
    [tenant, names],
  )
  return new Map(rows.map(row => [row.name, row.id]))
}

/** Those of the values that items have. */
export async function usedValues(tx: Tx, tenant: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await tx.query<{ id: string }>(
    `select u.id from unnest($2::uuid[]) as u (id)
     where exists (select from item_characteristic k where k.tenant_id = $1 and k.value_id = u.id)`,
    [tenant, ids],
  )
  return new Set(rows.map(row => row.id))
}

/** Makes characteristics of which the name is free; answers the ids of those. Their values follow by `storeCharacteristics`. */
export async function insertCharacteristics(
  tx: Tx,
  tenant: string,
  rows: readonly Characteristic[],
): Promise<Set<string>> {
  const made = await tx.query<{ id: string }>(
    `insert into characteristic (tenant_id, id, name, sort)
     select $1, r.id, r.name, r.sort from json_to_recordset($2) as r (id uuid, name text, sort integer) order by r.name
     on conflict (tenant_id, name) do nothing returning id`,
    [tenant, JSON.stringify(rows)],
  )
  return new Set(made.map(row => row.id))
}

/** Stores characteristics as they are now, with their values and all names; values that are not there any more go. */
export async function storeCharacteristics(
  tx: Tx,
  tenant: string,
  rows: readonly Characteristic[],
): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(row => row.id)
  const values = rows.flatMap(row => row.values.map(value => ({ ...value, of: row.id })))
  const names = (list: readonly CharacteristicValue[]) =>
    JSON.stringify(
      list.flatMap(({ id, texts }) =>
        Object.entries(texts).map(([language, name]) => ({ id, language, name })),
      ),
    )
  await tx.run(
    `update characteristic c set name = r.name, sort = r.sort, version = r.version
     from json_to_recordset($2) as r (id uuid, name text, sort integer, version integer) where c.tenant_id = $1 and c.id = r.id`,
    [tenant, JSON.stringify(rows)],
  )
  await tx.run(
    `delete from characteristic_text where tenant_id = $1 and characteristic_id = any($2::uuid[])`,
    [tenant, ids],
  )
  await tx.run(
    `insert into characteristic_text (tenant_id, characteristic_id, language, name)
     select $1, r.id, r.language, r.name from json_to_recordset($2) as r (id uuid, language text, name text) order by r.id, r.language`,
    [tenant, names(rows)],
  )
  await tx.run(
    `delete from characteristic_value_text t using characteristic_value v
     where t.tenant_id = $1 and v.tenant_id = $1 and v.id = t.value_id and v.characteristic_id = any($2::uuid[])`,
    [tenant, ids],
  )
  await tx.run(
    `delete from characteristic_value where tenant_id = $1 and characteristic_id = any($2::uuid[]) and id <> all($3::uuid[])`,
    [tenant, ids, values.map(value => value.id)],
  )
  // Two values that swap their names: names that are no one's first, then the right ones.
  await tx.run(
    `update characteristic_value v set name = v.id::text from json_to_recordset($2) as r (id uuid, name text)
     where v.tenant_id = $1 and v.id = r.id and v.name <> r.name`,
    [tenant, JSON.stringify(values)],
  )
  await tx.run(
    `insert into characteristic_value (tenant_id, id, characteristic_id, name, sort)
     select $1, r.id, r.of, r.name, r.sort from json_to_recordset($2) as r (id uuid, of uuid, name text, sort integer)
     order by r.of, r.name
     on conflict (tenant_id, id) do update set name = excluded.name, sort = excluded.sort`,
    [tenant, JSON.stringify(values)],
  )
  await tx.run(
    `insert into characteristic_value_text (tenant_id, value_id, language, name)
     select $1, r.id, r.language, r.name from json_to_recordset($2) as r (id uuid, language text, name text) order by r.id, r.language`,
    [tenant, names(values)],
  )
}

/** To which characteristic each of the values belongs. */
export async function valuesKnown(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; of: string }>(
    `select id, characteristic_id as of from characteristic_value where tenant_id = $1 and id = any($2::uuid[]) for share`,
    [tenant, [...new Set(ids)]],
  )
  return new Map(rows.map(row => [row.id, row.of]))
}

/** What items have: characteristic and value. */
export function readItemCharacteristics(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<{ itemId: string; characteristicId: string; valueId: string }[]> {
  return tx.query(
    `select k.item_id as "itemId", v.characteristic_id as "characteristicId", k.value_id as "valueId"
     from unnest($2::uuid[]) as u (id) join item_characteristic k on k.tenant_id = $1 and k.item_id = u.id
     join characteristic_value v on v.tenant_id = $1 and v.id = k.value_id
     order by k.item_id, v.characteristic_id, k.value_id`,
    [tenant, ids],
  )
}
