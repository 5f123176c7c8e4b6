/**
 * The importing process that is measured: one synchronisation of one connection, as the application role under row-level
 * security, exactly as `kontor sync` does it. Prints one JSON line: wall time, its own CPU, its memory over time.
 */
import { addressList } from '../../src/base/config.ts'
import { openDatabase, transact } from '../../src/base/database.ts'
import { holderName } from '../../src/base/holder.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { createLog } from '../../src/base/log.ts'
import { connector } from '../../src/connectors/jtl-connector/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { productLease } from '../../src/sync/lanes.ts'
import { askForSync, workOffSync } from '../../src/sync/startSync.ts'

const [url = '', keys = '', tenant = ''] = process.argv.slice(2)
const db = openDatabase({ url })
const parts = {
  db,
  keyring: await openKeyring(keys),
  log: createLog('warn'),
  connectors: new Map([[connector.name, connector as Connector]]),
  allowAddresses: addressList('127.0.0.0/8'),
  now: () => new Date(),
}
const wish = { tenant, channels: [], lanes: ['orders'] as const, askedBy: 'bench', holder: holderName() }
const memory: number[] = []
const watch = setInterval(() => memory.push(process.memoryUsage.rss()), 100)
const started = await transact(db, { tenant }, tx => askForSync(tx, wish))
const cpu = process.cpuUsage()
const at = performance.now()
const run = await workOffSync(parts, wish, started, { lease: productLease })
const ms = performance.now() - at
const used = process.cpuUsage(cpu)
clearInterval(watch)
await db.close()
const quarter = Math.ceil(memory.length / 4)
console.log(
  JSON.stringify({
    state: run.state,
    error: run.error,
    figures: run.figures,
    ms,
    cpuMs: (used.user + used.system) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
    // Flat: the second quarter (warm) against the last.
    warmMb: median(memory.slice(quarter, 2 * quarter)) / 1048576,
    lastMb: median(memory.slice(-quarter)) / 1048576,
  }),
)

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0
}
