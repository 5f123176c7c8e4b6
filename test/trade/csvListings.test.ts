// Attributes of channels by file: named by id or name, several values, rows, nothing told, as mapped again; out and in again; wide files.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { putBlob } from '../../src/base/blobs.ts'
import { transact } from '../../src/base/database.ts'
import type { ListingChange } from '../../src/channels/listingStore.ts'
import { setMaps } from '../../src/channels/mapStore.ts'
import { readRows } from '../../src/sync/csv/csvImportStore.ts'
import type { CsvWish } from '../../src/sync/csv/csvSettings.ts'
import { exportCsv } from '../../src/sync/csv/exportCsv.ts'
import { namesForFields } from '../../src/sync/csv/exportRecords.ts'
import { previewCsv } from '../../src/sync/csv/previewCsv.ts'
import { setListings } from '../../src/sync/setListings.ts'
import { shownListings } from '../../src/sync/shownListings.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { csvWorld, figuresOf } from './csvWorld.ts'

const { db } = await testDatabase({ after })
const { tenant, channels, items } = await tradeWorld(db, { items: 4, channels: 2 })
const csv = await csvWorld({ after }, db, tenant)
const tx = <T>(work: Parameters<typeof transact<T>>[2]) => transact(db, { tenant }, work)
const query = <T extends object>(text: string, values: readonly unknown[] = []) =>
  tx(one => one.query<T>(text, [tenant, ...values]))
const rowsOf = (id: string) => tx(one => readRows(one, tenant, id, { afterRow: 0, limit: 100 }))
const exported = async (wish: CsvWish = {}) =>
  Buffer.concat(
    await Array.fromAsync(exportCsv(db, tenant, { kind: 'item', language: 'de', wish, filter: {} })),
  )
const [market = { channel: '', connection: '' }, other = { channel: '', connection: '' }] = channels
const [one = '', two = '', three = ''] = items

// The second name begins with the first and a colon, and an attribute makes that mean two things.
await query(`update channel set name = 'Kauf' where tenant_id = $1 and id = $2`, [market.channel])
await query(`update channel set name = 'Kauf: Größe' where tenant_id = $1 and id = $2`, [other.channel])
const plain = { type: 'text', isMultiple: false, values: [], requiredBy: [], optionalBy: [] }
const term = (connection: string, scope: string, theirs: string, name: string, more: object = {}) =>
  query(
    `insert into web_term (tenant_id, connection_id, list, scope, their_id, name, attribute, seen_at)
     values ($1, $2, 'attribute', $3, $4, $5, $6, now())`,
    [connection, scope, theirs, name, JSON.stringify({ ...plain, ...more })],
  )
await term(market.connection, '', 'material', 'Material', {
  isMultiple: true,
  type: 'enum',
  values: [
    { value: 'w', display: 'Wolle', sort: 1 },
    { value: 's', display: 'Seide | fein', sort: 2 },
  ],
})
await tx(inside =>
  setMaps(inside, tenant, { channelId: market.channel, list: 'attribute', by: 'test', now: new Date() }, [
    { theirs: 'material', ours: 'fixed/Wolle' },
  ]),
)
await term(market.connection, '', 'care', 'Pflege [°C]: so')
await term(market.connection, '', 'parts', 'Zutaten', { isRepeatable: true })
await term(market.connection, 'category/4.1', 'shoe.colour', 'Farbe')
await term(market.connection, 'category/4.2', 'hat.colour', 'Farbe')
await term(market.connection, 'category/4.2', 'must', 'Muss', { isRequired: true })
await term(market.connection, 'seller/elsewhere', 'hidden', 'Versteckt')
await term(market.connection, '', 'Größe: S', 'Doppelt')
await term(market.connection, '', 'capitals', 'DOPPELT')
await term(other.connection, '', 'S', 'Klein')

const values = async () =>
  (
    await query<{ item: string; attribute: string; group: string; value: string }>(
      `select i.item_number as item, v.attribute, v.row_group as "group", v.value
       from item_listing_value v join item i on i.tenant_id = $1 and i.id = v.item_id
       where v.tenant_id = $1 order by i.item_number, v.attribute, v.row_group, v.place`,
    )
  ).map(row => [row.item, row.attribute, row.group, row.value].join('/'))
