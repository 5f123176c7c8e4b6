// Masters of variations and their children, in both generations.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ItemState, Outgoing } from '../../port/outgoing.ts'
import { emptyShop, item, required, words } from './fixtures/pushing.ts'
import { connector } from './index.ts'

const name = (text: string) => ({ de: { name: text } })
const ref = (no: number) => ({ no, theirs: '' })
const value = (no: number, text: string) => ({ ref: ref(no), texts: name(text), sort: no })
const colour = { ref: ref(50), texts: name('Farbe'), values: [value(51, 'rot'), value(52, 'blau')] }
const size = { ref: ref(55), texts: name('Größe'), values: [value(56, 'S'), value(57, 'L')] }
const chosen = (colourNo: number, sizeNo: number) => [
  { variation: colour.ref, value: ref(colourNo) },
  { variation: size.ref, value: ref(sizeNo) },
]
const master = (children: ItemState['children'] = []) =>
  item(60, 'M', { variations: [colour, size], children })
const child = (no: number, sku: string, values: ItemState['chosen']): Outgoing<'item'> =>
  item(no, sku, { parent: ref(60), variations: [colour, size], ...(values ? { chosen: values } : {}) })
const red = child(61, 'M-1', chosen(51, 57))
const blue = child(62, 'M-2', chosen(52, 56))
const family = [
  { ref: red.ref, chosen: chosen(51, 57) },
  { ref: blue.ref, chosen: chosen(52, 56) },
]

for (const generation of [5, 3] as const) {
  test(`a master names its children: one row per child and variation (core ${generation})`, async t => {
    const { shop, sends, open } = await emptyShop(t, generation)
    const session = await open()
    const send = required(sends.item)
    assert.deepEqual(words(await send.send(session, [master(family)])), ['accepted'])
    assert.deepEqual(words(await send.send(session, [red, blue])), ['accepted', 'accepted'])
    const it = required(shop.item('M'))
    const idOf = (no: number) => shop.links('product').find(([, host]) => host === no)?.[0]
    const labelOf = (id?: string) =>
      it.variations?.flatMap(one => one.values).find(one => one.id === id)?.name
    assert.deepEqual(
      it.combinations?.map(row => [row.child, labelOf(row.valueId)]),
      [
        [61, 'rot'],
        [61, 'L'],
        [62, 'blau'],
        [62, 'S'],
      ],
    )
    assert.equal(shop.item('M-1')?.masterId, idOf(60))
    assert.deepEqual(shop.item('M-2')?.combinations, [], 'only a master has rows')
  })

  test(`variations that did not change are not built anew in the shop (core ${generation})`, async t => {
    const { shop, sends, open } = await emptyShop(t, generation)
    const session = await open()
    const send = required(sends.item)
    const built = () => shop.item('M')?.built
    await send.send(session, [master(family)])
    await send.send(session, [{ ...master(family), state: { ...master(family).state, taxRate: '7' } }])
    assert.equal(built(), 1, 'the checksum says that they are equal')
    await send.send(session, [master(family.slice(1))])
    assert.equal(built(), 2, 'another child')
    const more = { ...colour, values: [...colour.values, value(53, 'grün')] }
    await send.send(session, [item(60, 'M', { variations: [more, size], children: family.slice(1) })])
    assert.deepEqual([built(), shop.item('M')?.variations?.[0]?.values.length], [3, 3])
  })

  test(`where children have to come first, their master follows them in the same call (core ${generation})`, async t => {
    const flags = { var_combination_child_first: true }
    const { shop, sends, open } = await emptyShop(t, generation, {}, { flags })
    const session = await open()
    const send = required(sends.item)
    let seen = 0
    const pushed = () => {
      const fresh = shop.log.pushed.slice(seen).map(push => push.model['sku'])
      seen += fresh.length
      return fresh
    }
    await send.send(session, [master(family), red])
    assert.deepEqual(pushed(), ['M-1', 'M'])
    assert.deepEqual(words(await send.send(session, [blue])), ['accepted'])
    assert.deepEqual(pushed(), ['M-2', 'M'])
    await send.send(await open(), [blue])
    assert.deepEqual(pushed(), ['M-2'], 'another session knows nothing of it')
  })

  test(`a shop without combinations is sent children as items like others (core ${generation})`, async t => {
    const flags = { variation_combinations_supported: false }
    const { shop, sends, open, facts } = await emptyShop(t, generation, {}, { flags })
    const session = await open()
    const { parents } = required(connector.send?.item)
    assert.ok(typeof parents === 'function')
    assert.deepEqual([parents(facts()), parents({})], [false, true])
    // As the engine makes it where there is no place for parents.
    const { parent: _, ...alone } = red.state
    assert.deepEqual(words(await required(sends.item).send(session, [{ ...red, state: alone }])), [
      'accepted',
    ])
    const { isMaster, masterId, variations } = required(shop.item('M-1'))
    assert.deepEqual([isMaster, masterId, variations], [false, null, []])
  })
}
