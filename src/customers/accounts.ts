import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'

/** What a customer and an account at a shop both say. */
export const accountFields = [
  'company',
  'salutation',
  'title',
  'firstName',
  'lastName',
  'street',
  'extra',
  'postcode',
  'city',
  'state',
  'country',
  'phone',
  'mobile',
  'email',
  'vatId',
  'group',
  'blocked',
] as const
export type AccountField = (typeof accountFields)[number]

/** What one of both says; absent: it says nothing of it. `group` is ours with what we say, theirs with what they say; `blocked` true or false. */
export type Said = { readonly [F in AccountField]?: string | undefined }

/** Both sides as they were when they last agreed. `has`: what the shop accepted then, in its own words; absent: what it had reported. */
export interface Stood {
  readonly ours: Said
  readonly theirs: Said
  readonly has?: Said
}

// SQL: what customer `c` says, with the address that new orders take for the bill. Without one nothing is said of a place.
const saidOfCustomer = `jsonb_strip_nulls(jsonb_build_object('company', c.company, 'salutation', c.salutation, 'title', c.title,
  'firstName', c.first_name, 'lastName', c.last_name, 'phone', c.phone, 'mobile', c.mobile, 'email', c.email, 'vatId', coalesce(c.vat_id, ''),
  'group', coalesce(c.group_id::text, ''), 'blocked', c.blocked::text, 'street', a.street, 'extra', a.extra, 'postcode', a.postcode,
  'city', a.city, 'state', a.state, 'country', case when a.id is not null then coalesce(a.country, '') end))`
const withBook = `left join lateral (select b.* from customer_address b
  where b.tenant_id = c.tenant_id and b.customer_id = c.id and b.is_billing order by b.id desc limit 1) a on true`

// SQL: what the shop reported last of account `w`.
const saidOfAccount = `jsonb_strip_nulls(coalesce(w.record -> 'address', '{}') || jsonb_build_object('group', w.record -> 'group' ->> 'theirs',
  'blocked', w.record ->> 'blocked'))`

/** What the customers of accounts said before somebody changed them. */
export type SaidBefore = ReadonlyMap<string, { readonly said: string; readonly emailAgrees: boolean }>

/**
 * Before customers are changed, while they are held: of those of their accounts that agree with them, what both sides say is written
 * down, so that what is changed here can be told from what merely differs. For `toldAnew` and `keepEmails`.
 */
export async function saidBefore(
  tx: Tx,
  tenant: string,
  customerIds: readonly string[],
): Promise<SaidBefore> {
  if (customerIds.length === 0) return new Map()
  await tx.run(
    `update web_customer w set stood = jsonb_build_object('ours', ${saidOfCustomer}, 'theirs', ${saidOfAccount})
     from customer c ${withBook}
     where w.tenant_id = $1 and w.customer_id = any($2::uuid[]) and w.stood is null and c.tenant_id = $1 and c.id = w.customer_id`,
    [tenant, customerIds],
  )
  const rows = await tx.query<{ id: string; said: string; emailAgrees: boolean }>(
    `select w.id, (${saidOfCustomer})::text as said, w.stood -> 'ours' ->> 'email' = c.email as "emailAgrees"
     from web_customer w join customer c on c.tenant_id = w.tenant_id and c.id = w.customer_id ${withBook}
     where w.tenant_id = $1 and w.customer_id = any($2::uuid[])`,
    [tenant, customerIds],
  )
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}

/** The customers, as they are now, of whom accounts have something else to say than before. */
export async function toldAnew(tx: Tx, tenant: string, before: SaidBefore): Promise<Changed> {
  if (before.size === 0) return {}
  const rows = await tx.query<{ id: string; customerId: string; said: string }>(
    `select w.id, c.id as "customerId", (${saidOfCustomer})::text as said
     from web_customer w join customer c on c.tenant_id = w.tenant_id and c.id = w.customer_id ${withBook}
     where w.tenant_id = $1 and w.id = any($2::uuid[])`,
    [tenant, [...before.keys()]],
  )
  const anew = rows.filter(row => row.said !== before.get(row.id)?.said)
  return anew.length === 0 ? {} : { customer: [...new Set(anew.map(row => row.customerId))].sort() }
}

/**
 * After a merge or its undoing: who signs in under which e-mail address is not changed by that. Where nothing was waiting to be told
 * about it, the address that the customer has now counts as agreed upon.
 */
export async function keepEmails(tx: Tx, tenant: string, before: SaidBefore): Promise<void> {
  const ids = [...before].flatMap(([id, { emailAgrees }]) => (emailAgrees ? [id] : []))
  if (ids.length === 0) return
  await tx.run(
    `update web_customer w set stood = jsonb_set(w.stood, '{ours,email}', to_jsonb(c.email))
     from customer c where w.tenant_id = $1 and w.id = any($2::uuid[]) and w.stood is not null and c.tenant_id = $1 and c.id = w.customer_id`,
    [tenant, ids],
  )
}

/** An account at a shop with the customer whose it is. */
export interface AccountForChannel {
  readonly id: string
  readonly keyNo: number
  readonly theirs: string
  /** As the shop reported it last. */
  readonly record: Readonly<Record<string, unknown>>
  readonly ours: Said
  readonly reported: Said
  readonly stood: Stood | null
  /** How the channel calls the group of the customer; null: it is mapped to none of theirs. */
  readonly groupTheirs: string | null
}

/**
 * Accounts as a channel is told of them, in the order of the ids; undefined for those that it is told nothing of: guests, those of nobody
 * who is known, of persons who were forgotten, of other channels, and all of a channel that sends no customers.
 */
export async function accountsForChannel(
  tx: Tx,
  tenant: string,
  channelId: string,
  ids: readonly string[],
): Promise<(AccountForChannel | undefined)[]> {
  if (ids.length === 0) return []
  const rows = await tx.query<AccountForChannel>(
    `select w.id, l.key_no as "keyNo", w.external_id as theirs, w.record, ${saidOfCustomer} as ours, ${saidOfAccount} as reported, w.stood,
       m.their_id as "groupTheirs"
     from web_customer w
       join ledger l on l.tenant_id = w.tenant_id and l.id = w.id and l.forgotten_at is null
       join channel h on h.tenant_id = w.tenant_id and h.id = l.channel_id and h.sends_customers
       join customer c on c.tenant_id = w.tenant_id and c.id = w.customer_id and c.anonymised_at is null
       left join channel_customer_group m on m.tenant_id = c.tenant_id and m.channel_id = h.id and m.customer_group_id = c.group_id
       ${withBook}
     where w.tenant_id = $1 and w.id = any($3::uuid[]) and h.id = $2 and not coalesce((w.record ->> 'guest')::boolean, false)`,
    [tenant, channelId, ids],
  )
  const byId = new Map(rows.map(row => [row.id, row]))
  return ids.map(id => byId.get(id))
}

/** The next accounts of a channel that something was changed of here, in the order of their ids. */
export async function nextAccountsOf(
  tx: Tx,
  tenant: string,
  channelId: string,
  afterId: string,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select w.id from channel h join web_customer w on w.tenant_id = h.tenant_id and w.connection_id = h.connection_id
       join ledger l on l.tenant_id = w.tenant_id and l.id = w.id and l.channel_id = h.id
     where h.tenant_id = $1 and h.id = $2 and h.sends_customers and w.stood is not null and w.id > $3 order by w.id limit $4`,
    [tenant, channelId, afterId, limit],
  )
  return rows.map(row => row.id)
}
