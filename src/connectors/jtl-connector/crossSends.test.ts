// What is shown beside products, on its way to a simulated shop.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { germanGlobals } from '../../../testkit/jtlConnector/globals.ts'
import type { Generation, Quirks } from '../../../testkit/jtlConnector/quirks.ts'
import type { ShopOptions } from '../../../testkit/jtlConnector/state.ts'
import type { LocalTexts, Outgoing } from '../../port/outgoing.ts'
import { emptyShop, item, required, words } from './fixtures/pushing.ts'
import { lacking } from './handshake.ts'

const ref = (no: number, theirs = '') => ({ no, theirs })
const accessories = { de: { name: 'Zubehör' } }

/** Beside the item of that number; groups by our numbers. */
function shown(
  of: number,
  groups: Readonly<Record<number, readonly number[]>>,
  texts: LocalTexts = accessories,
): Outgoing<'cross_selling'> {
  const said = Object.entries(groups).map(([no, items]) => ({
    group: ref(Number(no)),
    texts: Number(no) === 90 ? texts : { de: { name: `Gruppe ${no}` } },
    items: items.map(one => ref(one)),
  }))
  return { ref: ref(of + 100), place: '', state: { item: ref(of), groups: said } }
}

async function shopWithItems(
  t: Parameters<typeof emptyShop>[0],
  generation: Generation = 5,
  quirks: Partial<Quirks> = {},
  options: Partial<ShopOptions> = {},
) {
  const given = await emptyShop(t, generation, quirks, options)
  const session = await given.open()
  await required(given.sends.item).send(
    session,
    [11, 12, 13].map(no => item(no, `T-${no}`)),
  )
  const send = required(given.sends.cross_selling)
  const hosts = () => new Map(given.shop.links('product'))
  return {
    ...given,
    session,
    send,
    /** `11: 12 13`, by our numbers. */
    held: () =>
      given.shop
        .crossSellings()
        .map(
          one =>
            `${hosts().get(one.itemId)}: ${one.groups.flatMap(group => group.itemIds.map(id => hosts().get(id))).join(' ')}`,
        ),
  }
}

for (const generation of [5, 3] as const)
  test(`generation ${generation} stores it complete under the shop's own group, and answers with its id`, async t => {
    const { shop, send, session, held, calls } = await shopWithItems(t, generation)
    const first = await send.send(session, [shown(11, { 90: [13, 12] }), shown(12, { 90: [11] })])
    assert.deepEqual(
      first.map(one => one.result === 'accepted' && [one.proof, one.theirs !== '']),
      [
        ['stored', true],
        ['stored', true],
      ],
    )
    assert.deepEqual(held(), ['11: 13 12', '12: 11'])
    await send.send(session, [shown(11, { 90: [12] })])
    assert.deepEqual(held(), ['11: 12', '12: 11'])
    assert.deepEqual(
      shop.log.acked.filter(one => one.type === 'CrossSellingGroup').map(one => [one.endpoint, one.host]),
      [['1', 90]],
      'our number of the group is told once a session',
    )
    assert.equal(calls('global_data.pull'), 1)
    const [gone] = (await send.remove?.(session, [{ ref: ref(111), place: '', of: ref(11) }])) ?? []
    assert.equal(gone?.result, 'accepted')
    assert.deepEqual(held(), ['12: 11'])
  })

test('a group is found in any language and without regard to case; one that the shop lacks is left out or named', async t => {
  const { send, session, held } = await shopWithItems(t)
  const english = { en: { name: 'Accessories' }, de: { name: ' zubehör ' } }
  const results = await send.send(session, [
    shown(11, { 90: [12], 91: [13] }, english),
    shown(12, { 91: [11] }),
  ])
  assert.deepEqual(words(results), ['accepted', 'CROSS_SELLING_GROUP_UNKNOWN'])
  assert.deepEqual(held(), ['11: 12'])
  // It had one, and now only what the shop has no group for.
  const [theirs = ''] = results.map(one => (one.result === 'accepted' ? (one.theirs ?? '') : ''))
  const later = { ...shown(11, { 91: [13] }), ref: ref(111, theirs) }
  assert.deepEqual(words(await send.send(session, [later])), ['CROSS_SELLING_GROUP_UNKNOWN'])
  assert.deepEqual(held(), ['11: '])
})

test('a group that was made since the global data was read is found', async t => {
  const globals = { ...germanGlobals, crossSellingGroups: [{ id: '1', name: 'Zubehör' }] }
  const { shop, send, open, held, session } = await shopWithItems(t, 5, {}, { globals })
  await send.send(session, [shown(11, { 90: [12] })])
  globals.crossSellingGroups.push({ id: '2', name: 'Gruppe 91' })
  assert.equal(shop.crossSellings().length, 1)
  const next = await open()
  assert.deepEqual(words(await send.send(next, [shown(12, { 91: [11] })])), ['accepted'])
  assert.deepEqual(held(), ['11: 12', '12: 11'])
})

test('what the shop showed before us is taken over instead of standing there twice', async t => {
  const { shop, send, session, open, held } = await shopWithItems(t)
  await send.send(session, [shown(11, { 90: [12] })])
  shop.forget('cross_selling')
  const again = await send.send(await open(), [shown(11, { 90: [13] })])
  assert.deepEqual(words(again), ['accepted'])
  assert.deepEqual(held(), ['11: 13'])
})

test('an endpoint whose features say no is not asked', async t => {
  const { send, session, facts, calls } = await shopWithItems(t, 5, {}, { without: ['cross_selling'] })
  assert.ok(lacking(facts()).includes('cross_selling'))
  assert.deepEqual(words(await send.send(session, [shown(11, { 90: [12] })])), ['NOT_SUPPORTED'])
  assert.equal(calls('cross_selling.push'), 0)
})
