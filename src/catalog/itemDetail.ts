import type { Tx } from '../base/database.ts'
import { languageOfCountry } from '../company/languageOfCountry.ts'
import { type TextPlace, type TextsByLanguage, textPlaces } from './textFallback.ts'

/** A sales channel as the page of an item shows it, whether or not the item is sold there. */
export interface ItemPlace {
  readonly channelId: string
  readonly channel: string
  /** false: the channel itself is at rest. */
  readonly channelActive: boolean
  /** Of its company: texts that are not said in another are told in it. */
  readonly language: string
  /** In which languages it is told texts; none: in all in which there are any. */
  readonly languages: readonly string[]
  /** null: the item was never sold there. */
  readonly active: boolean | null
  readonly reserve: string
  readonly cap: string | null
  readonly oversell: boolean
}

/** All channels of connections that are not archived, by name, each with what is said of the item there. */
export async function placesOfItem(tx: Tx, tenant: string, itemId: string): Promise<ItemPlace[]> {
  const rows = await tx.query<Omit<ItemPlace, 'language'> & { country: string }>(
    `select h.id as "channelId", h.name as channel, h.active as "channelActive", f.country, h.languages, k.active,
       coalesce(trim_scale(k.reserve)::text, '0') as reserve, trim_scale(k.cap)::text as cap, coalesce(k.oversell, true) as oversell
     from channel h
       join connection c on c.tenant_id = h.tenant_id and c.id = h.connection_id and c.archived_at is null
       join company f on f.tenant_id = c.tenant_id and f.id = c.company_id
       left join item_channel k on k.tenant_id = h.tenant_id and k.channel_id = h.id and k.item_id = $2
     where h.tenant_id = $1 order by h.name, h.id`,
    [tenant, itemId],
  )
  return rows.map(({ country, ...place }) => ({ ...place, language: languageOfCountry(country) }))
}

/** A text of one channel in one language: whether it is told, and where its empty fields are looked for. */
export interface TextCell {
  readonly channelId: string
  readonly language: string
  readonly told: boolean
  /** In this order, without the text itself; what is found nowhere stays empty, a name is that of the item. */
  readonly fallback: readonly TextPlace[]
}

/** The languages in which something is said of an item or told of it, the given one first, and each channel's texts in them. */
export function textCells(
  places: readonly Pick<ItemPlace, 'channelId' | 'language' | 'languages'>[],
  standard: TextsByLanguage,
  own: readonly { readonly channelId: string; readonly language: string }[],
  first: string,
): { languages: string[]; cells: TextCell[] } {
  const said = [...Object.keys(standard), ...own.map(row => row.language)].sort()
  const languages = [
    ...new Set([first, ...places.map(place => place.language), ...places.flatMap(p => p.languages), ...said]),
  ]
  const byChannel = Map.groupBy(own, row => row.channelId)
  const cells = places.flatMap(({ channelId, language: company, languages: chosen }) => {
    const here = (byChannel.get(channelId) ?? []).map(row => row.language)
    const told = new Set(chosen.length > 0 ? chosen : [company, ...Object.keys(standard), ...here])
    return languages.map(language => ({
      channelId,
      language,
      told: told.has(language),
      fallback: textPlaces(language, company).slice(1),
    }))
  })
  return { languages, cells }
}

/** Where an item stands among others: its parent, how many children or parts it has. */
export interface ItemKin {
  readonly parent: { readonly id: string; readonly itemNumber: string; readonly name: string } | null
  /** Its values as a child: variation and value. */
  readonly values: readonly { readonly variation: string; readonly value: string }[]
  readonly children: number
  readonly parts: number
  /** Kits that it is a part of. */
  readonly kits: number
  /** The name of who makes it. */
  readonly manufacturer: string | null
}

/** Reads it in one statement. */
export async function kinOfItem(tx: Tx, tenant: string, itemId: string): Promise<ItemKin> {
  const [row] = await tx.query<ItemKin>(
    `select case when p.id is not null then json_build_object('id', p.id, 'itemNumber', p.item_number, 'name', p.name) end as parent,
       (select coalesce(json_agg(json_build_object('variation', v.name, 'value', w.name) order by v.sort, v.name), '[]')
        from child_value c
          join variation v on v.tenant_id = c.tenant_id and v.id = c.variation_id
          join variation_value w on w.tenant_id = c.tenant_id and w.id = c.value_id
        where c.tenant_id = $1 and c.item_id = $2) as values,
       (select count(*)::int from item k where k.tenant_id = $1 and k.parent_id = $2) as children,
       (select count(*)::int from kit_part k where k.tenant_id = $1 and k.kit_id = $2) as parts,
       (select count(*)::int from kit_part k where k.tenant_id = $1 and k.part_id = $2) as kits, m.name as manufacturer
     from item i
       left join item p on p.tenant_id = i.tenant_id and p.id = i.parent_id
       left join manufacturer m on m.tenant_id = i.tenant_id and m.id = i.manufacturer_id
     where i.tenant_id = $1 and i.id = $2`,
    [tenant, itemId],
  )
  return row ?? { parent: null, values: [], children: 0, parts: 0, kits: 0, manufacturer: null }
}

/** The values of characteristics that an item has, with their names. */
export function characteristicsOfItem(
  tx: Tx,
  tenant: string,
  itemId: string,
): Promise<{ characteristicId: string; characteristic: string; valueId: string; value: string }[]> {
  return tx.query(
    `select c.id as "characteristicId", c.name as characteristic, v.id as "valueId", v.name as value
     from item_characteristic k
       join characteristic_value v on v.tenant_id = k.tenant_id and v.id = k.value_id
       join characteristic c on c.tenant_id = v.tenant_id and c.id = v.characteristic_id
     where k.tenant_id = $1 and k.item_id = $2 order by c.sort, c.name, v.sort, v.name`,
    [tenant, itemId],
  )
}
