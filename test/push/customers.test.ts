// Customers whom the shop knows and who are changed here: it hears of what was changed, and of nothing else.
import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { setChannel } from '../../src/channels/channelStore.ts'
import { listRefused, releaseRefused } from '../../src/channels/refusedStore.ts'
import { type CustomerChange, changeCustomers, createCustomers } from '../../src/customers/changeCustomers.ts'
import { addAddresses, changeAddresses } from '../../src/customers/customerAddresses.ts'
import { mergeCustomers } from '../../src/customers/mergeCustomers.ts'
import { undoMerge } from '../../src/customers/undoMerge.ts'
import { matchWebCustomers } from '../../src/sales/takeOverStore.ts'
import { anonymisePersons } from '../../src/sync/person/anonymisePersons.ts'
import { tradeSources } from '../../src/sync/sources.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import type { Shape } from '../../testkit/reference/connector/shape.ts'
import { preview, run } from '../complete/previewing.ts'
import { act } from '../connect/connectWorld.ts'
import { openEntrances } from '../import/entrances.ts'
import { createPushWorld, sent } from './pushWorld.ts'

const { db } = await testDatabase({ after })
const by = { name: 'Eva', now: new Date('2026-11-20T10:00:00Z') }

test('a changed e-mail address and another place are told, all else goes back as the shop has it', async t => {
  const { shop, change, told, tell, due } = await open(t)
  const { id, account } = await shop.customer('Anna', { email: 'anna@old.example', company: 'Werk' })
  await change({ id, note: 'only ours', debtorNumber: '70001' })
  assert.deepEqual(await due(), [], 'the shop has no place for it')
  await change({ id, email: 'anna@new.example', phone: '030 1' })
  await shop.move(id, { street: 'Neue Str. 2', city: 'Ulm' })
  assert.deepEqual(sent(await tell(), 'customer'), { sent: 1, accepted: 1 })
  assert.deepEqual(told(account), {
    ...shop.reported(account),
    email: 'anna@new.example',
    phone: '030 1',
    street: 'Neue Str. 2',
    city: 'Ulm',
  })
  assert.deepEqual(await due(), [])
})

// A shop that gives out what was changed there.
const reporting = { inward: 'watermark' } as const

test('what merely differs, and what the shop reports, is never sent', async t => {
  const { shop, change, told, tell } = await open(t, reporting)
  const { id, account } = await shop.customer('Bea', { email: 'bea@example.com', lastName: 'Shopname' })
  await change({ id, lastName: 'Other', email: 'other@example.com' }, { silently: true })
  await change({ id, phone: '1' })
  await tell()
  assert.deepEqual(told(account), { ...shop.reported(account), phone: '1' })
  // A later report of the shop counts as told: only the new change goes, beside what they have now.
  await shop.reports(account, { city: 'Bonn', phone: '2' })
  assert.deepEqual(sent(await tell(), 'customer'), {})
  await change({ id, mobile: '0170' })
  await tell()
  assert.deepEqual(told(account), { ...shop.reported(account), city: 'Bonn', phone: '2', mobile: '0170' })
})

for (const leads of ['kontor', 'shop'] as const)
  test(`what was changed on both sides is as ${leads} says, where ${leads} leads`, async t => {
    const { shop, change, told, tell, world } = await open(t, reporting)
    await world.query(`update connection set leads = $2 where tenant_id = $1`, world.tenant, leads)
    const { id, account } = await shop.customer('Cleo', { email: 'c@example.com' })
    await change({ id, phone: 'ours', mobile: 'ours' })
    await shop.reports(account, { phone: 'theirs' })
    await tell()
    assert.deepEqual(
      [told(account)['phone'], told(account)['mobile']],
      [leads === 'kontor' ? 'ours' : 'theirs', 'ours'],
    )
  })

