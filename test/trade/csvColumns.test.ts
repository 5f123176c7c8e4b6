// Columns of items beside their own fields (attributes, manufacturers, prices of channels), and which items an export holds.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { putBlob } from '../../src/base/blobs.ts'
import { encodeText } from '../../src/base/csv/csvFormat.ts'
import { transact } from '../../src/base/database.ts'
import { defineAttributes } from '../../src/catalog/attributes.ts'
import type { ItemFilter } from '../../src/catalog/listItems.ts'
import { readRows } from '../../src/sync/csv/csvImportStore.ts'
import type { CsvKind, CsvWish } from '../../src/sync/csv/csvSettings.ts'
import { exportCsv } from '../../src/sync/csv/exportCsv.ts'
import { previewCsv } from '../../src/sync/csv/previewCsv.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { csvWorld, figuresOf } from './csvWorld.ts'

const { db } = await testDatabase({ after })
const { tenant, channels, items } = await tradeWorld(db, { items: 3 })
const csv = await csvWorld({ after }, db, tenant)
const query = <T extends object>(text: string, values: readonly unknown[] = []) =>
  transact(db, { tenant }, tx => tx.query<T>(text, [tenant, ...values]))
const rowsOf = (id: string) =>
  transact(db, { tenant }, tx => readRows(tx, tenant, id, { afterRow: 0, limit: 1000 }))
const exported = async (kind: CsvKind, filter: ItemFilter = {}, wish: CsvWish = {}) =>
  Buffer.concat(await Array.fromAsync(exportCsv(db, tenant, { kind, language: 'de', wish, filter })))
const channelId = channels[0]?.channel ?? ''
const [channel = { name: '' }] = await query<{ name: string }>(
  'select name from channel where tenant_id = $1 and id = $2',
  [channelId],
)
await query(
  `insert into customer_group (tenant_id, id, name) values ($1, '01900000-0000-7000-8000-000000000001', 'Händler')`,
)
await transact(db, { tenant }, tx =>
  defineAttributes(tx, tenant, [
    { name: 'Farbe [RAL]' },
    { name: 'Watt', kind: 'number' },
    { name: 'Bio', kind: 'flag' },
    { name: 'Seit', kind: 'date' },
    { name: 'Pflege', translated: true },
  ]),
)
const forget = () => query('delete from due where tenant_id = $1')
const told = async () =>
  (await query<{ kind: string }>('select distinct kind from due where tenant_id = $1 order by kind')).map(
    row => row.kind,
  )

test('attributes are read by their kind, a language for itself, and taken away; channels are told', async () => {
  await forget()
  const head =
    'Artikelnummer;Attribut [Farbe [RAL]];Attribut [Watt];Attribut [Bio];Attribut [Seit];Attribut [Pflege:de];Attribut [Pflege:en]\n'
  const first = await csv.importNow(`${head}ART-1;3003;1.200,5;ja;31.12.2026;kalt;cold\nART-2;x;viel;;;;\n`)
  assert.equal(figuresOf(first), 'done: 2 = 0 new, 1 changed, 0 unchanged, 1 refused')
  assert.equal((await rowsOf(first.id))[0]?.code, 'CSV_DECIMAL_INVALID')
  const values = () =>
    query<{ name: string; language: string; value: string }>(
      `select d.name, a.language, a.value from item_attribute a join attribute d on d.tenant_id = $1 and d.id = a.attribute_id
       where a.tenant_id = $1 order by d.name, a.language`,
    )
  assert.deepEqual(
    (await values()).map(row => [row.name, row.language, row.value].join('|')),
    [
      'Bio||true',
      'Farbe [RAL]||3003',
      'Pflege|de|kalt',
      'Pflege|en|cold',
      'Seit||2026-12-31',
      'Watt||1200.5',
    ],
  )
  assert.deepEqual(await told(), ['item'])
  // One language is said, the other one stays; a dash takes away.
  const tried = await csv.importNow('Artikelnummer;attribute.Pflege:de;attribute.Watt\nART-1;warm;-\n', {
    dryRun: true,
  })
  assert.deepEqual((await rowsOf(tried.id))[0]?.differences, [
    { field: 'attribute.Pflege:de', before: 'kalt', after: 'warm' },
    { field: 'attribute.Watt', before: '1200.5', after: null },
  ])
  await csv.run(tried.id)
  assert.deepEqual(
    (await values()).map(row => row.value),
    ['true', '3003', 'warm', 'cold', '2026-12-31'],
  )
  // A translated one needs its language, and one that is unknown is refused before anything is read.
  for (const field of ['attribute.Pflege', 'attribute.Gibt es nicht', 'attribute.Watt:de'])
    await assert.rejects(csv.start(`Artikelnummer;${field}\nART-1;x\n`), { code: 'CSV_FIELD_UNKNOWN' }, field)
})

