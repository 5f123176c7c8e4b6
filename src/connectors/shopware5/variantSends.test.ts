import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyShop, insideOf, item, refOf, required, stock, variation, words } from './fixtures/catalogue.ts'
import { catalogueSends as sends } from './sends.ts'

test('a parent holds a place for its children, which the first one takes as the main variant', async t => {
  const { shop, open, calls } = await emptyShop(t)
  const session = open()
  const parent = item(1, 'SH-0', { variations: [variation(10, 'Farbe', 'rot', 'blau')] })
  const [made] = await sends.item.send(session, [parent])
  const ref = refOf(1, made)
  assert.match(ref.theirs, /^\d+$/)
  const held = required(shop.variant('SH-0'))
  assert.equal(held['active'], false, 'nobody can buy the parent')
  const chosen = (value: number) => [{ variation: insideOf(made, 10), value: insideOf(made, value) }]
  const child = (no: number, number: string, value: number, offered: string) =>
    item(no, number, {
      parent: ref,
      chosen: chosen(value),
      stock: { offered, managed: true, oversell: false },
    })
  calls()
  const children = [child(2, 'SH-1', 11, '3'), child(3, 'SH-2', 12, '4')]
  const results = await sends.item.send(session, children)
  assert.deepEqual(words(results), ['accepted', 'accepted'])
  assert.equal(shop.variant('SH-0'), undefined)
  const [red, blue] = ['SH-1', 'SH-2'].map(number => required(shop.variant(number)))
  assert.equal(shop.row('articles', ref.theirs)?.['mainDetailId'], red?.['id'])
  assert.deepEqual(
    results.map(result => refOf(0, result).theirs),
    [`${ref.theirs}/${red?.['id']}`, `${ref.theirs}/${blue?.['id']}`],
  )
  assert.deepEqual(
    [red, blue].map(row => (required(row)['configuratorOptions'] as { name: string }[]).map(one => one.name)),
    [['rot'], ['blau']],
  )
  const known = children.map((one, at) => ({ ...one, ref: refOf(at + 2, results[at]) }))
  assert.deepEqual(await sends.item.send(session, known), results)
  assert.deepEqual(
    words(await sends.stock.send(session, [stock(ref, 'SH-0', '7')])),
    ['accepted'],
    'a parent has no quantity',
  )
  const named = known.map(({ ref: own, state }) => ({ ref: own, chosen: required(state.chosen) }))
  const again = { ...parent, ref, state: { ...parent.state, children: named } }
  assert.deepEqual(await sends.item.send(session, [again]), [made])
  assert.deepEqual([shop.rows('articles').length, shop.rows('variants').length], [1, 2])
  assert.deepEqual(await sends.item.find(session, [{ ...again, ref: { no: 1, theirs: '' } }]), [ref.theirs])
})

test('a value that is called otherwise now is told to the children that have it', async t => {
  const { shop, open } = await emptyShop(t)
  const session = open()
  const parent = item(1, 'SH-0', { variations: [variation(10, 'Farbe', 'rot', 'blau')] })
  const [made] = await sends.item.send(session, [parent])
  const ref = refOf(1, made)
  const chosen = [{ variation: insideOf(made, 10), value: insideOf(made, 11) }]
  const [first] = await sends.item.send(session, [item(2, 'SH-1', { parent: ref, chosen })])
  const children = [{ ref: refOf(2, first), chosen }]
  const renamed = { variations: [variation(10, 'Farbe', 'weinrot/tief', 'blau')], children }
  const [again] = await sends.item.send(session, [{ ...parent, ref, state: { ...parent.state, ...renamed } }])
  assert.equal(insideOf(again, 11).theirs, `${ref.theirs}/Farbe/weinrot%2Ftief`)
  const options = required(shop.variant('SH-1'))['configuratorOptions'] as { name: string }[]
  assert.deepEqual(
    options.map(one => one.name),
    ['weinrot/tief'],
  )
})