const materialOf = async (item: string) => {
  const [listing] = await tx(inside => shownListings(inside, tenant, item, new Date()))
  const found = listing?.attributes.find(attribute => attribute.theirs === 'material')
  return [found?.isOwn, found?.isLeftOut, found?.told.map(told => told.value).join(), found?.misfits.join()]
}
const due = async () => (await query('select distinct object_id from due where tenant_id = $1')).length
const say = (...list: ListingChange[]) =>
  tx(inside => setListings(inside, tenant, list, { by: 'test', now: new Date() }))

test('attributes are named by id or name, tried, said, said again, as nothing, and as mapped again', async () => {
  const head =
    'Artikelnummer;Kanalattribut [Kauf: Material];channel attribute [Kauf:parts];channelAttribute.Kauf: Pflege [°C]: so;Kanalkategorie [Kauf]\n'
  const text = `${head}ART-1;Wolle | Seide \\| fein;[2] Mehl | [1] Ei;30;4.2\nART-2;[];;;\nART-3;;;;\n`
  const tried = await csv.importNow(text, { dryRun: true })
  assert.equal(figuresOf(tried), 'done: 3 = 0 new, 2 changed, 1 unchanged, 0 refused')
  assert.deepEqual(await values(), [])
  assert.deepEqual(
    (await rowsOf(tried.id)).map(row => row.differences),
    [
      [
        { field: 'channelAttribute.Kauf: Material', before: null, after: 'Wolle | Seide \\| fein' },
        { field: 'channelAttribute.Kauf:parts', before: null, after: '[1] Ei | [2] Mehl' },
        { field: 'channelAttribute.Kauf: Pflege [°C]: so', before: null, after: '30' },
        { field: 'listed.Kauf', before: null, after: '4.2' },
      ],
      [{ field: 'channelAttribute.Kauf: Material', before: null, after: '[]' }],
    ],
  )
  assert.equal(await due(), 0)
  await csv.run(tried.id)
  assert.deepEqual(await values(), [
    'ART-1/care//30',
    'ART-1/material//Wolle',
    'ART-1/material//Seide | fein',
    'ART-1/parts/1/Ei',
    'ART-1/parts/2/Mehl',
    'ART-2/material// ',
  ])
  assert.equal(await due(), 2)
  assert.deepEqual(await materialOf(one), [true, false, 'Wolle,Seide | fein', ''])
  assert.deepEqual(await materialOf(two), [true, true, '', ''])
  const again = await csv.importNow(text)
  assert.equal(figuresOf(again), 'done: 3 = 0 new, 0 changed, 3 unchanged, 0 refused')
  const away = await csv.importNow(
    'Artikelnummer;Kanalattribut [Kauf: material];Kanalattribut [Kauf: care]\nART-1;-;\nART-2;;95\n',
    { wish: { emptyRemoves: true } },
  )
  assert.equal(figuresOf(away), 'done: 2 = 0 new, 2 changed, 0 unchanged, 0 refused')
  assert.deepEqual(await values(), ['ART-1/parts/1/Ei', 'ART-1/parts/2/Mehl', 'ART-2/care//95'])
  assert.deepEqual(await materialOf(one), [false, false, 'w', ''])
  await csv.importNow('Artikelnummer;Kanalattribut [Kauf: material]\nART-3;Plastik\n')
  assert.deepEqual(
    (await materialOf(three)).at(-1),
    'Plastik',
    'as with list-as, what does not fit holds the item',
  )
})

