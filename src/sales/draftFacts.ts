import type { Tx } from '../base/database.ts'
import type { FoundItem } from '../catalog/findItems.ts'
import { numberKey } from '../catalog/findItems.ts'
import type { Address } from '../customers/address.ts'
import { liveCustomer } from '../customers/liveCustomer.ts'
import type { NewOrder } from './makeOrders.ts'

/** A customer as an order of theirs needs to know them. */
export interface DraftCustomer {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly blocked: boolean
  readonly groupId: string | null
  readonly language: string | null
  readonly vatId: string | null
  readonly business: boolean
  /** The addresses that new orders take. */
  readonly billing: Address | null
  readonly shipping: Address | null
}

export interface DraftCompany {
  readonly id: string
  readonly name: string
  readonly country: string
  readonly currency: string
  readonly timeZone: string
}

export interface DraftItem extends FoundItem {
  readonly name: string
  readonly taxClassId: string | null
}

/** What orders that are made here are compared with; read once for a whole list. */
export interface DraftFacts {
  readonly companies: ReadonlyMap<string, DraftCompany>
  readonly customers: ReadonlyMap<string, DraftCustomer>
  readonly channels: ReadonlyMap<string, { readonly connectionId: string; readonly companyId: string }>
  /** Minor digits by currency. */
  readonly currencies: ReadonlyMap<string, number>
  readonly countries: ReadonlySet<string>
  readonly taxClasses: ReadonlySet<string>
  readonly defaultTaxClass: string | null
  readonly defaultGroup: string | null
  /** So much a given total may differ from the lines. */
  readonly tolerance: string
  /** The items that a line may mean: one, none or several. */
  itemsOf(line: {
    readonly itemId?: string | undefined
    readonly sku?: string | undefined
  }): readonly DraftItem[]
  /** The name of an item in a language; its own name where it has none there. */
  nameOf(item: DraftItem, language: string | null): string
}

/** Reads what these orders name, in as many statements for one as for a thousand. */
export async function readDraftFacts(
  tx: Tx,
  tenant: string,
  orders: readonly NewOrder[],
): Promise<DraftFacts> {
  const lines = orders.flatMap(order => order.lines)
  const [customers, companies, channels, world, setting, items] = await Promise.all([
    readCustomers(tx, tenant, orders),
    tx.query<DraftCompany>(
      `select id, name, country, currency, time_zone as "timeZone" from company where tenant_id = $1 order by id`,
      [tenant],
    ),
    tx.query<{ id: string; connectionId: string; companyId: string }>(
      `select h.id, h.connection_id as "connectionId", c.company_id as "companyId"
       from channel h join connection c on c.tenant_id = h.tenant_id and c.id = h.connection_id
       where h.tenant_id = $1 and h.id = any($2::uuid[])`,
      [tenant, orders.flatMap(order => order.channelId ?? [])],
    ),
    readWorld(tx, orders),
    readSetting(tx, tenant),
    readItems(tx, tenant, lines),
  ])
  const byId = new Map(items.map(item => [item.id, item]))
  const byKey = Map.groupBy(items, item => numberKey(item.itemNumber))
  const languages = [...new Set(customers.flatMap(one => one.language ?? []))]
  const texts = new Map(
    languages.length === 0
      ? []
      : (await readNames(tx, tenant, [...byId.keys()], languages)).map(row => [
          `${row.id} ${row.language}`,
          row.name,
        ]),
  )
  return {
    companies: new Map(companies.map(row => [row.id, row])),
    customers: new Map(customers.map(row => [row.asked, row])),
    channels: new Map(channels.map(row => [row.id, row])),
    ...world,
    ...setting,
    itemsOf: ({ itemId, sku = '' }) => {
      if (itemId !== undefined) return byId.get(itemId) ? [byId.get(itemId) as DraftItem] : []
      const candidates = byKey.get(numberKey(sku)) ?? []
      const exact = candidates.filter(item => item.itemNumber === sku)
      return exact.length > 0 ? exact : candidates
    },
    nameOf: (item, language) => texts.get(`${item.id} ${language}`) ?? item.name,
  }
}