test('the category of a channel in which an item stands is said, shown as a difference, taken away, and told', async () => {
  const [connection] = await query<{ id: string }>(
    'select connection_id as id from channel where tenant_id = $1 and id = $2',
    [channelId],
  )
  const columns = async () => (await exported('item')).toString().split('\n')[0] ?? ''
  assert.doesNotMatch(await columns(), /Kanalkategorie/, 'no channel has categories of its own')
  await query(
    `insert into web_term (tenant_id, connection_id, list, their_id, name, seen_at) values ($1, $2, 'category', '4.1', 'Tassen', now())`,
    [connection?.id],
  )
  assert.ok((await columns()).includes(`Kanalkategorie [${channel.name}]`))
  await forget()
  const head = `Artikelnummer;Kanalkategorie [${channel.name}]\n`
  const done = await csv.importNow(`${head}ART-1;4.1\nART-2;\n`)
  assert.equal(figuresOf(done), 'done: 2 = 0 new, 1 changed, 1 unchanged, 0 refused')
  assert.deepEqual(await told(), ['item'])
  const again = await csv.importNow(`${head}ART-1;4.1\n`)
  assert.equal(figuresOf(again), 'done: 1 = 0 new, 0 changed, 1 unchanged, 0 refused')
  const tried = await csv.importNow(`${head}ART-1;-\n`, { dryRun: true })
  assert.deepEqual((await rowsOf(tried.id))[0]?.differences, [
    { field: `listed.${channel.name}`, before: '4.1', after: null },
  ])
  await csv.run(tried.id)
  const [left] = await query<{ category: string | null }>(
    'select their_category as category from item_listing where tenant_id = $1',
  )
  assert.equal(left?.category, null)
  await assert.rejects(csv.start('Artikelnummer;listed.Nirgends\nART-1;4.1\n'), { code: 'CSV_FIELD_UNKNOWN' })
})

test('a manufacturer is named, made only where the settings say so, once for all rows, and told', async () => {
  const text = 'Artikelnummer;Hersteller\nART-1;Rosenthal\nART-2;Rosenthal\nART-3;-\n'
  const refused = await csv.importNow(text)
  assert.equal(figuresOf(refused), 'done: 3 = 0 new, 0 changed, 1 unchanged, 2 refused')
  assert.equal((await rowsOf(refused.id))[0]?.code, 'MANUFACTURER_UNKNOWN')
  await forget()
  const done = await csv.importNow(text, { wish: { makeMissing: true } })
  assert.equal(figuresOf(done), 'done: 3 = 0 new, 2 changed, 1 unchanged, 0 refused')
  const made = await query<{ name: string; items: string }>(
    `select m.name, count(i.id) as items from manufacturer m left join item i on i.tenant_id = $1 and i.manufacturer_id = m.id
     where m.tenant_id = $1 group by m.name`,
  )
  assert.deepEqual(made, [{ name: 'Rosenthal', items: '2' }])
  assert.deepEqual(await told(), ['item', 'manufacturer'])
  // What is refused for another reason leaves no manufacturer.
  await csv.importNow('Artikelnummer;Hersteller;GTIN\nART-1;Niemand;4006381333932\n', {
    wish: { makeMissing: true },
  })
  assert.equal((await query('select from manufacturer where tenant_id = $1')).length, 1)
  const away = await csv.importNow('Artikelnummer;Hersteller\nART-2;-\n')
  assert.equal(figuresOf(away), 'done: 1 = 0 new, 1 changed, 0 unchanged, 0 refused')
})

test('prices of channels: a column of the items, and rows with group and quantity; other scales stay', async () => {
  await forget()
  const done = await csv.importNow(`Artikelnummer;Preis netto Kanal [${channel.name}]\nART-1;8,50\n`)
  assert.equal(figuresOf(done), 'done: 1 = 0 new, 1 changed, 0 unchanged, 0 refused')
  assert.deepEqual(await told(), ['price'])
  const head = 'Artikelnummer;Verkaufskanal;Kundengruppe;Ab Menge;Preis netto;Preis brutto\n'
  const text = `${head}ART-1;${channel.name};;10;7,50;\nART-1;${channel.name};Händler;;;6,00\nART-2;;;1;12,00;\nART-3;;;5;1;\n`
  const scales = await csv.importNow(text)
  assert.equal(figuresOf(scales), 'done: 4 = 0 new, 3 changed, 0 unchanged, 1 refused')
  assert.deepEqual(
    (
      await query<{ from: string; net: string; gross: string }>(
        `select trim_scale(from_quantity)::text as "from", trim_scale(net)::text as net, trim_scale(gross)::text as gross
         from channel_price where tenant_id = $1 order by customer_group_id nulls first, from_quantity`,
      )
    ).map(row => [row.from, row.net, row.gross]),
    [
      ['0', '8.5', null],
      ['10', '7.5', null],
      ['0', null, '6'],
    ],
  )
  const again = await csv.importNow(text)
  assert.equal(figuresOf(again), 'done: 4 = 0 new, 0 changed, 3 unchanged, 1 refused')
  const tried = await csv.importNow(`${head}ART-1;${channel.name};;10;-;\n`, { dryRun: true })
  assert.deepEqual((await rowsOf(tried.id))[0]?.differences, [{ field: 'net', before: '7.5', after: null }])
})

