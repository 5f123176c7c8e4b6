import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { encodeText } from '../../src/base/csv/csvFormat.ts'
import { transact } from '../../src/base/database.ts'
import { rightsFrom } from '../../src/company/rights.ts'
import { cancelCsvImport, readRows } from '../../src/sync/csv/csvImportStore.ts'
import { exportCsv } from '../../src/sync/csv/exportCsv.ts'
import { refusedCsv } from '../../src/sync/csv/refusedCsv.ts'
import { workCsvImport } from '../../src/sync/csv/workCsvImport.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { csvWorld, figuresOf } from './csvWorld.ts'

const { db } = await testDatabase({ after })
const { tenant, channels } = await tradeWorld(db, { items: 3 })
const csv = await csvWorld({ after }, db, tenant)
const query = <T extends object>(text: string, values: readonly unknown[] = []) =>
  transact(db, { tenant }, tx => tx.query<T>(text, [tenant, ...values]))
const rowsOf = (id: string) =>
  transact(db, { tenant }, tx => readRows(tx, tenant, id, { afterRow: 0, limit: 1000 }))
const bytesOf = async (pieces: AsyncIterable<Buffer>) => Buffer.concat(await Array.fromAsync(pieces))
await query(
  `insert into customer_group (tenant_id, id, name) values ($1, '01900000-0000-7000-8000-000000000001', 'Händler')`,
)

// Everything that trade is made of, without what an import says of itself.
async function fingerprint(): Promise<string> {
  const tables = [
    'item',
    'item_text',
    'item_category',
    'item_price',
    'item_channel',
    'category',
    'category_text',
  ]
  const more = [
    'special_price',
    'search_term',
    'stock_level',
    'stock_movement',
    'due',
    'sweep',
    'timed_change',
    'audit',
  ]
  const sums = await query<object>(
    [...tables, ...more]
      .map(
        table =>
          `select '${table}' as t, count(*), md5(string_agg(x::text, '' order by x::text)) from ${table} x where tenant_id = $1`,
      )
      .join(' union all '),
  )
  return JSON.stringify(sums)
}

const german = `Artikelnummer;Name;EAN;Preis netto;Preis netto Gruppe [Händler];Gewicht;Aktiv;Name [en];Beschreibung (de);Kategorien
N-1;Größe „M“;4006381333931;1.234,50;1.100,00;0,5;ja;Size;"Zwei
Zeilen; mit ""Zitat""";Kleidung > Hosen | Neu
N-2;Ärmel;;12,00;;;nein;;;Kleidung
ART-1;Anders;;10,00;;;;;;
ART-2;;;9;8,5;;;;;
`

test('a dry run changes nothing and shows each difference; done in earnest it does just that', async () => {
  const text = encodeText(german, 'windows-1252')
  const before = await fingerprint()
  const tried = await csv.importNow(text, { dryRun: true, wish: { makeMissing: true } })
  assert.equal(figuresOf(tried), 'done: 4 = 2 new, 2 changed, 0 unchanged, 0 refused')
  const auditless = (print: string) => print.replace(/\{"t":"audit".*?\}/, '')
  assert.equal(auditless(await fingerprint()), auditless(before))
  const [one, , three, four] = await rowsOf(tried.id)
  assert.equal(one?.did, 'new')
  assert.deepEqual(
    one?.differences?.find(({ field }) => field === 'categories'),
    {
      field: 'categories',
      before: null,
      after: 'Kleidung > Hosen | Neu',
    },
  )
  assert.deepEqual(three?.differences, [{ field: 'name', before: 'Artikel 1', after: 'Anders' }])
  assert.deepEqual(four?.differences, [
    { field: 'netPrice', before: '10', after: '9' },
    { field: 'price.Händler', before: null, after: '8.5' },
  ])
  const done = await csv.run(tried.id)
  assert.equal(figuresOf(done), 'done: 4 = 2 new, 2 changed, 0 unchanged, 0 refused')
  const [item] = await query<{ name: string; description: string; found: string }>(
    `select i.name, t.description, (select count(*) from search_term s where s.tenant_id = $1 and s.object_id = i.id and s.term = 'size') as found
     from item i join item_text t on t.tenant_id = i.tenant_id and t.item_id = i.id and t.language = 'de' where i.tenant_id = $1 and i.item_number = 'N-1'`,
  )
  assert.deepEqual(item, {
    name: 'Größe „M“',
    description: 'Zwei\r\nZeilen; mit "Zitat"'.replace('\r', ''),
    found: '1',
  })
  const told = await query<{ kind: string }>(
    `select distinct kind from due where tenant_id = $1 order by kind`,
  )
  assert.deepEqual(
    told.map(row => row.kind),
    ['category', 'item', 'price'],
  )
  const again = await csv.importNow(text, { wish: { makeMissing: true } })
  assert.equal(figuresOf(again), 'done: 4 = 0 new, 0 changed, 4 unchanged, 0 refused')
})

