import type { Tx } from '../base/database.ts'
import { readVariations, type Variation } from './variationStore.ts'

/** What a channel is told of an item's place in its family. */
export interface Family {
  /** Of a child. */
  readonly parentId?: string
  /** Of a child: whether the channel sells its parent now. */
  readonly parentSold?: boolean
  /** Of a parent all with all values; of a child those of its parent with the value that it has. */
  readonly variations?: readonly FamilyVariation[]
  /** Of a child: its value of each variation. */
  readonly chosen?: readonly { readonly variationId: string; readonly valueId: string }[]
  /** Of a child: what it has from its parent where it has none of its own. */
  readonly inherited?: Inherited
}

/** By ISO 639-1 language; the company's language is always there. */
type Names = Readonly<Record<string, { readonly name: string }>>

export interface FamilyVariation {
  readonly id: string
  readonly texts: Names
  readonly values: readonly { readonly id: string; readonly texts: Names; readonly sort: number }[]
}

/** What a parent has, for its children. Never categories: a child stands where its parent stands. */
export interface Inherited {
  readonly taxClassId: string | null
  readonly manufacturerId: string | null
  readonly attributes: readonly {
    readonly attributeId: string
    readonly language: string
    readonly value: string
  }[]
  readonly characteristics: readonly { readonly characteristicId: string; readonly valueId: string }[]
}

interface Row {
  readonly id: string
  readonly kind: 'parent' | 'child'
  readonly parentId: string | null
  readonly parentSold: boolean
  readonly taxClassId: string | null
  readonly manufacturerId: string | null
  readonly chosen: Readonly<Record<string, string>>
}

/**
 * The families of those of the items that have one: parents and children. Names of variations and values in the languages that
 * they have, and in `language`, the company's.
 */
export async function readFamily(
  tx: Tx,
  tenant: string,
  channelId: string,
  ids: readonly string[],
  language: string,
): Promise<ReadonlyMap<string, Family>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<Row>(
    `select i.id, i.kind, i.parent_id as "parentId", p.tax_class_id as "taxClassId", p.manufacturer_id as "manufacturerId",
       coalesce(k.active and p.active and not p.blocked, false) as "parentSold",
       coalesce((select jsonb_object_agg(c.variation_id, c.value_id) from child_value c
         where c.tenant_id = $1 and c.item_id = i.id), '{}') as chosen
     from unnest($3::uuid[]) as u (id) join item i on i.tenant_id = $1 and i.id = u.id and i.kind in ('parent', 'child')
       left join item p on p.tenant_id = $1 and p.id = i.parent_id
       left join item_channel k on k.tenant_id = $1 and k.channel_id = $2 and k.item_id = i.parent_id`,
    [tenant, channelId, [...new Set(ids)]],
  )
  if (rows.length === 0) return new Map()
  const parents = [...new Set(rows.map(row => row.parentId ?? row.id))]
  const heirs = rows.flatMap(row => row.parentId ?? [])
  const [variations, attributes, characteristics] = await Promise.all([
    readVariations(tx, tenant, parents),
    readAttributes(tx, tenant, heirs),
    readCharacteristics(tx, tenant, heirs),
  ])
  return new Map(
    rows.map(row => {
      const own = variations.get(row.parentId ?? row.id) ?? []
      if (row.parentId === null) return [row.id, { variations: shown(own, language) }]
      return [
        row.id,
        {
          parentId: row.parentId,
          parentSold: row.parentSold,
          variations: shown(
            own.map(variation => onlyChosen(variation, row.chosen)),
            language,
          ),
          chosen: own.flatMap(({ id }) => {
            const valueId = row.chosen[id]
            return valueId === undefined ? [] : [{ variationId: id, valueId }]
          }),
          inherited: {
            taxClassId: row.taxClassId,
            manufacturerId: row.manufacturerId,
            attributes: (attributes.get(row.parentId) ?? []).map(({ itemId: _, ...one }) => one),
            characteristics: (characteristics.get(row.parentId) ?? []).map(({ itemId: _, ...one }) => one),
          },
        },
      ]
    }),
  )
}

/** What of it is told: the place in the family, without what is inherited. */
export function familyOf(
  families: ReadonlyMap<string, Family>,
  id: string,
): Pick<Family, 'parentId' | 'parentSold' | 'variations' | 'chosen'> {
  const { inherited: _, ...family } = families.get(id) ?? {}
  return family
}

function onlyChosen(variation: Variation, chosen: Readonly<Record<string, string>>): Variation {
  return { ...variation, values: variation.values.filter(value => value.id === chosen[variation.id]) }
}

function shown(variations: readonly Variation[], language: string): FamilyVariation[] {
  const named = (name: string, texts: Readonly<Record<string, string>>): Names => ({
    [language]: { name },
    ...Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, { name: text }])),
  })
  return variations.map(({ id, name, texts, values }) => ({
    id,
    texts: named(name, texts),
    values: values.map(value => ({ id: value.id, texts: named(value.name, value.texts), sort: value.sort })),
  }))
}

async function readAttributes(tx: Tx, tenant: string, ids: readonly string[]) {
  const rows = await tx.query<Inherited['attributes'][number] & { itemId: string }>(
    `select a.item_id as "itemId", a.attribute_id as "attributeId", a.language, a.value
     from unnest($2::uuid[]) as u (id) join item_attribute a on a.tenant_id = $1 and a.item_id = u.id
     order by a.item_id, a.attribute_id, a.language`,
    [tenant, [...new Set(ids)]],
  )
  return Map.groupBy(rows, row => row.itemId)
}

async function readCharacteristics(tx: Tx, tenant: string, ids: readonly string[]) {
  const rows = await tx.query<Inherited['characteristics'][number] & { itemId: string }>(
    `select c.item_id as "itemId", v.characteristic_id as "characteristicId", c.value_id as "valueId"
     from unnest($2::uuid[]) as u (id) join item_characteristic c on c.tenant_id = $1 and c.item_id = u.id
       join characteristic_value v on v.tenant_id = $1 and v.id = c.value_id
     order by c.item_id, v.characteristic_id, c.value_id`,
    [tenant, [...new Set(ids)]],
  )
  return Map.groupBy(rows, row => row.itemId)
}
