// Every verb that changes customers marks exactly the accounts whose shop would hear something else, compared with a plain reckoning.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Changed } from '../../src/base/changed.ts'
import { type Tx, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { changeCustomers, createCustomers } from '../../src/customers/changeCustomers.ts'
import { addAddresses, changeAddresses, removeAddresses } from '../../src/customers/customerAddresses.ts'
import { mergeCustomers } from '../../src/customers/mergeCustomers.ts'
import { undoMerge } from '../../src/customers/undoMerge.ts'
import { markDue } from '../../src/sync/markDue.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { between, createChance } from '../../testkit/jtlConnector/chance.ts'
import { rounds } from '../rounds.ts'
import { someOf } from './dueWorld.ts'

const { db } = await testDatabase({ after })
const seed = Number(process.env.KONTOR_TEST_SEED ?? Math.floor(Math.random() * 1e9))
const by = { name: 'Eva', now: new Date('2026-11-20T10:00:00Z') }

test(`every verb marks exactly the accounts that say something else (seed ${seed})`, async () => {
  const chance = createChance(seed)
  const some = someOf(chance)
  const { tenant, channels } = await tradeWorld(db, { items: 1, channels: 3 })
  const tx = <T>(work: (tx: Tx) => Promise<T>) => transact(db, { tenant }, work)
  // The first two send customers; of the third nothing is ever told.
  const sending = channels.slice(0, 2).map(one => one.channel)
  await tx(one =>
    one.run(`update channel set sends_customers = true where tenant_id = $1 and id = any($2)`, [
      tenant,
      sending,
    ]),
  )
  const address = { street: 'Weg 1', city: 'Ulm', lastName: 'N', country: 'DE' }
  const made = await tx(one =>
    createCustomers(
      one,
      tenant,
      Array.from({ length: 12 }, (_, at) => ({
        address: { ...address, firstName: `V${at}`, email: `${at}@example.com` },
      })),
      { name: 'test', numbers: Array.from({ length: 12 }, (_, at) => `K-${at}`) },
    ),
  )
  const customers = made.map(one => one.id)
  let no = 0
  // Nine of them have accounts, some of them several, and at several shops.
  for (const customer of customers.slice(0, 9))
    for (let n = between(chance, 1, 3); n > 0; n--) {
      const { connection, channel } = some(channels)
      const row = [tenant, newId(), connection, `c-${++no}`, customer]
      await tx(async one => {
        await one.run(
          `insert into ledger (tenant_id, id, connection_id, channel_id, kind, key_no, external_id, outcome, first_seen_at, changed_at)
           values ($1, $2, $3, $6, 'customer', $5, $4, 'staged', now(), now())`,
          [...row.slice(0, 4), no, channel],
        )
        await one.run(
          `insert into web_customer (tenant_id, id, connection_id, external_id, name, customer_id, record, changed_at)
           values ($1, $2, $3, $4, 'N', $5, '{"address":{"lastName":"Elsewhere"}}', now())`,
          row,
        )
      })
    }
  const accounts = await tx(one =>
    one.query<{ id: string; channel: string }>(
      `select w.id, l.channel_id as channel from web_customer w join ledger l on l.tenant_id = w.tenant_id and l.id = w.id where w.tenant_id = $1`,
      [tenant],
    ),
  )
  const merges: string[] = []
  const books = (one: Tx) =>
    one.query<{ id: string }>(`select id from customer_address where tenant_id = $1 order by id`, [tenant])
  const city = () => some(['Ulm', 'Bonn', 'Köln'])
  type Verb = (one: Tx) => Promise<Changed>
  const verbs: Readonly<Record<string, Verb>> = {
    fields: async one => {
      const change = some([
        { phone: some(['', '1', '2']) },
        { email: `${between(chance, 0, 3)}@new.example`, vatId: some(['', 'DE136695976']) },
        { lastName: some(['N', 'M']), blocked: chance() < 0.5 },
        {
          note: String(chance()),
          debtorNumber: '',
          fax: String(between(chance, 0, 9)),
          language: some(['de', 'en']),
        },
      ])
      const ids = [some(customers), some(customers)]
      return (
        await changeCustomers(
          one,
          tenant,
          [...new Set(ids)].map(id => ({ id, ...change })),
          by,
        )
      ).changed
    },
    add: async one => {
      const uses = { billing: some([true, false, undefined]), shipping: true }
      const added = {
        customerId: some(customers),
        address: { ...address, city: city(), extra: String(between(chance, 0, 4)) },
      }
      return (await addAddresses(one, tenant, [{ ...added, ...uses }], by)).changed
    },
    change: async one => {
      const id = some(await books(one))?.id ?? newId()
      const change = {
        id,
        billing: some([true, undefined]),
        address: { city: city(), phone: some(['', '3']) },
      }
      return (await changeAddresses(one, tenant, [change], by)).changed
    },
    remove: async one =>
      (await removeAddresses(one, tenant, [some(await books(one))?.id ?? newId()], by)).changed,
    merge: async one => {
      const [into, from] = [some(customers), some(customers)]
      const { results, changed } = await mergeCustomers(one, tenant, [{ into, from: [from] }], by)
      merges.push(...results.map(result => result.mergeId))
      return changed
    },
    undo: async one => (await undoMerge(one, tenant, merges.at(-1) ?? newId(), by)).changed,
  }
  const seen = new Map<string, number>()
  // By chance a few rounds may change nothing that a shop hears.
  for (let round = 0; round < rounds(6) || (round < 50 && seen.size < 4); round++)
    for (const [name, verb] of Object.entries(verbs)) {
      await tx(one => one.run('delete from due where tenant_id = $1', [tenant]))
      const before = await plainly()
      const done = await tx(async one => {
        await markDue(one, tenant, await verb(one), 'test')
        return true
      }).catch(refusedByRule)
      if (!done) continue
      const now = await plainly()
      const expected = accounts
        .filter(({ id, channel }) => before.get(id) !== now.get(id) && sending.includes(channel))
        .map(({ id }) => id)
      const marked = await tx(one =>
        one.query<{ id: string }>(
          `select object_id as id from due where tenant_id = $1 and kind = 'customer'`,
          [tenant],
        ),
      )
      // All accounts of a customer are marked together: one of two that are one now may have nothing to hear.
      const owners = await tx(one =>
        one.query<{ id: string; owner: string }>(
          `select id, customer_id as owner from web_customer where tenant_id = $1`,
          [tenant],
        ),
      )
      const ownerOf = new Map(owners.map(row => [row.id, row.owner]))
      const anew = new Set(
        accounts.filter(({ id }) => before.get(id) !== now.get(id)).map(({ id }) => ownerOf.get(id)),
      )
      const allowed = new Set(
        accounts
          .filter(({ id, channel }) => anew.has(ownerOf.get(id)) && sending.includes(channel))
          .map(({ id }) => id),
      )
      const ids = marked.map(row => row.id).sort()
      for (const id of expected)
        assert.ok(ids.includes(id), `${name} did not mark an account (round ${round})`)
      for (const id of ids)
        assert.ok(allowed.has(id), `${name} marked an account for nothing (round ${round})`)
      if (expected.length > 0) seen.set(name, (seen.get(name) ?? 0) + 1)
    }
  assert.ok(seen.size >= 4, `only these changed anything for a shop: ${[...seen.keys()]}`)

  // What an account would say of its customer, read without any of the code that decides it.
  async function plainly(): Promise<ReadonlyMap<string, string>> {
    const rows = await tx(one =>
      one.query<{ id: string; c: Record<string, unknown>; books: Record<string, unknown>[] }>(
        `select w.id, to_jsonb(c) as c, (select coalesce(jsonb_agg(a order by a.id), '[]') from customer_address a
           where a.tenant_id = c.tenant_id and a.customer_id = c.id and a.is_billing) as books
         from web_customer w join customer c on c.tenant_id = w.tenant_id and c.id = w.customer_id where w.tenant_id = $1`,
        [tenant],
      ),
    )
    return new Map(
      rows.map(({ id, c, books }) => {
        const book = books.at(-1)
        const own = [
          'company',
          'salutation',
          'title',
          'first_name',
          'last_name',
          'email',
          'phone',
          'mobile',
          'vat_id',
          'group_id',
          'blocked',
        ]
        const place = ['street', 'extra', 'postcode', 'city', 'state', 'country']
        return [
          id,
          JSON.stringify([own.map(name => c[name] ?? ''), book && place.map(name => book[name] ?? '')]),
        ]
      }),
    )
  }
})

// A verb that refuses what chance asked of it has changed nothing.
function refusedByRule(error: unknown): false {
  if (error instanceof Error && 'code' in error && /^[A-Z_]+$/.test(String(error.code))) return false
  throw error
}
