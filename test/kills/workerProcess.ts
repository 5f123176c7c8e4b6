// A worker as a process of its own, to be frozen: the connector of the product with a short patience, so that its calls
// are over within seconds. How each of its runs ended is told on standard output.
import { addressList } from '../../src/base/config.ts'
import { openDatabase } from '../../src/base/database.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { createLog } from '../../src/base/log.ts'
import { connector } from '../../src/connectors/jtl-connector/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { startWorker } from '../../src/worker/startWorker.ts'
import { quickLease, quickTimes } from '../worker/workers.ts'

const [url = '', keyFile = '', holder = '', timeoutMs = ''] = process.argv.slice(2)
const limits = { ...connector.limits, timeoutMs: Number(timeoutMs) }
await startWorker(
  {
    db: openDatabase({ url, directUrl: url }),
    keyring: await openKeyring(keyFile),
    log: createLog('silent'),
    connectors: new Map([[connector.name, { ...(connector as Connector), limits }]]),
    allowAddresses: addressList('127.0.0.0/8'),
    now: () => new Date(),
  },
  {
    holder,
    slots: 10,
    version: 'test',
    roles: ['worker'],
    times: { ...quickTimes, lease: quickLease },
    onEnd: (lane, end) => console.log(`${lane.kind} ${lane.runId} ${end?.state ?? 'lost'}`),
  },
)
console.log('ready')