test('the one that goes on after a merge tells all accounts, and nobody signs in under another address by it', async t => {
  const { shop, change, told, tell, verb, world } = await open(t)
  const one = await shop.customer('Dora', { email: 'd1@example.com', city: 'Köln' })
  const two = await shop.customer('Dora', { email: 'd2@example.com', city: 'Bonn' })
  const { results } = await verb(tx =>
    mergeCustomers(tx, world.tenant, [{ into: one.id, from: [two.id] }], by),
  )
  await tell()
  assert.deepEqual([told(two.account)['city'], told(two.account)['email']], ['Köln', 'd2@example.com'])
  assert.deepEqual(told(one.account), {}, 'nothing is new to this one')
  await change({ id: one.id, phone: '7', email: 'd3@example.com' })
  await tell()
  assert.deepEqual(
    [one, two].map(({ account }) => [told(account)['phone'], told(account)['email']]),
    [
      ['7', 'd3@example.com'],
      ['7', 'd2@example.com'],
    ],
  )
  await verb(tx => undoMerge(tx, world.tenant, results[0]?.mergeId ?? '', by))
  await tell()
  assert.deepEqual([told(two.account)['city'], told(two.account)['email']], ['Bonn', 'd2@example.com'])
})

test('groups by what the channel calls them, a lock, and a group without a name there waits', async t => {
  const { shop, change, told, tell, world, channelId } = await open(t)
  const [dealers, staff] = await world.query<{ id: string }>(
    `insert into customer_group (tenant_id, id, name) select $1, gen_random_uuid(), n from unnest('{D,S}'::text[]) n returning id`,
    world.tenant,
  )
  await world.query(
    `insert into channel_customer_group (tenant_id, channel_id, their_id, customer_group_id) values ($1, $2, 'dealer', $3)`,
    world.tenant,
    channelId,
    dealers?.id,
  )
  const { id, account } = await shop.customer('Eva', {})
  await change({ id, groupId: dealers?.id ?? '', blocked: true })
  await tell()
  assert.deepEqual([told(account)['group'], told(account)['blocked']], ['dealer', true])
  await change({ id, groupId: staff?.id ?? '', phone: '9' })
  assert.equal((await tell()).figures['customer']?.parked, 1)
  const [held] = await world.query<{ code: string }>(
    `select rejected_code as code from channel_object where tenant_id = $1 and kind = 'customer'`,
    world.tenant,
  )
  assert.equal(held?.code, 'CUSTOMER_GROUP_NOT_MAPPED')
})

test('only a system that takes customers can be set to be sent them', async t => {
  const { world, channelId } = await createPushWorld(db, t)
  const set = (push: typeof world, channel: string, sendsCustomers: boolean) =>
    act<{ sendsCustomers: boolean; takesCustomers: boolean }>(push, 'channel.set', {
      channel,
      sendsCustomers,
    })
  const on = await set(world, channelId, true)
  assert.deepEqual([on.sendsCustomers, on.takesCustomers], [true, true])
  // The connector has the verb; the very shop has not, as it said of itself.
  const lacking = await createPushWorld(db, t, {}, connector => ({
    ...connector,
    withoutSending: () => ['customer'],
  }))
  await assert.rejects(set(lacking.world, lacking.channelId, true), { code: 'CUSTOMERS_NOT_OFFERED' })
  const off = await set(lacking.world, lacking.channelId, false)
  assert.deepEqual([off.sendsCustomers, off.takesCustomers], [false, false])
})

test('a channel that sends no customers is told of none, nor does it hear later of what was changed before', async t => {
  const { shop, change, tell, due, world, channelId, sweep } = await open(t, {}, false)
  const { id, account } = await shop.customer('Fay', {})
  const quiet = await shop.customer('Gil', {})
  await change({ id, phone: '1' })
  assert.deepEqual(await due(), [])
  await world.tx(tx => setChannel(tx, world.tenant, channelId, { sendsCustomers: true }))
  assert.deepEqual(sent(await tell(), 'customer'), {})
  // A complete synchronisation is asked for it; whom nobody changed it leaves alone.
  await sweep('customer', true)
  assert.deepEqual(sent(await tell(), 'customer'), { sent: 1, accepted: 1 })
  assert.deepEqual(shop.accounts(), [account])
  assert.notEqual(quiet.account, account)
})

