// Orders out of CSV files: rows of one number are one order, made as a whole or given back as a whole.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { refusedCsv } from '../../src/sync/csv/refusedCsv.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { csvWorld, figuresOf } from '../trade/csvWorld.ts'
import { makingWorld } from './makingWorld.ts'

const { db } = await testDatabase({ after })
const head =
  'Auftragsnummer;Auftragsdatum;Kundennummer;Firma;Straße;PLZ;Ort;Land;Artikelnummer;Positionsart;Positionsname;Menge;Einzelpreis brutto;Gesamtsumme'
const file = (...rows: string[]) => [head, ...rows, ''].join('\n')

test('a file of orders is tried, done, and done again without doing anything twice', async t => {
  const world = await makingWorld(db)
  const csv = await csvWorld(t, db, world.tenant)
  const text = file(
    'A-1;01.05.2026;K-1;;;;;;ART-1;;;2;;28,70',
    'A-1;;;;;;;;;Versand;DHL;1;4,90;',
    'A-2;02.05.2026;;Neu;Weg 1;10115;Berlin;DE;ART-2;;;1;9,99;',
    'A-3;03.05.2026;;Neu;Weg 1;10115;Berlin;DE;ART-2;;;1;9,99;',
  )
  const dry = await csv.importNow(text, { dryRun: true })
  const wrong = await world.query<object>(`select code, data from csv_import_row where did = 'refused'`)
  assert.deepEqual(wrong, [])
  assert.equal(figuresOf(dry), 'done: 4 = 4 new, 0 changed, 0 unchanged, 0 refused')
  assert.equal(dry.kind, 'order')
  const count = () => world.query<object>(`select count(*)::int as n from sales_order`)
  assert.deepEqual(await count(), [{ n: 0 }])
  assert.equal(figuresOf(await csv.run(dry.id)), 'done: 4 = 4 new, 0 changed, 0 unchanged, 0 refused')
  const orders = await world.query<object>(
    `select o.external_number as number, o.kind, to_char(o.placed_at at time zone 'Europe/Berlin', 'YYYY-MM-DD HH24:MI') as placed,
       o.total_gross as gross, c.name, array(select n.kind || ' ' || n.quantity || ' × ' || n.unit_gross from sales_order_line n
         where n.order_id = o.id order by n.line_no) as lines
     from sales_order o join customer c on c.id = o.customer_id order by 1`,
  )
  assert.deepEqual(orders, [
    {
      number: 'A-1',
      kind: 'csv',
      placed: '2026-05-01 00:00',
      gross: '28.70',
      name: 'Ada Privat',
      lines: ['item 2 × 11.90', 'shipping 1 × 4.9'],
    },
    {
      number: 'A-2',
      kind: 'csv',
      placed: '2026-05-02 00:00',
      gross: '9.99',
      name: 'Neu',
      lines: ['item 1 × 9.99'],
    },
    {
      number: 'A-3',
      kind: 'csv',
      placed: '2026-05-03 00:00',
      gross: '9.99',
      name: 'Neu',
      lines: ['item 1 × 9.99'],
    },
  ])
  // Who comes twice in a file is one customer.
  assert.deepEqual(await world.query<object>(`select count(*)::int as n from customer where name = 'Neu'`), [
    { n: 1 },
  ])
  assert.equal(figuresOf(await csv.importNow(text)), 'done: 4 = 0 new, 0 changed, 4 unchanged, 0 refused')
  assert.deepEqual(await world.broken(), [])
})

test('one wrong row gives back its whole order with the reason; the others are made', async t => {
  const world = await makingWorld(db)
  const csv = await csvWorld(t, db, world.tenant)
  const text = file(
    'B-1;;K-1;;;;;;ART-1;;;2;;',
    'B-1;;;;;;;;NIX;;;1;;',
    'B-2;;K-1;;;;;;ART-2;;;1;;',
    'B-3;;K-99;;;;;;ART-2;;;1;;',
    'B-4;;K-1;;;;;;ART-2;;;viel;;',
    'B-4;;;;;;;;ART-1;;;1;;',
    'B-2;;K-1;;;;;;ART-1;;;5;;',
  )
  const done = await csv.importNow(text)
  assert.equal(figuresOf(done), 'done: 7 = 1 new, 0 changed, 0 unchanged, 6 refused')
  const parts: string[] = []
  for await (const part of refusedCsv(db, world.tenant, done.id, 'de')) parts.push(part.toString('utf8'))
  const rows = parts.join('').replace('\uFEFF', '').trim().split(/\r?\n/).slice(1)
  assert.deepEqual(
    rows.map(row => row.split(';')[0]),
    ['B-1', 'B-1', 'B-3', 'B-4', 'B-4', 'B-2'],
  )
  assert.match(rows[0] ?? '', /NIX/)
  assert.match(rows[2] ?? '', /K-99/)
  assert.match(rows[5] ?? '', /mit anderer Ware/)
  assert.deepEqual(await world.broken(), [])
})

test('an order that lies across the border of a batch stays one', async t => {
  const world = await makingWorld(db, { onHand: '1000' })
  const csv = await csvWorld(t, db, world.tenant)
  const rows = Array.from({ length: 120 }, (_, at) => `C-${Math.floor(at / 40)};;K-1;;;;;;ART-1;;;1;;`)
  assert.equal(
    figuresOf(await csv.importNow(file(...rows))),
    'done: 120 = 120 new, 0 changed, 0 unchanged, 0 refused',
  )
  const lines = await world.query<object>(
    `select count(*)::int as n from sales_order_line group by order_id order by order_id`,
  )
  assert.deepEqual(lines, [{ n: 40 }, { n: 40 }, { n: 40 }])
})
