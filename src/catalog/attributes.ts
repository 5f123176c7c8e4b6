import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { refusedAs } from './channelTexts.ts'
import { holdKnownItems } from './itemStore.ts'
import type { Refused } from './problems.ts'
import { isLanguage } from './textFallback.ts'

/** What values an attribute has. */
export const attributeKinds = ['text', 'number', 'flag', 'date'] as const
export type AttributeKind = (typeof attributeKinds)[number]

/** Something that can be said of any item; not `sent`: a field of one's own, which no channel is told. */
export interface Attribute {
  readonly id: string
  readonly name: string
  readonly sent: boolean
  /** It has a value per language. */
  readonly translated: boolean
  readonly kind: AttributeKind
  readonly sort: number
}

/** All attributes, in their order. A tenant has hundreds. */
export function listAttributes(tx: Tx, tenant: string): Promise<Attribute[]> {
  return tx.query<Attribute>(
    `select id, name, sent, translated, kind, sort from attribute where tenant_id = $1 order by sort, name`,
    [tenant],
  )
}

/**
 * Makes attributes, or changes those whose name is known; what is not said stays (a new one is a text that channels are told).
 * What has values of one kind keeps it, and stays translated or not: ATTRIBUTE_VALUE_INVALID. Of one name twice the last counts.
 */
export async function defineAttributes(
  tx: Tx,
  tenant: string,
  list: readonly ({ readonly name: string } & {
    readonly [K in 'sent' | 'translated' | 'kind' | 'sort']?: Attribute[K] | undefined
  })[],
): Promise<{
  results: (
    | { readonly id: string; readonly name: string; readonly did: 'new' | 'changed' | 'unchanged' }
    | Refused
  )[]
  changed: Changed
}> {
  await tx.query(
    'select from attribute where tenant_id = $1 and name = any($2::text[]) order by id for no key update',
    [tenant, list.map(one => one.name)],
  )
  const before = new Map((await listAttributes(tx, tenant)).map(row => [row.name, row]))
  const used = await usedAttributes(
    tx,
    tenant,
    [...before.values()].map(row => row.id),
  )
  const now = new Map<string, Attribute>()
  const results = list.map(({ name, ...said }) => {
    const known = now.get(name) ?? before.get(name)
    const plain = { id: newId(), name, sent: true, translated: false, kind: 'text' as const, sort: 0 }
    const { sent, translated, kind, sort, id } = known ?? plain
    const next: Attribute = {
      id,
      name,
      sent: said.sent ?? sent,
      translated: said.translated ?? translated,
      kind: said.kind ?? kind,
      sort: said.sort ?? sort,
    }
    if (known && used.has(id) && (next.kind !== known.kind || next.translated !== known.translated))
      return refusedAs(id, 'ATTRIBUTE_VALUE_INVALID', { attribute: name, value: next.kind })
    const isSame = known && JSON.stringify(known) === JSON.stringify(next)
    if (!isSame) now.set(name, next)
    const did = before.has(name) ? (isSame ? ('unchanged' as const) : ('changed' as const)) : ('new' as const)
    return { id, name, did }
  })
  await tx.run(
    `insert into attribute (tenant_id, id, name, sent, translated, kind, sort)
     select $1, r.id, r.name, r.sent, r.translated, r.kind, r.sort
     from json_to_recordset($2) as r (id uuid, name text, sent boolean, translated boolean, kind text, sort integer) order by r.name
     on conflict (tenant_id, name) do update set sent = excluded.sent, translated = excluded.translated, kind = excluded.kind,
       sort = excluded.sort`,
    [tenant, JSON.stringify([...now.values()])],
  )
  const turned = [...now.values()].filter(row => (before.get(row.name)?.sent ?? row.sent) !== row.sent)
  const items = await itemsWith(
    tx,
    tenant,
    turned.map(row => row.id),
  )
  return { results, changed: items.length > 0 ? { item: items } : {} }
}

/** A value, or one per ISO 639-1 language where the attribute is translated; null takes it away. */
export type AttributeValue = string | Readonly<Record<string, string>> | null

/**
 * Says attributes of items, by attribute id; what is not named stays. Refused (and left out) are ITEM_UNKNOWN, ATTRIBUTE_UNKNOWN,
 * LANGUAGE_INVALID and ATTRIBUTE_VALUE_INVALID. Channels are told only of attributes that are sent.
 */
export async function setItemAttributes(
  tx: Tx,
  tenant: string,
  list: readonly { readonly itemId: string; readonly values: Readonly<Record<string, AttributeValue>> }[],
): Promise<{
  results: ({ readonly id: string; readonly did: 'changed' | 'unchanged' } | Refused)[]
  changed: Changed
}> {
  const items = await holdKnownItems(
    tx,
    tenant,
    list.map(one => one.itemId),
  )
  const known = new Map((await listAttributes(tx, tenant)).map(row => [row.id, row]))
  const refused = list.map(({ itemId, values }) =>
    items.has(itemId)
      ? Object.entries(values)
          .map(([id, value]) => objectionToValue(itemId, id, known.get(id), value))
          .find(one => one)
      : refusedAs(itemId, 'ITEM_UNKNOWN', { item: itemId }),
  )
  // Of one attribute the last one said counts, whole.
  const wanted = new Map(
    list.flatMap(({ itemId, values }, at) =>
      refused[at]
        ? []
        : Object.entries(values).map(
            ([attribute, value]) => [`${itemId} ${attribute}`, { itemId, attribute, value }] as const,
          ),
    ),
  )
  const touched = await storeValues(tx, tenant, [...wanted.values()])
  const told = touched.filter(row => known.get(row.attributeId)?.sent).map(row => row.itemId)
  const changed = new Set(touched.map(row => row.itemId))
  return {
    results: list.map(
      ({ itemId }, at) => refused[at] ?? { id: itemId, did: changed.has(itemId) ? 'changed' : 'unchanged' },
    ),
    changed: told.length > 0 ? { item: [...new Set(told)].sort() } : {},
  }
}