test('nothing of a person who was forgotten is sent any more, and nothing of what was told stays', async t => {
  const { shop, change, tell, world, due } = await open(t)
  const { id } = await shop.customer('Hildegunde', { city: 'Hinterposemuckel' })
  await change({ id, phone: '0170 99887766' })
  await tell()
  await change({ id, mobile: '0170 99887755' })
  assert.equal((await due()).length, 1)
  const [done] = await anonymisePersons(db, world.tenant, [id], by)
  assert.equal(done?.did, 'anonymised')
  assert.deepEqual(await due(), [])
  const calls = shop.accounts().length
  await tell()
  assert.equal(shop.accounts().length, calls)
  const rows = await world.query<{ row: string }>(
    `select to_jsonb(o)::text as row from channel_object o where tenant_id = $1
     union all select to_jsonb(w)::text from web_customer w where tenant_id = $1
     union all select to_jsonb(j)::text from journal j where tenant_id = $1`,
    world.tenant,
  )
  assert.doesNotMatch(rows.map(one => one.row).join(), /Hildegunde|Hinterposemuckel|9988/)
  assert.doesNotMatch(world.log.join(), /Hildegunde|Hinterposemuckel|9988/)
})

test('who is forgotten between the look and the call is not sent', async t => {
  const { shop, change, lane, world, due } = await open(t)
  const { id } = await shop.customer('Jutta', {})
  await change({ id, phone: '1' })
  const accountsForChannel: typeof tradeSources.accountsForChannel = async (...of) => {
    const read = await tradeSources.accountsForChannel(...of)
    assert.equal(read.filter(Boolean).length, 1)
    await anonymisePersons(db, world.tenant, [id], by)
    return read
  }
  const end = await lane('feedback', { parts: { sources: { ...tradeSources, accountsForChannel } } })
  assert.deepEqual([sent(end, 'customer'), shop.accounts(), await due()], [{}, [], []])
})

test('a customer shows what each shop made of the change, and why it was refused', async t => {
  const { shop, change, tell, world, system, channelId } = await open(t)
  const { http } = await openEntrances(world, t)
  const { id } = await shop.customer('Lena', {})
  const shops = async () => {
    const { status, body, text } = await http('GET', `/customers/${id}`)
    assert.equal(status, 200, text)
    return body['shops'] as readonly Record<string, unknown>[]
  }
  assert.deepEqual(await shops(), [], 'nothing was changed of her')
  await change({ id, phone: '1' })
  assert.deepEqual(
    (await shops()).map(({ state, code }) => [state, code]),
    [['waiting', null]],
  )
  system.objects.refused.add('customer-1')
  await tell()
  const [refused] = await shops()
  assert.deepEqual(
    [refused?.['channelId'], refused?.['state'], refused?.['code']],
    [channelId, 'refused', 'REMOTE_VALIDATION'],
  )
  assert.match(String(refused?.['reason']), /The other side refused it/)
  assert.match(String(refused?.['remedy']), /Correct it/)
  assert.ok(refused?.['at'])

  system.objects.refused.clear()
  await change({ id, phone: '2' })
  await tell()
  assert.deepEqual(
    (await shops()).map(({ state, code, text, reason }) => [state, code, text, reason]),
    [['accepted', null, null, null]],
  )
})

test('journal, preview and what was refused name the customer and its fields, never what stands in them', async t => {
  const push = await open(t)
  const { shop, change, tell, world, system } = push
  const { id, account } = await shop.customer('Kunigunde', { city: 'Hinterposemuckel' })
  await change({ id, phone: '0170 99887766' })
  const dry = await run(push, { dryRun: true, only: ['customers'] })
  const { items } = await preview(push, dry.id)
  assert.deepEqual(
    items.map(one => [one.kind, one.name, one.action, one.changes.some(({ field }) => field === 'phone')]),
    [['customer', 'K-1', 'new', true]],
  )
  system.objects.refused.add('customer-1')
  await tell()
  const refused = await world.tx(tx => listRefused(tx, world.tenant, { limit: 5 }))
  assert.deepEqual(
    refused.map(one => [one.kind, one.name, one.code]),
    [['customer', 'K-1', 'REMOTE_VALIDATION']],
  )
  system.objects.refused.clear()
  const of = { tenant: world.tenant, channelId: push.channelId, object: 'customer' as const }
  const one = { ...of, connectionId: push.connectionId }
  await world.tx(tx =>
    releaseRefused(
      tx,
      one,
      refused.map(({ id }) => id),
    ),
  )
  await tell()
  assert.deepEqual(shop.accounts(), [account])
  const [journal] = await world.query<{ fields: { data: string[] } }>(
    `select fields from journal where tenant_id = $1 and result = 'accepted'`,
    world.tenant,
  )
  assert.ok(journal?.fields.data.includes('phone'))
  assert.doesNotMatch(JSON.stringify([items, journal, refused]), /Kunigunde|Hinterposemuckel|9988/)
})