const address = `jsonb_strip_nulls(jsonb_build_object('salutation', nullif(x.salutation, ''), 'title', nullif(x.title, ''),
  'company', nullif(x.company, ''), 'firstName', nullif(x.first_name, ''), 'lastName', nullif(x.last_name, ''),
  'street', nullif(x.street, ''), 'extra', nullif(x.extra, ''), 'postcode', nullif(x.postcode, ''), 'city', nullif(x.city, ''),
  'state', nullif(x.state, ''), 'country', x.country, 'phone', nullif(x.phone, ''), 'email', nullif(x.email, '')))`

async function readCustomers(tx: Tx, tenant: string, orders: readonly NewOrder[]) {
  const ids = orders.flatMap(({ customer }) => ('id' in customer ? [customer.id] : []))
  if (ids.length === 0) return []
  const live = [...(await liveCustomer(tx, tenant, ids))]
  const one = (which: string) =>
    `(select ${address} from customer_address x where x.tenant_id = c.tenant_id and x.customer_id = c.id and x.${which}
      order by x.id limit 1)`
  return tx.query<DraftCustomer & { asked: string }>(
    `select u.asked, c.id, c.customer_number as number, c.name, c.blocked, c.group_id as "groupId", c.language,
       c.vat_id as "vatId", c.business,
       ${one('is_billing')} as billing, ${one('is_shipping')} as shipping
     from unnest($2::uuid[], $3::uuid[]) as u (asked, id) join customer c on c.tenant_id = $1 and c.id = u.id`,
    [tenant, live.map(([asked]) => asked), live.map(([, id]) => id)],
  )
}

async function readWorld(tx: Tx, orders: readonly NewOrder[]) {
  const given = orders.flatMap(order => [
    order.billing?.country,
    order.shipping?.country,
    'make' in order.customer ? order.customer.make.address.country : undefined,
  ])
  const [countries, currencies] = await Promise.all([
    tx.query<{ code: string }>(`select code from country where code = any($1::text[])`, [
      [...new Set(given.filter(Boolean))],
    ]),
    tx.query<{ code: string; digits: number }>(`select code, minor_digits as digits from currency`),
  ])
  return {
    countries: new Set(countries.map(row => row.code)),
    currencies: new Map(currencies.map(row => [row.code, row.digits])),
  }
}

async function readSetting(tx: Tx, tenant: string) {
  const [classes, [row]] = await Promise.all([
    tx.query<{ id: string; isDefault: boolean }>(
      `select id, is_default as "isDefault" from tax_class where tenant_id = $1 order by id`,
      [tenant],
    ),
    tx.query<{ tolerance: string; defaultGroup: string | null }>(
      `select coalesce((select difference_tolerance from total_rule where tenant_id = $1), 0.02)::text as tolerance,
         (select id from customer_group where tenant_id = $1 and is_default) as "defaultGroup"`,
      [tenant],
    ),
  ])
  return {
    taxClasses: new Set(classes.map(one => one.id)),
    defaultTaxClass: classes.find(one => one.isDefault)?.id ?? null,
    defaultGroup: row?.defaultGroup ?? null,
    tolerance: row?.tolerance ?? '0',
  }
}

function readItems(tx: Tx, tenant: string, lines: NewOrder['lines']): Promise<DraftItem[]> {
  const ids = [...new Set(lines.flatMap(line => line.itemId ?? []))]
  const keys = [...new Set(lines.flatMap(line => (line.itemId || !line.sku ? [] : [numberKey(line.sku)])))]
  if (ids.length + keys.length === 0) return Promise.resolve([])
  return tx.query<DraftItem>(
    `select i.id, i.item_number as "itemNumber", i.kind, i.blocked, i.name, i.tax_class_id as "taxClassId"
     from item i where i.tenant_id = $1 and i.id in (
       select x.id from item x where x.tenant_id = $1 and x.id = any($2::uuid[])
       union select x.id from item x where x.tenant_id = $1 and x.number_key = any($3::text[])) order by i.id`,
    [tenant, ids, keys],
  )
}

function readNames(tx: Tx, tenant: string, ids: readonly string[], languages: readonly string[]) {
  return tx.query<{ id: string; language: string; name: string }>(
    `select item_id as id, language, name from item_text
     where tenant_id = $1 and item_id = any($2::uuid[]) and language = any($3::text[]) and name <> ''`,
    [tenant, ids, languages],
  )
}
