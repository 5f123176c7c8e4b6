/**
 * The worker of the product in a process of its own that can be looked into. Prints one line when it works; answers `memory` (after
 * a full collection), `cpu` and `alone URL` (how long that shop needs for the last pushes of items, when they lie ready
 * and nothing is done with its answers; made twice, and the second time counts) by one line each; ends at `quit`. Runs under `--expose-gc`.
 */
import { createInterface } from 'node:readline'
import { addressList } from '../../src/base/config.ts'
import { openDatabase } from '../../src/base/database.ts'
import { holderName } from '../../src/base/holder.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { createLog } from '../../src/base/log.ts'
import type { Connector } from '../../src/port/connector.ts'
import { startWorker } from '../../src/worker/startWorker.ts'
import { replay } from '../push/pushAlone.ts'
import { overheard } from './overheard.ts'

const [url = '', directUrl = '', keys = '', token = '', slots = '100', timeoutMs = ''] = process.argv.slice(2)
/** So many bodies are kept for `alone`: not all, because to keep them costs memory. */
const kept = 40
const bodies: string[] = []
const jtl = overheard(body => {
  if (!body.includes('product.push')) return
  bodies.push(body)
  if (bodies.length > kept) bodies.shift()
})
const connector: Connector = {
  ...jtl,
  limits: { ...jtl.limits, ...(timeoutMs === '' ? {} : { timeoutMs: Number(timeoutMs) }) },
}
const db = openDatabase({ url, directUrl, max: 20 })
const pooled = url !== directUrl
const worker = await startWorker(
  {
    db,
    keyring: await openKeyring(keys),
    log: createLog('error'),
    connectors: new Map([[connector.name, connector]]),
    allowAddresses: addressList('127.0.0.0/8'),
    now: () => new Date(),
  },
  {
    holder: holderName(),
    slots: Number(slots),
    version: 'bench',
    roles: ['worker'],
    times: { patienceMs: 0 },
    ...(pooled ? { listens: false, pollMs: 250 } : {}),
  },
)
console.log(JSON.stringify({ works: true }))
for await (const line of createInterface({ input: process.stdin })) {
  const [wish, what = ''] = line.split(' ')
  if (wish === 'quit') break
  console.log(JSON.stringify(wish === 'alone' ? await alone(what) : wish === 'memory' ? memory() : cpu()))
}
await worker.stop()
await db.close()

async function alone(shop: string) {
  return { ms: await replay(shop, token, bodies), calls: bodies.length }
}

function memory() {
  global.gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  return { rss, heapUsed }
}

function cpu() {
  const { user, system } = process.cpuUsage()
  return { cpuMs: (user + system) / 1000 }
}
