// What the inbox shows of each web order: checks, the customer that fits, what is in the way, in words.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newId } from '../../src/base/ids.ts'
import { matchKeys } from '../../src/customers/matchKeys.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import type { ShopOrder } from '../../testkit/jtlConnector/shopData.ts'
import { openEntrances } from '../import/entrances.ts'
import { createWorld } from '../import/world.ts'

const { db } = await testDatabase({ after })
const world = await createWorld(db, { after })
const spoiled: readonly ((order: ShopOrder) => ShopOrder)[] = [
  order => order,
  order => ({ ...order, totalGross: '9999.99' }),
  order => ({ ...order, currency: 'ZZZ' }),
  order => order,
  order => order,
]
const contents = generateShop({ orders: spoiled.length, items: 4, customers: 5, seed: 121 })
const orders = contents.orders.map((order, index) => spoiled[index]?.(order) ?? order)
const { id: connectionId } = await world.openShop({ ...contents, orders, payments: [], name: 'Herzstück' })
await world.sync()
const { http, terminal } = await openEntrances(world, { after })

interface Row {
  readonly id: string
  readonly externalNumber: string
  readonly customer: string
  readonly checks: Record<string, string>
  readonly match: Record<string, unknown> | null
  readonly candidates: number
  readonly firstBlocker: { code: string; reason: string; remedy: string } | null
  readonly assigned: { customerId: string; by: string } | null
}
const rows = async (query = '') => (await http('GET', `/inbox${query}`)).body['items'] as Row[]

test('each row says which of the seven checks is open, and the first blocker in words', async () => {
  const all = await rows()
  assert.equal(all.length, 4, 'a parked order is not in the inbox')
  const wrong = all.filter(row => row.firstBlocker !== null)
  assert.deepEqual(
    wrong.map(row => [row.firstBlocker?.code, row.checks['total']]),
    [['TOTAL_MISMATCH', 'ask']],
  )
  assert.match(wrong[0]?.firstBlocker?.reason ?? '', /9999\.99/)
  for (const row of all)
    assert.deepEqual(Object.keys(row.checks), [
      'customer',
      'address',
      'item',
      'tax',
      'payment',
      'shipping',
      'total',
    ])
})

test('the counts equal the lengths of the lists that they open, and add up', async () => {
  const { items } = (await http('GET', '/inbox/counts')).body as { items: { state: string; count: number }[] }
  const counts = Object.fromEntries(items.map(one => [one.state, one.count]))
  for (const state of ['all', 'ready', 'open', 'pending', 'confirm'])
    assert.equal((await rows(`?state=${state}`)).length, counts[state], state)
  assert.deepEqual(counts, { all: 4, ready: 3, open: 1, pending: 0, confirm: 0, parked: 1 })
})

test('an order is found by a part of its number, its customer or an item, at both entrances', async () => {
  const [first] = await rows()
  assert.ok(first)
  for (const search of [first.externalNumber, first.customer.toUpperCase().slice(0, 6)])
    assert.ok(
      (await rows(`?search=${encodeURIComponent(search)}`)).some(row => row.id === first.id),
      search,
    )
  assert.deepEqual(await rows('?search=nowhere'), [])
  const typed = await terminal('inbox', 'list', '--search', first.externalNumber, '--json')
  const asked = await http('GET', `/inbox?search=${encodeURIComponent(first.externalNumber)}`)
  assert.deepEqual(JSON.parse(typed.out), asked.body)
})

test('a customer is recognised by link, by e-mail with last name, by name and street; a person has the last word', async () => {
  const [one, two, three] = (await rows()).map(row => row.id)
  assert.ok(one && two && three)
  const facts = await world.query<{ id: string; externalId: string | null; address: Record<string, string> }>(
    `select id, customer_external_id as "externalId", record -> 'billing' as address from web_order where state = 'staged'`,
  )
  const customers = { link: newId(), email_name: newId(), name_address: newId(), other: newId() }
  await world.tx(async tx => {
    for (const [how, id] of Object.entries(customers))
      await tx.run(`insert into customer (tenant_id, id, customer_number, name) values ($1, $2, $3, $4)`, [
        world.tenant,
        id,
        `K-${how}`,
        how,
      ])
    for (const [order, how] of [
      [one, 'link'],
      [two, 'email_name'],
      [three, 'name_address'],
    ] as const) {
      const own = facts.find(fact => fact.id === order)
      const key = matchKeys({
        connectionId,
        externalId: own?.externalId ?? 'X',
        address: own?.address,
      }).find(candidate => candidate.how === how)
      assert.ok(key, how)
      if (how === 'link' && !own?.externalId)
        await tx.run(`update web_order set customer_external_id = 'X' where id = $1`, [order])
      // Of one the mailbox is known, of the other the house.
      const { firstName = '', lastName = '', email = '', street = '', postcode = '' } = own?.address ?? {}
      if (how === 'email_name')
        await tx.run(
          `update customer set first_name = $3, last_name = $4, email = $5 where tenant_id = $1 and id = $2`,
          [world.tenant, customers[how], firstName, lastName, email],
        )
      if (how === 'name_address')
        await tx.run(
          `insert into customer_address (tenant_id, id, customer_id, address_hash, first_name, last_name, street, postcode)
           values ($1, $2, $3, $2, $4, $5, $6, $7)`,
          [world.tenant, newId(), customers[how], firstName, lastName, street, postcode],
        )
      await tx.run(
        `insert into customer_key (tenant_id, key, customer_id) values ($1, $2, $3) on conflict do nothing`,
        [world.tenant, key.key, customers[how]],
      )
    }
  })
  const matched = new Map((await rows()).map(row => [row.id, row]))
  assert.equal(matched.get(one)?.match?.['how'], 'link')
  assert.equal(matched.get(one)?.match?.['score'], 100)
  assert.deepEqual([matched.get(two)?.match?.['number'], matched.get(two)?.candidates], ['K-email_name', 1])
  const best = matched.get(three)?.match
  const because = (best?.['because'] ?? []) as { code: string; reason: string }[]
  assert.deepEqual([best?.['how'], best?.['score']], ['name_address', 85])
  assert.deepEqual(
    because.map(one => [one.code, one.reason]),
    [
      ['NAME_SAME', 'same name'],
      ['HOUSE_SAME', 'same address'],
    ],
  )

  await world.tx(tx =>
    tx.run(`update web_order set assigned_customer_id = $1, assigned_by = 'Maren' where id = $2`, [
      customers.other,
      two,
    ]),
  )
  const chosen = (await rows()).find(row => row.id === two)
  assert.deepEqual(chosen?.assigned, { customerId: customers.other, by: 'Maren' })
  assert.equal(chosen?.match?.['how'], 'person')

  const shown = (await http('GET', `/inbox/${two}`)).body
  const [candidate] = shown['candidates'] as { same: Record<string, boolean>; orders: number }[]
  assert.deepEqual([candidate?.same['email'], candidate?.orders], [true, 0])
})
