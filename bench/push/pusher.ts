/**
 * The sending process that is measured: one lane of one connection, as the application role under row-level security, exactly
 * as a worker runs it. Each line `run LANE` is one run, answered by one JSON line with its wall time and its own CPU; `alone
 * URL` posts the writing calls of the last run once more to that shop, with nothing else done; ends at `quit`.
 */
import { createInterface } from 'node:readline'
import { addressList } from '../../src/base/config.ts'
import { openDatabase } from '../../src/base/database.ts'
import { holderName } from '../../src/base/holder.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { createLog } from '../../src/base/log.ts'
import { claimLane } from '../../src/sync/laneClaim.ts'
import { type LaneKind, productLease } from '../../src/sync/lanes.ts'
import { runLane } from '../../src/sync/runLane.ts'
import { overheard } from '../support/overheard.ts'
import { replay } from './pushAlone.ts'

const [url = '', keys = '', tenant = '', connectionId = '', token = ''] = process.argv.slice(2)
const db = openDatabase({ url })
const bodies: string[] = []
let records = false
const connector = overheard(body => {
  if (records && body.includes('.push%22')) bodies.push(body)
})
const parts = {
  db,
  keyring: await openKeyring(keys),
  log: createLog('warn'),
  connectors: new Map([[connector.name, connector]]),
  allowAddresses: addressList('127.0.0.0/8'),
  now: () => new Date(),
}
const holder = holderName()
const beats = { lease: productLease }
for await (const line of createInterface({ input: process.stdin })) {
  const [wish, what = ''] = line.split(' ')
  if (wish === 'quit') break
  console.log(
    JSON.stringify(
      wish === 'alone'
        ? { ms: await replay(what, token, bodies) }
        : await runOnce(what as LaneKind, wish === 'record'),
    ),
  )
}
await db.close()

async function runOnce(kind: LaneKind, recorded: boolean) {
  records = recorded
  bodies.length = 0
  const lane = await claimLane(db, { tenant, connectionId, kind, holder, askedBy: 'bench', ...beats })
  if (!('fence' in lane)) throw new Error('the lane is held')
  const cpu = process.cpuUsage()
  const started = performance.now()
  const end = await runLane(parts, lane, beats)
  const ms = performance.now() - started
  const used = process.cpuUsage(cpu)
  const { state, figures, error } = end
  return { state, figures, error, ms, cpuMs: (used.user + used.system) / 1000, calls: bodies.length }
}