test('a text that would be told without its rest is refused with its row, and leaves nothing of it', async () => {
  const before = await values()
  const done = await csv.importNow(
    `Artikelnummer;Name;Kanalattribut [Kauf: care];Kanalattribut [Kauf: parts];Kanalattribut [Kauf: material]
ART-1;Anders;30 | 40;;
ART-2;Anders;[RAL] 3003;;
ART-3;Anders;;[1] a | [1] b;
ART-4;Anders;;;|
`,
  )
  assert.equal(figuresOf(done), 'done: 4 = 0 new, 0 changed, 0 unchanged, 4 refused')
  assert.deepEqual(
    (await rowsOf(done.id)).map(row => [row.code, row.data]),
    [
      ['CSV_VALUES_TOO_MANY', { row: '2', column: 'Kanalattribut [Kauf: care]' }],
      ['CSV_VALUE_IN_NO_ROW', { row: '3', column: 'Kanalattribut [Kauf: care]', group: 'RAL' }],
      ['CSV_VALUES_TOO_MANY', { row: '4', column: 'Kanalattribut [Kauf: parts]' }],
      [
        'CSV_CELL_INVALID',
        {
          row: '5',
          value: '|',
          column: 'Kanalattribut [Kauf: material]',
          expected: 'A | B, [1] A | [2] B, []',
        },
      ],
    ],
  )
  assert.deepEqual(await values(), before)
  assert.equal(
    (await query(`select from item where tenant_id = $1 and name = 'Anders'`)).length,
    0,
    'a row is written as a whole or not at all',
  )
})

test('a name that means several attributes, none, or one twice is refused before anything is read', async () => {
  const asked = (...names: string[]) =>
    csv.start(`Artikelnummer;${names.map(name => `Kanalattribut [${name}]`).join(';')}\nART-1\n`)
  await assert.rejects(asked('Kauf: Farbe'), {
    code: 'CSV_ATTRIBUTE_UNCLEAR',
    message: /hat\.colour, shoe\.colour.*"channelAttribute\.Kauf: hat\.colour"/s,
  })
  await asked('Kauf: hat.colour')
  const bytes = Buffer.from(
    'Artikelnummer;Kanalattribut [Kauf: Farbe];Kanalattribut [Kauf: Material]\nART-1;rot;Wolle\n',
  )
  const { place } = csv.parts
  const { hash } = await tx(inside => putBlob(inside, tenant, bytes, 'text/csv', place))
  const look = (wish: CsvWish) => previewCsv({ read: tx, place }, tenant, { hash, fileName: 'x.csv', wish })
  const shown = await look({})
  assert.deepEqual(
    [shown.problem?.code, shown.columns.map(column => column.field)],
    [
      'CSV_ATTRIBUTE_UNCLEAR',
      ['itemNumber', 'channelAttribute.Kauf: Farbe', 'channelAttribute.Kauf: Material'],
    ],
  )
  const columns = shown.columns.map(({ column, field }) => ({
    column,
    field: field?.replace('Farbe', 'shoe.colour') ?? '',
  }))
  const mended = await look({ columns })
  assert.deepEqual([mended.problem, mended.settings?.columns[1]?.theirs?.theirs], [undefined, 'shoe.colour'])
  await assert.rejects(asked('Kauf: Größe: S'), { code: 'CSV_ATTRIBUTE_UNCLEAR' })
  await assert.rejects(asked('Kauf: care', 'Kauf: Pflege [°C]: so'), { code: 'CSV_FIELD_TWICE' })
  const foreign = await tradeWorld(db, { items: 1 })
  for (const name of [
    'Kauf: Versteckt',
    'Kauf: hidden',
    'Kauf: ',
    'Kauf',
    'Material',
    'Nirgends: Material',
    `${foreign.channels[0]?.channel}: material`,
  ])
    await assert.rejects(asked(name), { code: 'CSV_FIELD_UNKNOWN' }, name)
})