test('what a dry run has shown and is another now is refused by row', async () => {
  const tried = await csv.importNow(
    'Artikelnummer;Name;Gewicht\nART-1;Neu;1\nART-2;Neu;2\nART-3;Artikel 3;\nM-1;Neu;\n',
    { dryRun: true },
  )
  assert.equal(figuresOf(tried), 'done: 4 = 1 new, 2 changed, 1 unchanged, 0 refused')
  await query(`update item set name = 'Jemand' where tenant_id = $1 and item_number in ('ART-2', 'ART-3')`)
  await csv.importNow('Artikelnummer;Name\nM-1;Schon da\n')
  const done = await csv.run(tried.id)
  assert.equal(figuresOf(done), 'done: 4 = 0 new, 1 changed, 0 unchanged, 3 refused')
  assert.deepEqual(
    (await rowsOf(done.id)).map(row => row.code),
    Array(3).fill('IMPORT_CHANGED_MEANWHILE'),
  )
  const names = await query<{ name: string }>(
    `select name from item where tenant_id = $1 and item_number ~ '^(ART|M)' order by item_number`,
  )
  assert.deepEqual(
    names.map(row => row.name),
    ['Neu', 'Jemand', 'Jemand', 'Schon da'],
  )
})

test('wrong rows do not stop others, leave nothing, and come back as a file that can be imported when it is mended', async () => {
  const text = `Artikelnummer;Name;GTIN;Preis netto;Kategorien
R-1;Gut;;1,5;
R-2;Falsche Prüfziffer;4006381333932;1;Kleidung
R-3;Kein Preis;;viel;
R-4;Keine Kategorie;;1;Gibt es > nicht
R-5;Zu wenig
R-6;"kaputt"e;;1;
;ohne Nummer;;1;
R-7;Auch gut;;2;
`
  const done = await csv.importNow(text)
  assert.equal(figuresOf(done), 'done: 8 = 2 new, 0 changed, 0 unchanged, 6 refused')
  assert.deepEqual(
    (await rowsOf(done.id)).map(row => [row.rowNo, row.code]),
    [
      [3, 'GTIN_INVALID'],
      [4, 'CSV_DECIMAL_INVALID'],
      [5, 'CATEGORY_UNKNOWN'],
      [6, 'CSV_CELLS_MISCOUNTED'],
      [7, 'CSV_ROW_BROKEN'],
      [8, 'CSV_IDENTIFICATION_MISSING'],
    ],
  )
  const [made] = await query<{ count: string }>(
    `select count(*) from item where tenant_id = $1 and item_number like 'R-%'`,
  )
  assert.equal(made?.count, '2')
  const file = (await bytesOf(refusedCsv(db, tenant, done.id, 'de'))).toString()
  assert.match(file, /^\ufeffArtikelnummer;Name;GTIN;Preis netto;Kategorien;Grund\r\nR-2;.*;Kleidung;/)
  const mended = file
    .replace('4006381333932', '4006381333931')
    .replace(';viel;', ';3;')
    .replace('Gibt es > nicht', 'Kleidung')
    .replace('Zu wenig', 'Zu wenig;;;')
    .replace('"kaputt"e', 'heil')
    .replace(/^;ohne/m, 'R-8;ohne')
  const again = await csv.importNow(mended)
  assert.equal(figuresOf(again), 'done: 6 = 6 new, 0 changed, 0 unchanged, 0 refused')
})

test('the same object twice is done in the order of the file', async () => {
  const done = await csv.importNow('Artikelnummer;Name;Bestand\nT-1;Eins;1\nT-1;Zwei;2\nT-1;Zwei;3\n', {
    kind: 'item',
  })
  assert.equal(figuresOf(done), 'done: 3 = 1 new, 1 changed, 1 unchanged, 0 refused')
  const stock = await csv.importNow(
    'Artikelnummer;Lager;Änderung\nT-1;MAIN;5\nT-1;MAIN;-2\nT-1;MAIN;-9\nT-9;MAIN;1\n',
  )
  assert.equal(stock.kind, 'stock')
  assert.equal(figuresOf(stock), 'done: 4 = 0 new, 2 changed, 0 unchanged, 2 refused')
  const set = await csv.importNow('Artikelnummer;Bestand\nT-1;3\nT-1;7,5\n')
  assert.equal(figuresOf(set), 'done: 2 = 0 new, 1 changed, 1 unchanged, 0 refused')
  const [level] = await query<{ on_hand: string; sum: string }>(
    `select s.on_hand, (select sum(m.quantity) from stock_movement m where m.tenant_id = $1 and m.item_id = s.item_id)
     from stock_level s join item i on i.tenant_id = $1 and i.id = s.item_id where s.tenant_id = $1 and i.item_number = 'T-1'`,
  )
  assert.deepEqual([Number(level?.on_hand), Number(level?.sum)], [7.5, 7.5])
})

