import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import { channelFacts } from './channelFacts.ts'
import { readCharacteristics } from './characteristicStore.ts'
import { readManufacturers } from './manufacturers.ts'
import { byLanguage, type ChannelText, textFor } from './textFallback.ts'

/** What one channel is told of a manufacturer. */
export interface ManufacturerForChannel {
  readonly id: string
  readonly name: string
  readonly url?: string
  /** By ISO 639-1 language, each with the manufacturer's name. */
  readonly texts: Readonly<Record<string, ChannelText>>
}

/** What one channel is told of a characteristic, with all its values in their order. */
export interface CharacteristicForChannel {
  readonly id: string
  readonly sort: number
  readonly texts: Readonly<Record<string, ChannelText>>
  readonly values: readonly {
    readonly id: string
    readonly sort: number
    readonly texts: Readonly<Record<string, ChannelText>>
  }[]
}

type Place = readonly [tx: Tx, tenant: string, channelId: string, afterId: string, limit: number]

interface Wish {
  readonly channelId: string
  readonly ids: readonly string[]
  readonly now: Date
}

/**
 * What a channel is told of these manufacturers, in the order of the ids; undefined where no item is of it that the channel sells
 * or has sold. Throws CHANNEL_UNKNOWN.
 */
export async function manufacturersForChannel(
  tx: Tx,
  tenant: string,
  { channelId, ids, now }: Wish,
): Promise<(ManufacturerForChannel | undefined)[]> {
  const facts = await channelFacts(tx, tenant, channelId, now)
  const used = await usedIds(tx, manufacturerIsUsed, tenant, channelId, ids)
  const rows = await readManufacturers(tx, tenant, used)
  const found = new Map(
    rows.map(({ id, name, url, texts }) => {
      const wish = { languages: facts.languages, company: facts.language, itemName: name }
      return [id, { id, name, ...(url ? { url } : {}), texts: textFor(wish, {}, texts) }]
    }),
  )
  return ids.map(id => found.get(id))
}

/** The same of characteristics. */
export async function characteristicsForChannel(
  tx: Tx,
  tenant: string,
  { channelId, ids, now }: Wish,
): Promise<(CharacteristicForChannel | undefined)[]> {
  const facts = await channelFacts(tx, tenant, channelId, now)
  const used = await usedIds(tx, characteristicIsUsed, tenant, channelId, ids)
  const rows = await readCharacteristics(tx, tenant, used)
  const told = (name: string, texts: Readonly<Record<string, string>>) => {
    const said = Object.entries(texts).map(([language, name]) => ({ language, text: { name } }))
    const wish = { languages: facts.languages, company: facts.language, itemName: name }
    return textFor(wish, {}, byLanguage(said))
  }
  const found = new Map(
    rows.map(({ id, name, sort, texts, values }) => [
      id,
      {
        id,
        sort,
        texts: told(name, texts),
        values: values.map(value => ({
          id: value.id,
          sort: value.sort,
          texts: told(value.name, value.texts),
        })),
      },
    ]),
  )
  return ids.map(id => found.get(id))
}

/** The next manufacturers of a channel behind `afterId`: what a sweep walks through. */
export const nextManufacturersOf = (...place: Place) => nextUsed('manufacturer', manufacturerIsUsed, place)

/** The next characteristics of a channel behind `afterId`. */
export const nextCharacteristicsOf = (...place: Place) =>
  nextUsed('characteristic', characteristicIsUsed, place)

/** Manufacturers and characteristics of items that are new to a channel, and of their parents: they may be new there too. */
export async function toldAlong(tx: Tx, tenant: string, itemIds: readonly string[]): Promise<Changed> {
  if (itemIds.length === 0) return {}
  const rows = await tx.query<{ kind: 'manufacturer' | 'characteristic'; id: string }>(
    `with u as (
       select unnest($2::uuid[]) as id
       union select i.parent_id from item i where i.tenant_id = $1 and i.id = any($2::uuid[]) and i.parent_id is not null)
     select distinct 'manufacturer' as kind, i.manufacturer_id as id from u
       join item i on i.tenant_id = $1 and i.id = u.id where i.manufacturer_id is not null
     union
     select 'characteristic', v.characteristic_id from u
       join item_characteristic k on k.tenant_id = $1 and k.item_id = u.id
       join characteristic_value v on v.tenant_id = $1 and v.id = k.value_id
     order by kind, id`,
    [tenant, itemIds],
  )
  return Object.fromEntries(
    [...Map.groupBy(rows, row => row.kind)].map(([kind, list]) => [kind, list.map(row => row.id)]),
  )
}

// By items of the channel, or by parents of such items, whether they need it of them or not: that is told once too often at worst.
const manufacturerIsUsed = `(exists (select from item i
  join item_channel k on k.tenant_id = $1 and k.channel_id = $2 and k.item_id = i.id
  where i.tenant_id = $1 and i.manufacturer_id = m.id)
  or exists (select from item p join item i on i.tenant_id = $1 and i.parent_id = p.id
  join item_channel k on k.tenant_id = $1 and k.channel_id = $2 and k.item_id = i.id
  where p.tenant_id = $1 and p.manufacturer_id = m.id))`
const characteristicIsUsed = `(exists (select from characteristic_value v
  join item_characteristic h on h.tenant_id = $1 and h.value_id = v.id
  join item_channel k on k.tenant_id = $1 and k.channel_id = $2 and k.item_id = h.item_id
  where v.tenant_id = $1 and v.characteristic_id = m.id)
  or exists (select from characteristic_value v
  join item_characteristic h on h.tenant_id = $1 and h.value_id = v.id
  join item i on i.tenant_id = $1 and i.parent_id = h.item_id
  join item_channel k on k.tenant_id = $1 and k.channel_id = $2 and k.item_id = i.id
  where v.tenant_id = $1 and v.characteristic_id = m.id))`

async function usedIds(
  tx: Tx,
  isUsed: string,
  tenant: string,
  channelId: string,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select m.id from unnest($3::uuid[]) as m (id) where ${isUsed}`,
    [tenant, channelId, ids],
  )
  return rows.map(row => row.id)
}

async function nextUsed(
  table: 'manufacturer' | 'characteristic',
  isUsed: string,
  [tx, tenant, channelId, afterId, limit]: Place,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select m.id from ${table} m where m.tenant_id = $1 and m.id > $3 and ${isUsed} order by m.id limit $4`,
    [tenant, channelId, afterId, limit],
  )
  return rows.map(row => row.id)
}
