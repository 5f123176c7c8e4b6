import type { Tx } from '../base/database.ts'
import { channelOffer } from '../catalog/channelOffer.ts'
import { listCustomerGroups } from '../catalog/customerGroups.ts'
import type { Channel, Connection } from '../channels/connectionStore.ts'
import { listMaps, reportsOf } from '../channels/mapStore.ts'
import { listPlaces } from '../channels/offerMaps.ts'
import { listTerms, type Term } from '../channels/termStore.ts'
import { listCarriers } from '../sales/carrierStore.ts'
import { normalRate } from '../sales/checkWebOrder.ts'
import { listMethods, type MethodKind, methodsSeen } from '../sales/methods.ts'

/** Lists that a person maps, and lists that match by what they say themselves (rate, ISO code). */
export const mappedLists = [
  'customer_group',
  'price_type',
  'payment_method',
  'shipping_method',
  'carrier',
] as const
export const matchedLists = ['tax_rate', 'currency', 'language'] as const
export type MappedList = (typeof mappedLists)[number]

/** One named thing of the other side, and what of ours it is. */
export interface MapRow {
  readonly list: MappedList | (typeof matchedLists)[number]
  readonly theirs: string
  readonly name: string
  /** Id of ours, or the rate or code itself; null: not mapped. */
  readonly ours: string | null
  readonly oursName: string | null
  /** Ours of the same name: applied by nobody but a person. */
  readonly proposal: { readonly id: string; readonly name: string } | null
  /** Whether something does not work without it. */
  readonly needed: boolean
  /** The system does not name it any more. */
  readonly gone: boolean
}

/** All that a channel maps, by list: what the system named, and what its orders say. */
export async function mapRows(
  tx: Tx,
  tenant: string,
  connection: Connection,
  channel: Channel,
): Promise<MapRow[]> {
  const terms = await listTerms(tx, tenant, connection.id)
  return [
    ...(await groupRows(tx, tenant, channel, terms)),
    ...(await priceTypeRows(tx, tenant, channel, terms)),
    ...(await methodRows(tx, tenant, channel, terms, 'payment_method')),
    ...(await methodRows(tx, tenant, channel, terms, 'shipping_method')),
    ...(await carrierRows(tx, tenant, channel, terms)),
    ...(await matchedRows(tx, tenant, connection)),
  ]
}

/** How many things the channels of a connection name that may be mapped, and how many needed mappings they lack. */
export async function countMaps(
  tx: Tx,
  tenant: string,
  connection: Connection,
): Promise<{ readonly named: number; readonly missing: number }> {
  const rows: MapRow[] = []
  for (const channel of connection.channels) // most connections have one
    rows.push(...(await mapRows(tx, tenant, connection, channel)))
  return { named: rows.length, missing: rows.filter(row => row.needed && row.ours === null).length }
}

async function groupRows(
  tx: Tx,
  tenant: string,
  channel: Channel,
  terms: readonly Term[],
): Promise<MapRow[]> {
  const { groups } = await channelOffer(tx, tenant, channel.id)
  const ours = await listCustomerGroups(tx, tenant)
  const taken = new Set(groups.map(group => group.customerGroupId))
  const theirs = namedBy(
    terms.filter(term => term.list === 'customer_group'),
    groups.map(group => group.theirId),
  )
  return theirs.map(({ theirs: id, name, gone }) => {
    const mapped = groups.find(group => group.theirId === id)
    const same = ours.find(group => !taken.has(group.id) && equalNames(group.name, name))
    return {
      list: 'customer_group',
      theirs: id,
      name,
      ours: mapped?.customerGroupId ?? null,
      oursName: mapped?.group ?? null,
      proposal: mapped || !same ? null : { id: same.id, name: same.name },
      needed: true,
      gone,
    }
  })
}

/** Ours of a price type: the price for everyone. Any other is that of a customer group, by its id. */
export const everyone = 'everyone'

// A price type has one price of ours; a price of ours may go under several.
async function priceTypeRows(
  tx: Tx,
  tenant: string,
  channel: Channel,
  terms: readonly Term[],
): Promise<MapRow[]> {
  const maps = (await listMaps(tx, tenant, [channel.id])).filter(entry => entry.list === 'price_type')
  const named = terms.filter(term => term.list === 'price_type')
  if (named.length + maps.length === 0) return []
  const ours = await listCustomerGroups(tx, tenant)
  const rows = namedBy(
    named,
    maps.map(entry => entry.theirs),
  )
  return rows.map(({ theirs, name, gone }) => {
    const mapped = maps.find(entry => entry.theirs === theirs)?.ours ?? null
    const same = ours.find(group => equalNames(group.name, name))
    const proposed = same ?? (rows.length === 1 ? { id: everyone, name: everyone } : undefined)
    return {
      list: 'price_type',
      theirs,
      name,
      ours: mapped,
      oursName: mapped === null ? null : (ours.find(group => group.id === mapped)?.name ?? mapped),
      proposal: mapped !== null || gone || !proposed ? null : { id: proposed.id, name: proposed.name },
      needed: !gone && maps.length === 0, // one of them has to have a price
      gone,
    }
  })
}

