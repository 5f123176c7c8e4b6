import type { Tx } from '../base/database.ts'
import { listAttributes } from '../catalog/attributes.ts'
import { listCharacteristics } from '../catalog/characteristicStore.ts'
import { listMaps } from '../channels/mapStore.ts'
import { attributesOfTheirs } from '../channels/namedStore.ts'
import { sourceFields } from './listings.ts'

/** An attribute of theirs, and what it is filled from. */
export interface AttributeMapRow {
  readonly theirs: string
  readonly name: string
  readonly type: string
  /** Somewhere: it may have to be given in one category and not in another. */
  readonly isRequired: boolean
  readonly isRecommended: boolean
  /** In how many categories in use it can be said; null: everywhere. */
  readonly categories: number | null
  readonly description: string
  /** Under which the channel lists it; empty: under none. */
  readonly section: string
  /** What can be chosen of a list, as it is in the first category that names it. */
  readonly values: readonly { readonly value: string; readonly display: string }[]
  /** As `channel.set-maps` takes it; null: nothing, but what is said of single items. */
  readonly source: string | null
  /** Ours of the same name: applied by nobody but a person. */
  readonly proposal: string | null
}

/** The attributes that can be said of items at a channel: everywhere, there, and in categories that are in use. Required ones first. */
export async function attributeMaps(
  tx: Tx,
  tenant: string,
  connectionId: string,
  channel: { readonly id: string; readonly place: string },
): Promise<AttributeMapRow[]> {
  const used = await tx.query<{ theirs: string }>(
    `select their_id as theirs from channel_place where tenant_id = $1 and channel_id = $2 and list = 'category'
     union select their_category from item_listing where tenant_id = $1 and channel_id = $2 and their_category is not null`,
    [tenant, channel.id],
  )
  const scopes = ['', `seller/${channel.place}`, ...used.map(row => `category/${row.theirs}`)]
  const terms = await attributesOfTheirs(tx, tenant, connectionId, scopes)
  const maps = await listMaps(tx, tenant, [channel.id])
  const sources = new Map(
    maps.flatMap(one => (one.list === 'attribute' ? [[one.theirs, one.ours] as const] : [])),
  )
  const proposals = new Map(
    (await sourcesOfOurs(tx, tenant)).map(source => [nameOf(source).toLowerCase(), source]),
  )
  return [...Map.groupBy(terms, term => term.theirs)]
    .map(([theirs, rows]): AttributeMapRow => {
      const [first] = rows
      const name = first?.name ?? theirs
      const ofCategories = rows.every(row => row.scope.startsWith('category/'))
      return {
        theirs,
        name,
        type: first?.attribute.type ?? 'text',
        isRequired: rows.some(row => row.attribute.isRequired),
        isRecommended: rows.some(row => row.attribute.isRecommended),
        categories: ofCategories ? rows.length : null,
        description: first?.attribute.description ?? '',
        section: [first?.attribute.section, first?.attribute.subSection].filter(Boolean).join(' / '),
        values: (first?.attribute.values ?? []).map(({ value, display }) => ({ value, display })),
        source: sources.get(theirs) ?? null,
        proposal: sources.has(theirs) ? null : (proposals.get(name.trim().toLowerCase()) ?? null),
      }
    })
    .sort((a, b) => Number(b.isRequired) - Number(a.isRequired) || (a.name < b.name ? -1 : 1))
}

/** All that an attribute of theirs can be filled from, but for fixed values: `attribute/…`, `characteristic/…`, `variation/…`, `field/…`. */
export async function sourcesOfOurs(tx: Tx, tenant: string): Promise<string[]> {
  const attributes = await listAttributes(tx, tenant)
  const characteristics = await listCharacteristics(tx, tenant)
  const variations = await tx.query<{ name: string }>(
    'select distinct name from variation where tenant_id = $1 order by name',
    [tenant],
  )
  return [
    ...sourceFields.map(name => `field/${name}`),
    ...variations.map(one => `variation/${one.name}`),
    ...characteristics.map(one => `characteristic/${one.name}`),
    ...attributes.flatMap(one => (one.sent ? [`attribute/${one.name}`] : [])),
  ]
}

function nameOf(source: string): string {
  return source.slice(source.indexOf('/') + 1)
}