for (const shape of [{}, { outward: 'tickets' }, { outward: 'wholeCall' }] satisfies Partial<Shape>[])
  test(`a lost answer, and one that is gone there (${JSON.stringify(shape)})`, async t => {
    const { shop, change, told, tell, world, system, due } = await open(t, shape)
    const { id, account } = await shop.customer('Ida', {})
    await change({ id, phone: '1' })
    system.faults.play('cutAfter', 'send', 2)
    await tell()
    await change({ id, phone: '2' })
    await world.query(`update due set not_before = null where tenant_id = $1`, world.tenant)
    await world.query(`update sync_lane set not_before = null where tenant_id = $1`, world.tenant)
    await tell()
    await system.settle()
    await tell()
    assert.equal(told(account)['phone'], '2')
    assert.deepEqual(await due(), [])
    system.records.forget(account)
    await change({ id, phone: '3' })
    await tell()
    await system.settle()
    await tell()
    const [row] = await world.query<{ code: string }>(
      `select rejected_code as code from channel_object where tenant_id = $1 and kind = 'customer'`,
      world.tenant,
    )
    assert.equal(row?.code, 'REMOTE_DELETED')
    assert.equal(shop.accounts().length, 1, 'nobody is made there')
  })

async function open(t: TestContext, shape: Partial<Shape> = {}, sends = true) {
  const push = await createPushWorld(db, t, shape)
  const { world, system, channelId, connectionId } = push
  const { tenant } = world
  if (sends) await world.tx(tx => setChannel(tx, tenant, channelId, { sendsCustomers: true }))
  let number = 0
  const reports = new Map<string, Record<string, string>>()
  const told = (account: string) =>
    system.objects.of('customer').find(one => one.id === account)?.fields ?? ({} as Record<string, unknown>)
  return {
    ...push,
    verb: push.change,
    change: (one: CustomerChange, { silently }: { silently?: true } = {}) =>
      push.change(async tx => {
        const done = await changeCustomers(tx, tenant, [one], by)
        if (silently) await tx.run(`update web_customer set stood = null where tenant_id = $1`, [tenant])
        return silently ? { ...done, changed: {} } : done
      }),
    told,
    tell: async () => push.lane('feedback'),
    due: () => push.due('customer'),
    shop: {
      accounts: () => system.objects.of('customer').map(one => one.id),
      /** What it reported of an account, in the words in which it is told. */
      reported: (account: string) => ({
        number: 'C-1',
        language: 'de',
        ...reports.get(account),
      }),
      /** Somebody signs up, and ordered: we know whose the account is. */
      customer: async (firstName: string, given: Record<string, string>) => {
        const { email = `${firstName.toLowerCase()}@example.com`, ...rest } = given
        const address = {
          company: '',
          firstName,
          lastName: 'Neumann',
          street: 'Weg 1',
          postcode: '10115',
          city: 'Berlin',
          country: 'DE',
          ...rest,
        }
        const account = system.add('customer', { number: 'C-1', email, language: 'de', address })
        const { company, ...said } = address
        reports.set(account, { ...said, ...(company ? { company } : {}), email })
        await push.lane('orders')
        const [made] = await world.tx(tx =>
          createCustomers(tx, tenant, [{ address: { ...address, email } }], {
            name: 'test',
            numbers: [`K-${++number}`],
          }),
        )
        const id = made?.id ?? ''
        await world.tx(tx =>
          matchWebCustomers(tx, tenant, [{ connectionId, externalId: account, customerId: id }]),
        )
        return { id, account }
      },
      move: async (customerId: string, address: Record<string, string>) => {
        const [book] = await world.query<{ id: string }>(
          `select id from customer_address where tenant_id = $1 and customer_id = $2`,
          tenant,
          customerId,
        )
        await push.change(tx => changeAddresses(tx, tenant, [{ id: book?.id ?? '', address }], by))
        // One that orders do not take for the bill says nothing of where somebody lives.
        await push.change(tx => addAddresses(tx, tenant, [{ customerId, address: { city: 'Rom' } }], by))
      },
      reports: async (account: string, change: Record<string, string>) => {
        const { email, ...address } = { ...reports.get(account), ...change }
        reports.set(account, { ...address, email: email ?? '' })
        system.records.change(account, { address, email })
        await push.lane('orders')
      },
    },
  }
}
