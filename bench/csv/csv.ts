import { cpus } from 'node:os'
import { Readable } from 'node:stream'
import type pg from 'pg'
import { putBlob } from '../../src/base/blobs.ts'
import { readCsv } from '../../src/base/csv/readCsv.ts'
import { openDatabase, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { createLog } from '../../src/base/log.ts'
import { operator } from '../../src/company/rights.ts'
import { readImport } from '../../src/sync/csv/csvImportStore.ts'
import { rowMapper } from '../../src/sync/csv/mapRow.ts'
import { lookAtCsv, startCsvImport } from '../../src/sync/csv/startCsvImport.ts'
import { type CsvParts, workCsvImport } from '../../src/sync/csv/workCsvImport.ts'
import { tradeWorld } from '../../testkit/database/tradeWorld.ts'
import type { BenchOptions } from '../support/benchOptions.ts'
import { benchServer, countStatements, dearest } from '../support/benchServer.ts'
import { copyTables } from '../support/copiedTables.ts'
import { atLeast } from '../support/goals.ts'

const tables = ['item', 'item_text', 'item_price', 'item_category', 'search_term'] as const

/**
 * New items with texts in two languages, two prices and three categories each, out of a CSV file over one connection, beside a
 * COPY of exactly the rows that came of it (search terms included) into empty tables with the same keys and indexes.
 */
export async function csv({ sizes, repeats, print, keep }: BenchOptions) {
  const results: object[] = []
  for (const items of sizes)
    for (let repeat = 0; repeat < repeats; repeat++) results.push(await keep(await once(items, print)))
  return { bench: 'csv', node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, results }
}

async function once(items: number, print: (line: string) => void) {
  const server = await benchServer()
  const db = openDatabase({ url: server.url, max: 1 })
  try {
    const { tenant } = await tradeWorld(db, { items: 1, onHand: '0' })
    await transact(db, { tenant }, tx =>
      tx.run(`insert into customer_group (tenant_id, id, name) values ($1, $2, 'Trade')`, [tenant, newId()]),
    )
    const place = { kind: 'database', folder: '/nonexistent' } as const
    const bytes = Buffer.from(fileOf(items))
    const { hash } = await transact(db, { tenant }, tx => putBlob(tx, tenant, bytes, 'text/csv', place))
    const file = { hash, fileName: 'bench.csv', wish: { makeMissing: true } }
    const planned = await lookAtCsv({ read: work => transact(db, { tenant }, work), place }, tenant, file)
    const parsing = await timed(async () => {
      for await (const _ of readCsv(Readable.from([bytes]), planned.settings));
    })
    const mapping = await timed(async () => {
      const mapper = rowMapper(planned.kind, planned.settings)
      for await (const row of readCsv(Readable.from([bytes]), planned.settings)) mapper.map(row)
    })
    const { id } = await transact(db, { tenant }, tx =>
      startCsvImport(tx, tenant, { ...planned, hash, dryRun: false }, operator('bench')),
    )
    const parts: CsvParts = { db, place, log: createLog('warn'), now: () => new Date() }
    const cost = await countStatements(server)
    const cpu = server.cpu()
    const ours = process.cpuUsage()
    const importing = await timed(() => workCsvImport(parts, tenant, id))
    const ourMs = process.cpuUsage(ours).user / 1000
    const databaseMs = server.cpu() - cpu
    const statements = await cost()
    const growth = process.memoryUsage().rss
    const done = await transact(db, { tenant }, tx => readImport(tx, tenant, id))
    if (done.new !== items) throw new Error(`only ${done.new} of ${items} rows are new: ${done.code ?? ''}`)
    const raw = await server.asOwner(client => rawCopy(client, tenant, false))
    const keyed = await server.asOwner(client => rawCopy(client, tenant, true))
    const share = raw / importing
    print(
      `${items} items: import ${ms(importing)} (parse ${ms(parsing)}, map ${ms(mapping - parsing)}, server ${ms(databaseMs)}), COPY ${ms(raw)}: ${share.toFixed(2)} × raw; COPY with foreign keys ${ms(keyed)}: ${(keyed / importing).toFixed(2)} ×`,
    )
    return {
      items,
      megabytes: Math.round(bytes.length / 104_857.6) / 10,
      importMs: Math.round(importing),
      parseMs: Math.round(parsing),
      mapMs: Math.round(mapping - parsing),
      ourMs: Math.round(ourMs),
      databaseMs: Math.round(databaseMs),
      copyMs: Math.round(raw),
      keyedCopyMs: Math.round(keyed),
      dearest: dearest(statements, items, 30),
      rssMb: Math.round(growth / 1_048_576),
      goals: [
        atLeast(0.4, Math.round(share * 100) / 100, 'of raw COPY of the same rows, search terms included'),
      ],
    }
  } finally {
    await db.close()
    await server.end()
  }
}

function fileOf(items: number): string {
  const words = ['Hose', 'Jacke', 'Schal', 'Mütze', 'Gürtel', 'Hemd', 'Socke', 'Mantel']
  const lines = [
    'Artikelnummer;Name;Name [de];Beschreibung [de];Name [en];Beschreibung [en];Preis netto;Preis netto Gruppe [Trade];Kategorien',
  ]
  for (let no = 0; no < items; no++) {
    const name = `${words[no % 8]} ${words[(no >> 3) % 8]} Modell ${no % 977}`
    const text = `"${name} aus guter Baumwolle; ""weich"" und haltbar.\nZweite Zeile mit Maßen ${no}."`
    const places = `A > A${no % 20} | B > B${no % 30} > B${no % 5} | C${no % 50}`
    lines.push(
      `CSV-${no};${name};${name};${text};Model ${name};${text};${no % 500},99;${no % 400},49;${places}`,
    )
  }
  return `${lines.join('\n')}\n`
}

/**
 * Milliseconds that a COPY of the rows of the tables takes, into empty tables made like them: without foreign keys, which is
 * the limit, or with them, which shows how much of the distance to it is what they cost.
 */
async function rawCopy(client: pg.Client, tenant: string, foreignKeys: boolean): Promise<number> {
  const prefix = foreignKeys ? 'keyed' : 'raw'
  const copies = await copyTables(client, { tables, prefix, where: `tenant_id = '${tenant}'`, foreignKeys })
  return timed(() => copies.fill())
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

function ms(value: number): string {
  return `${Math.round(value)} ms`
}