test('the next child takes the place of the parent where the shop refuses the first', async t => {
  const { shop, open } = await emptyShop(t)
  const session = open()
  const [made] = await sends.item.send(session, [
    item(1, 'SH-0', { variations: [variation(10, 'Farbe', 'rot', 'blau')] }),
  ])
  const ref = refOf(1, made)
  const child = (no: number, number: string, value: Parameters<typeof insideOf>[1]) =>
    item(no, number, {
      parent: ref,
      chosen: [{ variation: insideOf(made, 10), value: insideOf(made, value) }],
    })
  const unknownValue = item(2, 'SH-1', {
    parent: ref,
    chosen: [{ variation: insideOf(made, 10), value: { no: 77, theirs: `${ref.theirs}/Farbe/lila` } }],
  })
  const results = await sends.item.send(session, [unknownValue, child(3, 'SH-2', 12)])
  assert.deepEqual(words(results), ['REMOTE_VALIDATION', 'accepted'])
  assert.deepEqual(
    shop.rows('variants').map(row => row['number']),
    ['SH-2'],
  )
})

test('the family of a shop that was filled before is taken over with its children, whatever the parent is called here', async t => {
  const { shop, open } = await emptyShop(t)
  const session = open()
  const options = (option: string) => [{ group: 'Farbe', option }]
  const old = shop.putArticle({
    name: 'Schal',
    tax: 19,
    supplier: 'X',
    configuratorSet: { type: 0, groups: [{ name: 'Farbe', options: [{ name: 'rot' }, { name: 'blau' }] }] },
    mainDetail: { number: 'S-1', prices: [{ price: 1 }], configuratorOptions: options('rot') },
    variants: [{ number: 'S-2', prices: [{ price: 1 }], configuratorOptions: options('blau') }],
  })
  const [red, blue] = ['S-1', 'S-2'].map((number, at) => ({
    no: at + 2,
    theirs: `${old}/${required(shop.variant(number))['id']}`,
  }))
  const family = [variation(10, 'Farbton', 'rot', 'blau')]
  const chosen = (value: number) => [{ variation: { no: 10, theirs: '' }, value: { no: value, theirs: '' } }]
  const children = [
    { ref: required(red), chosen: chosen(11) },
    { ref: required(blue), chosen: chosen(12) },
  ]
  const [made] = await sends.item.send(session, [item(1, 'SCHAL', { variations: family, children })])
  assert.equal(refOf(1, made).theirs, old)
  const known = (no: number) => [{ variation: insideOf(made, 10), value: insideOf(made, no) }]
  const results = await sends.item.send(session, [
    item(2, 'S-1', { parent: refOf(1, made), chosen: known(11) }, red?.theirs),
    item(3, 'S-2', { parent: refOf(1, made), chosen: known(12) }, blue?.theirs),
  ])
  assert.deepEqual(words(results), ['accepted', 'accepted'])
  assert.deepEqual([shop.rows('articles').length, shop.rows('variants').length], [1, 2])
  assert.equal(shop.row('articles', old)?.['name'], 'Artikel SCHAL')
})

test('an item that stood alone becomes a child beside new ones, and stays the same variant', async t => {
  const { shop, open } = await emptyShop(t)
  const session = open()
  const [alone] = await sends.item.send(session, [item(2, 'S-1')])
  const own = refOf(2, alone)
  const chosen = [{ variation: { no: 10, theirs: '' }, value: { no: 11, theirs: '' } }]
  const parent = item(1, 'S-0', {
    variations: [variation(10, 'Farbe', 'rot', 'blau')],
    children: [{ ref: own, chosen }],
  })
  const [made] = await sends.item.send(session, [parent])
  const known = (no: number) => [{ variation: insideOf(made, 10), value: insideOf(made, no) }]
  const results = await sends.item.send(session, [
    item(3, 'S-2', { parent: refOf(1, made), chosen: known(12) }),
    item(2, 'S-1', { parent: refOf(1, made), chosen: known(11) }, own.theirs),
  ])
  assert.deepEqual(words(results), ['accepted', 'accepted'])
  assert.equal(refOf(2, results[1]).theirs, own.theirs)
  assert.deepEqual(
    shop.rows('variants').map(row => [row['number'], (row['configuratorOptions'] as unknown[]).length]),
    [
      ['S-1', 1],
      ['S-2', 1],
    ],
  )
})