test('an item number that another item has is refused where rows are identified by something else', async () => {
  await csv.importNow('Artikelnummer;HAN\nART-1;HAN-1\n')
  const done = await csv.importNow(
    'HAN;Artikelnummer;Name\nHAN-1;ART-1;So\nHAN-9;ART-2;Anders\nHAN-8;NEU;Neu\n',
    {
      wish: { identify: ['manufacturerNumber'] },
    },
  )
  assert.equal(figuresOf(done), 'done: 3 = 1 new, 1 changed, 0 unchanged, 1 refused')
  assert.deepEqual(
    (await rowsOf(done.id)).map(row => [row.rowNo, row.code]),
    [[3, 'ITEM_NUMBER_TAKEN']],
  )
})

test('an export holds what its filter leaves, and imported again it says nothing new', async () => {
  const numbers = async (filter: ItemFilter) =>
    (await exported('item', filter))
      .toString()
      .split('\r\n')
      .slice(1, -1)
      .flatMap(line => /^(?:ART-\d|NEU)/.exec(line) ?? [])
  await query(`update item set active = false where tenant_id = $1 and item_number = 'ART-3'`)
  assert.deepEqual(await numbers({}), ['ART-1', 'ART-2', 'ART-3', 'NEU'])
  assert.deepEqual(await numbers({ active: false }), ['ART-3'])
  assert.deepEqual(await numbers({ channelId }), ['ART-1', 'ART-2', 'ART-3'])
  assert.deepEqual(await numbers({ search: 'neu' }), ['NEU'])
  const [other] = await query<{ id: string }>(
    `insert into warehouse (tenant_id, id, code, name) values ($1, '01900000-0000-7000-8000-0000000000cc', 'ZWEI', 'Zwei') returning id`,
  )
  await csv.importNow('Artikelnummer;Lager;Bestand\nART-1;ZWEI;4\n')
  const stock = (await exported('stock', { warehouseId: other?.id })).toString()
  assert.match(stock, /ART-1;.*;ZWEI;4\r\n$/)
  assert.doesNotMatch(stock, /MAIN|ART-2/)
  await assert.rejects(exported('category', { active: true }), { code: 'EXPORT_FILTER_UNFIT' })
  for (const kind of ['item', 'price'] as const) {
    const again = await csv.importNow(await exported(kind), { kind, wish: { decimal: ',' } })
    assert.equal(
      again.unchanged,
      again.doneRows,
      `${kind} ${figuresOf(again)} ${JSON.stringify(await rowsOf(again.id))}`,
    )
  }
  assert.match((await exported('item')).toString(), /;Attribut \[Farbe \[RAL\]\];/)
  assert.equal(items.length, 3)
})

test('a file is shown before it is decided how it is read, also where nobody knows it yet', async () => {
  const look = async (text: string | Buffer, wish: CsvWish = {}, kind?: CsvKind) => {
    const bytes = Buffer.from(text)
    const { place } = csv.parts
    const { hash } = await transact(db, { tenant }, tx => putBlob(tx, tenant, bytes, 'text/csv', place))
    const parts = { read: work => transact(db, { tenant }, work), place } as Parameters<typeof previewCsv>[0]
    return previewCsv(parts, tenant, { hash, fileName: 'x.csv', kind, wish })
  }
  const strange = await look('Foo;Bar\n1;zwei\n')
  assert.deepEqual(
    [strange.kind, strange.problem?.code, strange.rows],
    [undefined, 'CSV_KIND_UNKNOWN', [{ rowNo: 2, cells: ['1', 'zwei'], broken: false }]],
  )
  const columns = [
    { column: 'Foo', field: 'itemNumber' },
    { column: 'Bar', field: 'name' },
  ]
  const mapped = await look('Foo;Bar\n1;zwei\n', { columns }, 'item')
  assert.deepEqual([mapped.problem, mapped.settings?.identify], [undefined, ['itemNumber']])
  assert.equal((await look('Foo;Bar\n1;zwei\n', {}, 'item')).problem?.code, 'CSV_NOTHING_KNOWN')
  const unclear = await look('Artikelnummer;Preis netto\nART-1;1.234\n')
  assert.equal(unclear.problem?.code, 'CSV_DECIMAL_UNCLEAR')
  assert.deepEqual(
    unclear.columns.map(one => one.field),
    ['itemNumber', 'netPrice'],
  )
  assert.equal((await look('Artikelnummer;Preis netto\nART-1;1.234\n', { decimal: '.' })).problem, undefined)
  const ansi = await look(encodeText('Artikelnummer;Name\nÄ;"kaputt"e\n', 'windows-1252'))
  assert.deepEqual([ansi.detected.encoding, ansi.rows[0]?.broken], ['windows-1252', true])
})