test('prices: base, group from a quantity on, special with dates; taken away by a dash', async () => {
  const [channel] = await query<{ name: string }>(
    'select name from channel where tenant_id = $1 and id = $2',
    [channels[0]?.channel],
  )
  const head = 'Artikelnummer;Kundengruppe;Verkaufskanal;Ab Menge;Preis netto;Gültig ab;Gültig bis\n'
  const text = `${head}ART-1;;;;11,00;;\nART-1;Händler;;1;9,00;;\nART-1;Händler;;10;8,00;;\nART-1;;${channel?.name};;5;1.1.2030;31.1.2030\nART-1;Niemand;;;1;;\n`
  const first = await csv.importNow(text)
  assert.equal(figuresOf(first), 'done: 5 = 0 new, 4 changed, 0 unchanged, 1 refused')
  const again = await csv.importNow(text)
  assert.equal(figuresOf(again), 'done: 5 = 0 new, 0 changed, 4 unchanged, 1 refused')
  const away = await csv.importNow(`${head}ART-1;Händler;;10;-;;\nART-1;;${channel?.name};;-;1.1.2030;\n`, {
    dryRun: true,
  })
  assert.deepEqual(
    (await rowsOf(away.id)).map(row => row.differences?.[0]),
    [
      { field: 'net', before: '8', after: null },
      { field: 'net', before: '5', after: null },
    ],
  )
})

test('what is exported says nothing new when it is imported again', async () => {
  const odd =
    'Artikelnummer;Name;Beschreibung [de];HAN\nO-1;=1+1;"-\r\n""x""; ü";@cmd\nO-2;"-";- ;+49\nO-3;x;"\'-";\n'
  assert.equal(figuresOf(await csv.importNow(odd)), 'done: 3 = 3 new, 0 changed, 0 unchanged, 0 refused')
  await csv.importNow('Pfad;Sortierung;Aktiv;Name [en]\nA \\> B > C \\| D;3;ja;Foo\nA \\> B;1;nein;\n')
  for (const kind of ['item', 'price', 'stock', 'category'] as const)
    for (const wish of [{}, { forSpreadsheets: true, encoding: 'utf-16le', separator: '\t' }] as const) {
      const file = await bytesOf(exportCsv(db, tenant, { kind, language: 'de', wish, filter: {} }))
      const again = await csv.importNow(file, { kind, wish: { ...wish, decimal: ',' } })
      assert.equal(
        again.unchanged,
        again.doneRows,
        `${kind} ${figuresOf(again)} ${JSON.stringify(await rowsOf(again.id))}`,
      )
      assert.ok(again.doneRows >= 2)
    }
})

test('a right that is taken away ends an import with a code, and a cancelled one stops after its batch', async () => {
  const nobody = {
    kind: 'api_key',
    id: '01900000-0000-7000-8000-0000000000aa',
    name: 'key',
    rights: rightsFrom(['items.write']),
  } as const
  const id = await csv.start('Artikelnummer;Name\nX-1;x\n', { actor: nobody })
  assert.equal(
    figuresOf(await csv.work(id)),
    'failed IMPORT_RIGHT_GONE: 0 = 0 new, 0 changed, 0 unchanged, 0 refused',
  )
  await assert.rejects(csv.start('Artikelnummer;Bestand\nART-1;1\n', { actor: nobody }), {
    code: 'RIGHT_MISSING',
  })
  const many = `Artikelnummer;Name\n${Array.from({ length: 200 }, (_, at) => `C-${at};c`).join('\n')}\n`
  const stopped = await csv.start(many)
  let cancelled: Promise<unknown> | undefined
  // The transactions that follow come after it: else the import may be at its end before.
  const connect = async () => {
    await cancelled
    return db.pool.connect()
  }
  const afterwards = { ...db, pool: Object.create(db.pool, { connect: { value: connect } }) }
  await workCsvImport({ ...csv.parts, db: afterwards }, tenant, stopped, {
    onProgress: ({ doneRows }) => {
      if (doneRows === 50) cancelled = transact(db, { tenant }, tx => cancelCsvImport(tx, tenant, stopped))
    },
  })
  const shown = await csv.show(stopped)
  assert.equal(shown.state, 'cancelled')
  assert.ok(shown.doneRows < 200 && shown.doneRows === shown.new)
})
