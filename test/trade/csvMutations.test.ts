// Files as they come out of other programs, damaged in every way: whatever stands in them, each row is accounted for, nothing
// crashes, and a row that is refused leaves nothing.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { encodeText } from '../../src/base/csv/csvFormat.ts'
import { detectCsv, headBytes, headerOf } from '../../src/base/csv/detectCsv.ts'
import { readCsv } from '../../src/base/csv/readCsv.ts'
import { transact } from '../../src/base/database.ts'
import { KontorError } from '../../src/base/errors.ts'
import { readRows } from '../../src/sync/csv/csvImportStore.ts'
import { type MappedRow, rowMapper } from '../../src/sync/csv/mapRow.ts'
import { guessKind, planCsv } from '../../src/sync/csv/planCsv.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import { rounds } from '../rounds.ts'
import { csvWorld } from './csvWorld.ts'

const seed = Number(process.env['KONTOR_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const mutations = rounds(10_000)
const inDatabase = rounds(150)

// Each file as text, encoding and separator: items, prices, stock and categories in the habits of several programs.
const bodies: readonly string[] = [
  'Artikelnummer;Name;GTIN;Preis netto;Gewicht\nA-1;Hose;4006381333931;12,50;0,4\nA-2;"Jacke ""Ü""; blau";;99,00;1\nA-3;Schal;;9,99;\n',
  'sku,name,price,active,Description [en]\nB-1,Shirt,"1,234.50",yes,"Two\nlines"\nB-2,Hat,9.99,no,\nART-1,Same,10.5,1,x\n',
  'Artikelnummer;Name;Kategorien;Name [en];Kurzbeschreibung [de]\nC-1;Ding;A > B | C;Thing;kurz\nC-2;Zeug;A;;"lang\r\n\r\nund länger"\n',
  'Artikelnummer;Lager;Bestand\nART-1;MAIN;5\nART-2;MAIN;7,5\nART-3;MAIN;0\nART-1;MAIN;6\n',
  'Artikelnummer;Änderung\nART-1;3\nART-2;-1\nART-2;+2\n',
  'Artikelnummer;Kundengruppe;Ab Menge;Preis netto\nART-1;;;11,00\nART-2;;;-\nART-3;;;12\n',
  'Pfad;Sortierung;Aktiv;Name [en]\nA;1;ja;First\nA > B;2;nein;\nA > B > C \\| D;;;Deep\n',
  'Artikelnummer\tName\tÜberverkäufe\tPuffer\nD-1\t"=1+1"\tja\t2\nD-2\t@x\tnein\t\nD-3\t-\t\t1,5\n',
  'id;Artikelnummer;Name\n;E-1;Ohne Kennung\nkeine;E-2;Falsche Kennung\n00000000-0000-0000-0000-000000000000;E-3;Unbekannt\n',
  `Artikelnummer;Name\n${Array.from({ length: 40 }, (_, at) => `F-${at};"Name ${at}"`).join('\n')}\n`,
]
const files: readonly Buffer[] = bodies.flatMap((text, at) => [
  encodeText(at % 2 === 0 ? text : `\ufeff${text}`, 'utf-8'),
  at % 3 === 0
    ? encodeText(`\ufeff${text}`, 'utf-16le')
    : encodeText(text.replaceAll('\n', at % 3 === 1 ? '\r\n' : '\r'), 'windows-1252'),
])

type Chance = () => number
function chanceOf(start: number): Chance {
  let state = start >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const odd = [
  '"',
  '""',
  '\n',
  '\r',
  '\r\n',
  ';',
  ',',
  '\t',
  '\0',
  '-',
  "'",
  '\ufeff',
  '😀',
  '\ud800',
  '=',
  '1.234',
  '9'.repeat(40),
  'ä',
  ' ',
  '\\',
  '>',
  '|',
]

function mutated(file: Buffer, chance: Chance): Buffer {
  const below = (limit: number) => Math.floor(chance() * limit)
  let bytes = file
  for (let count = 1 + below(3); count > 0; count--) {
    const at = below(bytes.length + 1)
    const to = Math.min(bytes.length, at + below(12))
    const piece = Buffer.from(odd[below(odd.length)] ?? '', chance() < 0.7 ? 'utf8' : 'utf16le')
    const ways = [
      () => Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]),
      () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]),
      () => Buffer.concat([bytes.subarray(0, at), Buffer.from([below(256)]), bytes.subarray(at + 1)]),
      () => Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)]),
      () => bytes.subarray(0, at),
    ]
    bytes = ways[below(chance() < 0.1 ? 5 : 4)]?.() ?? bytes
  }
  return bytes
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** What stands in a file, looked at as an import does; undefined where it is refused as a whole, with a code. */
async function mappedRows(bytes: Buffer): Promise<MappedRow[] | undefined> {
  try {
    const detected = detectCsv(bytes.subarray(0, headBytes))
    if (!detected) return undefined
    const first = headerOf(bytes, detected, 1)
    const kind = guessKind(first) ?? 'item'
    const settings = planCsv(
      kind,
      { fileName: 'x.csv', detected, first, timeZone: 'Europe/Berlin' },
      { decimal: ',' },
    )
    const mapper = rowMapper(kind, settings)
    const rows = await Array.fromAsync(readCsv(inPieces(bytes, 64), settings))
    const last = rows.at(-1)
    assert.ok(!last || last.endByte <= bytes.length)
    return rows.filter(row => row.rowNo >= settings.firstRow).map(row => mapper.map(row))
  } catch (error) {
    assert.ok(error instanceof KontorError, String(error))
    return undefined
  }
}