/** Why an item cannot have a value: ATTRIBUTE_UNKNOWN, ATTRIBUTE_VALUE_INVALID, LANGUAGE_INVALID. */
export function objectionToValue(
  itemId: string,
  id: string,
  attribute: Attribute | undefined,
  value: AttributeValue,
): Refused | undefined {
  if (!attribute) return refusedAs(itemId, 'ATTRIBUTE_UNKNOWN', { attribute: id })
  if (value === null) return undefined
  const invalid = (shown: string) =>
    refusedAs(itemId, 'ATTRIBUTE_VALUE_INVALID', { attribute: attribute.name, value: shown })
  if (typeof value === 'string')
    return attribute.translated || !fits(attribute, value) ? invalid(value) : undefined
  if (!attribute.translated) return invalid(JSON.stringify(value))
  const language = Object.keys(value).find(one => !isLanguage(one))
  if (language !== undefined) return refusedAs(itemId, 'LANGUAGE_INVALID', { language })
  const wrong = Object.values(value).find(one => !fits(attribute, one))
  return wrong === undefined ? undefined : invalid(wrong)
}

/** A number with a dot, a flag "true" or "false", a day as 2026-12-31, or any text. */
function fits({ kind }: Attribute, value: string): boolean {
  switch (kind) {
    case 'text':
      return value !== ''
    case 'number':
      return /^-?\d{1,15}(\.\d{1,12})?$/.test(value)
    case 'flag':
      return value === 'true' || value === 'false'
    case 'date':
      return isDay(value)
    default:
      return kind satisfies never
  }
}

function isDay(value: string): boolean {
  const day = /^\d{4}-\d\d-\d\d$/.test(value) ? new Date(`${value}T00:00:00Z`) : new Date(Number.NaN)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value)
}

/** Answers what is another than before. */
async function storeValues(
  tx: Tx,
  tenant: string,
  wanted: readonly { readonly itemId: string; readonly attribute: string; readonly value: AttributeValue }[],
): Promise<{ itemId: string; attributeId: string }[]> {
  if (wanted.length === 0) return []
  const rows = wanted.flatMap(({ itemId, attribute, value }) =>
    Object.entries(typeof value === 'string' ? { '': value } : (value ?? {})).map(([language, one]) => ({
      itemId,
      attribute,
      language,
      value: one,
    })),
  )
  return tx.query(
    `with said as (select u.item, u.attribute from unnest($2::uuid[], $3::uuid[]) as u (item, attribute)),
     wanted as (select r."itemId" as item, r.attribute, r.language, r.value
       from json_to_recordset($4) as r ("itemId" uuid, attribute uuid, language text, value text)),
     gone as (
       delete from item_attribute a using said s where a.tenant_id = $1 and a.item_id = s.item and a.attribute_id = s.attribute
         and not exists (select from wanted w where w.item = a.item_id and w.attribute = a.attribute_id and w.language = a.language)
       returning a.item_id, a.attribute_id),
     come as (
       insert into item_attribute (tenant_id, item_id, attribute_id, language, value)
       select $1, w.item, w.attribute, w.language, w.value from wanted w order by w.item, w.attribute, w.language
       on conflict (tenant_id, item_id, attribute_id, language) do update set value = excluded.value
         where item_attribute.value <> excluded.value
       returning item_id, attribute_id)
     select item_id as "itemId", attribute_id as "attributeId" from gone union select item_id, attribute_id from come`,
    [tenant, wanted.map(one => one.itemId), wanted.map(one => one.attribute), JSON.stringify(rows)],
  )
}

/** The values of items, in the order of the attributes; '' where it is not translated. */
export function readItemAttributes(
  tx: Tx,
  tenant: string,
  ids: readonly string[],
): Promise<
  {
    itemId: string
    attributeId: string
    name: string
    sent: boolean
    kind: AttributeKind
    language: string
    value: string
  }[]
> {
  return tx.query(
    `select a.item_id as "itemId", a.attribute_id as "attributeId", d.name, d.sent, d.kind, a.language, a.value
     from unnest($2::uuid[]) as u (id) join item_attribute a on a.tenant_id = $1 and a.item_id = u.id
     join attribute d on d.tenant_id = $1 and d.id = a.attribute_id
     order by a.item_id, d.sort, d.name, a.language`,
    [tenant, ids],
  )
}

async function usedAttributes(tx: Tx, tenant: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `select u.id from unnest($2::uuid[]) as u (id)
     where exists (select from item_attribute a where a.tenant_id = $1 and a.attribute_id = u.id)`,
    [tenant, ids],
  )
  return new Set(rows.map(row => row.id))
}

async function itemsWith(tx: Tx, tenant: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const rows = await tx.query<{ id: string }>(
    `select distinct item_id as id from item_attribute where tenant_id = $1 and attribute_id = any($2::uuid[]) order by id`,
    [tenant, ids],
  )
  return rows.map(row => row.id)
}
