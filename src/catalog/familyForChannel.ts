import type { Tx } from '../base/database.ts'
import { readItemAttributes } from './attributes.ts'
import { readItemCharacteristics } from './characteristicStore.ts'
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
  /** Of a parent: its children that the channel sells, in the order of their ids. */
  readonly children?: readonly { readonly id: string; readonly chosen: NonNullable<Family['chosen']> }[]
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

/**
 * What a parent has, for its children. Never categories: a child stands where its parent stands; nor images: who takes parents
 * shows theirs for a child that has none.
 */
export interface Inherited {
  readonly taxClassId: string | null
  readonly manufacturerId: string | null
  readonly manufacturer: string | null
  readonly attributes: Awaited<ReturnType<typeof readItemAttributes>>
  readonly characteristics: Awaited<ReturnType<typeof readItemCharacteristics>>
}

interface Row {
  readonly id: string
  readonly kind: 'parent' | 'child'
  readonly parentId: string | null
  readonly parentSold: boolean
  readonly taxClassId: string | null
  readonly manufacturerId: string | null
  readonly manufacturer: string | null
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
       m.name as manufacturer, coalesce(k.active and p.active and not p.blocked, false) as "parentSold",
       coalesce((select jsonb_object_agg(c.variation_id, c.value_id) from child_value c
         where c.tenant_id = $1 and c.item_id = i.id), '{}') as chosen
     from unnest($3::uuid[]) as u (id) join item i on i.tenant_id = $1 and i.id = u.id and i.kind in ('parent', 'child')
       left join item p on p.tenant_id = $1 and p.id = i.parent_id
       left join manufacturer m on m.tenant_id = $1 and m.id = p.manufacturer_id
       left join item_channel k on k.tenant_id = $1 and k.channel_id = $2 and k.item_id = i.parent_id`,
    [tenant, channelId, [...new Set(ids)]],
  )
  if (rows.length === 0) return new Map()
  const parents = [...new Set(rows.map(row => row.parentId ?? row.id))]
  const heirs = [...new Set(rows.flatMap(row => row.parentId ?? []))]
  const above = rows.flatMap(row => (row.parentId === null ? [row.id] : []))
  const [variations, children, attributes, characteristics] = await Promise.all([
    readVariations(tx, tenant, parents),
    above.length > 0 ? readSoldChildren(tx, tenant, channelId, above) : [],
    heirs.length > 0 ? readItemAttributes(tx, tenant, heirs) : [],
    heirs.length > 0 ? readItemCharacteristics(tx, tenant, heirs) : [],
  ])
  const below = Map.groupBy(children, row => row.parentId)
  const said = Map.groupBy(attributes, row => row.itemId)
  const shows = Map.groupBy(characteristics, row => row.itemId)
  return new Map(
    rows.map(row => {
      const own = variations.get(row.parentId ?? row.id) ?? []
      if (row.parentId === null) {
        const sold = (below.get(row.id) ?? []).map(({ id, chosen }) => ({
          id,
          chosen: chosenOf(own, chosen),
        }))
        return [row.id, { variations: shown(own, language), ...(sold.length > 0 ? { children: sold } : {}) }]
      }
      return [
        row.id,
        {
          parentId: row.parentId,
          parentSold: row.parentSold,
          variations: shown(
            own.map(variation => onlyChosen(variation, row.chosen)),
            language,
          ),
          chosen: chosenOf(own, row.chosen),
          inherited: {
            taxClassId: row.taxClassId,
            manufacturerId: row.manufacturerId,
            manufacturer: row.manufacturer,
            attributes: said.get(row.parentId) ?? [],
            characteristics: shows.get(row.parentId) ?? [],
          },
        },
      ]
    }),
  )
}

/** What of it is told: the place in the family, without what is inherited. */
export function familyOf(families: ReadonlyMap<string, Family>, id: string): Omit<Family, 'inherited'> {
  const { inherited: _, ...family } = families.get(id) ?? {}
  return family
}

function chosenOf(variations: readonly Variation[], values: Row['chosen']): NonNullable<Family['chosen']> {
  return variations.flatMap(({ id }) => {
    const valueId = values[id]
    return valueId === undefined ? [] : [{ variationId: id, valueId }]
  })
}

function readSoldChildren(
  tx: Tx,
  tenant: string,
  channelId: string,
  parentIds: readonly string[],
): Promise<(Pick<Row, 'id' | 'chosen'> & { readonly parentId: string })[]> {
  return tx.query(
    `select i.id, i.parent_id as "parentId", coalesce((select jsonb_object_agg(c.variation_id, c.value_id) from child_value c
         where c.tenant_id = $1 and c.item_id = i.id), '{}') as chosen
     from item i join item_channel k on k.tenant_id = $1 and k.channel_id = $2 and k.item_id = i.id and k.active
     where i.tenant_id = $1 and i.parent_id = any($3::uuid[]) and i.active and not i.blocked order by i.id`,
    [tenant, channelId, parentIds],
  )
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