test(`${mutations} damaged files are read to their end, each row once (KONTOR_TEST_SEED=${seed})`, async () => {
  const chance = chanceOf(seed)
  const ends = { refused: 0, rows: 0, good: 0, bad: 0 }
  for (let count = 0; count < mutations; count++) {
    const bytes = mutated(files[count % files.length] ?? Buffer.alloc(0), chance)
    const rows = await mappedRows(bytes)
    if (!rows) ends.refused++
    for (const [at, row] of (rows ?? []).entries()) {
      ends.rows++
      if (row.refused) ends.bad++
      else ends.good++
      assert.ok(row.rowNo > (rows?.[at - 1]?.rowNo ?? 0))
      assert.ok(!row.refused || /^[A-Z_]+$/.test(row.refused.code))
      for (const value of row.cells.values())
        assert.ok(typeof value !== 'string' || (value.isWellFormed() && !value.includes('\0')))
    }
  }
  // The mutations reach good rows, bad rows and bad files alike.
  assert.ok(
    ends.good > mutations / 2 && ends.bad > mutations / 20 && ends.refused > mutations / 200,
    JSON.stringify(ends),
  )
})

test(`${inDatabase} damaged files leave whole rows and nothing else (KONTOR_TEST_SEED=${seed})`, async () => {
  const { db, drop } = await testDatabase()
  after(drop)
  const { tenant } = await tradeWorld(db, { items: 3 })
  const csv = await csvWorld({ after }, db, tenant)
  const chance = chanceOf(seed + 1)
  let imported = 0
  for (let count = 0; count < inDatabase; count++) {
    const bytes = mutated(files[count % files.length] ?? Buffer.alloc(0), chance)
    if (bytes.length === 0) continue
    const done = await csv
      .importNow(bytes, { wish: { decimal: ',', makeMissing: count % 2 === 0 }, dryRun: count % 5 === 4 })
      .catch(error => {
        assert.ok(error instanceof KontorError && error.status < 500, String(error))
        return undefined
      })
    if (!done) continue
    imported++
    assert.equal(done.state, 'done', `${done.code} ${JSON.stringify(done.data)}`)
    assert.equal(done.doneRows, done.new + done.changed + done.unchanged + done.refused)
    const rows = await transact(db, { tenant }, tx =>
      readRows(tx, tenant, done.id, { afterRow: 0, limit: 1000, did: 'refused' }),
    )
    assert.equal(rows.length, done.refused)
    // What only the database saw would be a hole in the checks before it.
    for (const row of rows) assert.notEqual(row.code, 'INTERNAL_ERROR', `${row.source}`)
  }
  assert.ok(imported > inDatabase / 2, `${imported}`)
  const [sums] = await transact(db, { tenant }, tx =>
    tx.query<{ wrong: string; bare: string }>(
      `select (select count(*) from stock_level s where s.tenant_id = $1 and s.on_hand <> (select coalesce(sum(m.quantity), 0)
           from stock_movement m where m.tenant_id = $1 and m.item_id = s.item_id and m.warehouse_id = s.warehouse_id)) as wrong,
         (select count(*) from item i where i.tenant_id = $1 and i.item_number !~ '^ART-' and not exists (select from search_term t
           where t.tenant_id = $1 and t.kind = 'item' and t.object_id = i.id) and i.item_number ~ '\\w') as bare`,
      [tenant],
    ),
  )
  assert.deepEqual(sums, { wrong: '0', bare: '0' })
})