// Several carriers of ours may be one of theirs: their codes, with commas.
async function carrierRows(
  tx: Tx,
  tenant: string,
  channel: Channel,
  terms: readonly Term[],
): Promise<MapRow[]> {
  const places = await listPlaces(tx, tenant, { channelId: channel.id, list: 'carrier' })
  const named = terms.filter(term => term.list === 'carrier')
  if (named.length + places.length === 0) return []
  const ours = await listCarriers(tx, tenant)
  const taken = new Set(places.map(one => one.ours))
  return namedBy(
    named,
    places.map(one => one.theirs),
  ).map(({ theirs, name, gone }) => {
    const mapped = places.filter(one => one.theirs === theirs).map(one => one.ours)
    const same = ours.find(
      one =>
        !taken.has(one.code) &&
        [one.name, one.code].some(word => [name, theirs].some(of => equalNames(word, of))),
    )
    return {
      list: 'carrier',
      theirs,
      name,
      ours: mapped.length > 0 ? mapped.join(',') : null,
      oursName:
        mapped.length > 0
          ? mapped.map(code => ours.find(one => one.code === code)?.name ?? code).join(', ')
          : null,
      proposal: mapped.length > 0 || gone || !same ? null : { id: same.code, name: same.name },
      needed: false,
      gone,
    }
  })
}

async function methodRows(
  tx: Tx,
  tenant: string,
  channel: Channel,
  terms: readonly Term[],
  list: MethodKind,
): Promise<MapRow[]> {
  const maps = (await listMaps(tx, tenant, [channel.id])).filter(entry => entry.list === list)
  const ours = await listMethods(tx, tenant, list)
  const named = terms.filter(term => term.list === list)
  const seen = await methodsSeen(tx, tenant, channel.id, list)
  const others = [...maps.map(entry => entry.theirs), ...seen].filter(
    one => !named.some(term => term.name === one),
  )
  const needed = list === 'payment_method' ? channel.checksPayment : channel.checksShipping
  return namedBy(named, others).map(({ theirs, name, gone }) => {
    const mapped = ours.find(method => method.id === maps.find(entry => entry.theirs === theirs)?.ours)
    const same = ours.find(method => equalNames(method.name, name) || equalNames(method.code, name))
    return {
      list,
      theirs,
      name,
      ours: mapped?.id ?? null,
      oursName: mapped?.name ?? null,
      proposal: mapped || !same ? null : { id: same.id, name: same.name },
      needed,
      gone,
    }
  })
}

async function matchedRows(tx: Tx, tenant: string, connection: Connection): Promise<MapRow[]> {
  const { taxRates = [], currencies = [], languages = [] } = await reportsOf(tx, tenant, connection.id)
  const rates = await tx.query<{ country: string; rate: string }>(
    'select distinct country, rate::text as rate from tax_rate where tenant_id = $1',
    [tenant],
  )
  const codes = await tx.query<{ code: string }>('select code from currency where code = any($1::text[])', [
    currencies,
  ])
  const row = (list: MapRow['list'], name: string, known: boolean): MapRow => ({
    list,
    theirs: name,
    name,
    ours: known ? name : null,
    oursName: known ? name : null,
    proposal: null,
    needed: true,
    gone: false,
  })
  const hasRate = (rate: string, country: string | undefined) =>
    !/[1-9]/.test(rate) || // 0 % needs no setting up
    rates.some(
      one =>
        normalRate(one.rate) === normalRate(rate) &&
        (!country || [country, connection.companyCountry].includes(one.country)),
    )
  return [
    ...taxRates.map(({ rate, country }) =>
      row('tax_rate', country ? `${rate} ${country}` : rate, hasRate(rate, country)),
    ),
    ...currencies.map(code =>
      row(
        'currency',
        code,
        codes.some(one => one.code === code),
      ),
    ),
    ...languages.map(code => row('language', code, true)), // texts are kept in any language
  ]
}

// What the system named, and what is only known by its id.
function namedBy(
  terms: readonly Term[],
  others: readonly string[],
): { theirs: string; name: string; gone: boolean }[] {
  const isUsed = new Set(others)
  const all = new Map(
    terms
      .filter(term => !term.gone || isUsed.has(term.theirs))
      .map(({ theirs, name, gone }) => [theirs, { theirs, name: name || theirs, gone }]),
  )
  for (const one of others) if (!all.has(one)) all.set(one, { theirs: one, name: one, gone: false })
  return [...all.values()]
}

function equalNames(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase()
}