test('an export names each attribute so that it is found again, and imported again it says nothing new', async () => {
  await say(
    {
      itemId: one,
      channelId: market.channel,
      attributes: {
        care: [{ value: ' [a] | b\\' }, { value: 'eins zu viel', group: 'x]' }, { value: ' ' }],
        material: [{ value: '-' }],
        'shoe.colour': null,
        'Größe: S': [{ value: 'beides' }],
        'gone: [now]': [{ value: 'steht noch da' }],
        capitals: [{ value: 'anderes' }],
      },
    },
    { itemId: two, channelId: other.channel, attributes: { S: [{ value: '=1+1\n"x";y' }] } },
  )
  await say({
    itemId: three,
    channelId: other.channel,
    attributes: JSON.parse('{"__proto__":[{"value":"p"}]}'),
  })
  const before = await values()
  const file = await exported()
  const [head = ''] = file.toString().split('\r\n')
  assert.deepEqual(
    head.split(';').filter(title => title.startsWith('Kanalattribut')),
    [
      `Kanalattribut [${market.channel}: Größe: S]`,
      'Kanalattribut [Kauf: Größe: Klein]',
      'Kanalattribut [Kauf: Größe: __proto__]',
      'Kanalattribut [Kauf: Material]',
      'Kanalattribut [Kauf: Muss]',
      'Kanalattribut [Kauf: Pflege [°C]: so]',
      'Kanalattribut [Kauf: Zutaten]',
      'Kanalattribut [Kauf: capitals]',
      'Kanalattribut [Kauf: gone: [now]]',
      'Kanalattribut [Kauf: shoe.colour]',
    ],
  )
  const wish = { decimal: ',', emptyRemoves: true } as const
  const again = await csv.importNow(file, { kind: 'item', wish })
  assert.equal(figuresOf(again), 'done: 4 = 0 new, 0 changed, 4 unchanged, 0 refused')
  const guarded = await csv.importNow(await exported({ forSpreadsheets: true }), {
    kind: 'item',
    wish: { ...wish, forSpreadsheets: true },
  })
  assert.equal(figuresOf(guarded), 'done: 4 = 0 new, 0 changed, 4 unchanged, 0 refused')
  assert.deepEqual(await values(), before)
  // What has to be given in a category that is in use is written, so that it can be filled in.
  await say({ itemId: two, channelId: market.channel, category: '4.2' })
  assert.match((await exported()).toString(), /Kanalattribut \[Kauf: Muss\]/)
  const { marketAttribute } = await tx(inside => namesForFields(inside, tenant, 'item', 'usable'))
  assert.deepEqual(marketAttribute, [
    `${market.channel}: Größe: S`,
    'Kauf: Größe: Klein',
    'Kauf: Material',
    'Kauf: Muss',
    'Kauf: Pflege [°C]: so',
    'Kauf: Zutaten',
    'Kauf: capitals',
    'Kauf: hat.colour',
  ])
  const columns = [{ column: 'Farbe', field: 'channelAttribute.Kauf: Farbe' }]
  await assert.rejects(exported({ columns }), { code: 'CSV_ATTRIBUTE_UNCLEAR' })
})

test('a file with thousands of attributes is read, its long header too, in batches that stay small', async () => {
  const wide = 2100
  await query(
    `insert into web_term (tenant_id, connection_id, list, scope, their_id, name, attribute, seen_at)
     select $1, $2, 'attribute', '', 'w' || n, 'Breit [' || n || ']', '{"type":"text"}', now() from generate_series(1, $3::int) n`,
    [market.connection, wide],
  )
  const numbers = Array.from({ length: wide }, (_, at) => at + 1)
  const head = ['Artikelnummer', ...numbers.map(n => `Kanalattribut [Kauf: Breit [${n}]]`)].join(';')
  assert.ok(head.length > 65_536)
  const rows = ['ART-1', 'ART-2'].map(number => [number, ...numbers.map(n => `${number} ${n}`)].join(';'))
  const done = await csv.importNow(`${head}\n${rows.join('\n')}\n`, { kind: 'item' })
  assert.equal(figuresOf(done), 'done: 2 = 0 new, 2 changed, 0 unchanged, 0 refused')
  const [stored] = await query<{ n: number }>(
    `select count(*)::int as n from item_listing_value where tenant_id = $1 and attribute ~ '^w[0-9]'`,
  )
  assert.equal(stored?.n, 2 * wide)
  // None of these exists; and titles that look like fields for as long as they go on.
  const strange = numbers.map(n => `Kanalattribut [Kauf: nie ${n}]`).join(';')
  await assert.rejects(csv.start(`Artikelnummer;${strange}\nART-1\n`), { code: 'CSV_FIELD_UNKNOWN' })
  await csv.start(`Artikelnummer;${'['.repeat(300_000)};${' '.repeat(300_000)}(]\nART-1;;\n`)
})
