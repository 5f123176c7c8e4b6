import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pictureOf } from '../../../testkit/contract/samples.ts'
import { Refused } from '../../port/errors.ts'
import type { Outgoing } from '../../port/outgoing.ts'
import { failureOf } from './fixtures/fakeShop.ts'
import { ref, shopOf, tee, texts } from './fixtures/simulatedShop.ts'
import { connector } from './index.ts'

const elder = { kArtikel: '10', cArtNr: 'ELDER', cName: 'of another ERP' }
const known = (no: number, key: number) => ({ no, theirs: String(key) })

test('keys begin above those of another ERP, in whatever is sent and taken away', async t => {
  const { shop, send, session } = await shopOf(t, '5.4', { firstKey: '1000001' })
  shop.insert('tartikel', elder)
  shop.insert('tkategorie', { kKategorie: '20', cName: 'of another ERP' })
  await send('category', [{ ref: ref(20), state: { active: true, sort: 1, texts: texts('Tee') } }])
  const sort = { sort: 1, texts: texts('Sorte'), values: [{ ref: ref(41), texts: texts('grün'), sort: 1 }] }
  const [described] = await send('characteristic', [{ ref: ref(40), state: sort }])
  assert.deepEqual(described?.result === 'accepted' && [described.theirs, described.nested], [
    '1000040',
    [{ no: 41, theirs: '1000041' }],
  ])
  // Words that people choose for attributes are no names of things.
  const attributes = { no: '5', theirs: 'x' }
  const state = { ...tee, attributes, manufacturer: { ref: ref(30) } }
  const [result] = await send('item', [{ ref: ref(10), state }])
  assert.equal(result?.result === 'accepted' && result.theirs, '1000010')
  const image = {
    of: known(10, 1000010),
    ofKind: 'item',
    sort: 1,
    hash: pictureOf('one'),
    mediaType: 'image/png',
    alt: {},
  }
  await send('image', [{ ref: ref(50), state: image }])
  const item = shop.item('TEE-1')
  assert.deepEqual([item?.['kArtikel'], item?.['kHersteller']], ['1000010', '1000030'])
  assert.deepEqual(
    shop.rows('tkategorieartikel').map(row => [row['kKategorieArtikel'], row['kKategorie']]),
    [
      ['128001280', '1000020'],
      ['128001281', '1000021'],
    ],
  )
  assert.deepEqual(
    shop.rows('tartikelmerkmal').map(row => row['kMerkmalWert']),
    ['1000041'],
  )
  assert.deepEqual(
    shop.rows('tattribut').map(row => row['cName']),
    ['no', 'theirs'],
  )
  assert.deepEqual(
    shop.rows('tartikelpict').map(row => [row['kArtikel'], row['kBild']]),
    [['1000010', '1000050']],
  )
  await connector.send?.item?.remove?.(session, [{ ref: known(10, 1000010), place: '' }])
  assert.deepEqual([shop.item('TEE-1'), shop.item('ELDER')?.['kArtikel']], [undefined, '10'])
  assert.equal(shop.row('tkategorie', '20')?.['cName'], 'of another ERP')
  assert.deepEqual(shop.log.rowErrors, [])
})

test('a key that leaves no room for what stands in an item is refused', async t => {
  const { send } = await shopOf(t, '5.4', { firstKey: '33000000' })
  const [result] = await send('item', [{ ref: ref(600_000), state: tee }], 'rejected')
  assert.equal(result?.result === 'rejected' && result.code, 'REMOTE_VALIDATION')
  const wrong = await shopOf(t, '5.4', { firstKey: '33000001' })
  const report = await connector.check(wrong.run)
  assert.deepEqual(
    report.lines.filter(line => !line.ok).map(line => line.code),
    ['SETTING_UNREADABLE'],
  )
  await assert.rejects(wrong.send('item', [{ ref: ref(1), state: tee }]), Refused)
})

test('the first key stays once something was sent with it, also if a run died before it could remember it', async t => {
  const { run, session, send } = await shopOf(t, '5.4', { firstKey: '1000' })
  await send('item', [{ ref: ref(10), state: tee }])
  const changed = { ...run, settings: { ...run.settings, firstKey: '2000' } }
  const error = await failureOf(connector.open(changed))
  assert.ok(error instanceof Refused && error.code === 'SETTING_FIXED')
  assert.match(error.detail, /firstKey = 1000$/)
  const forgotten = { ...session, run: { ...run, facts: {} }, setup: { ...session.setup, firstKey: 2000 } }
  const element: Outgoing<'item'> = { ref: known(10, 1009), place: '', state: tee }
  const other = await failureOf(connector.send?.item?.send(forgotten, [element]) ?? Promise.resolve())
  assert.ok(other instanceof Refused && other.code === 'SETTING_FIXED' && /= 1000$/.test(other.detail))
})
