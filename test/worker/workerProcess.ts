// A worker as a process of its own, to be killed and frozen. Its only shop never answers; each run is told on standard output.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addressList } from '../../src/base/config.ts'
import { openDatabase } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { createLog } from '../../src/base/log.ts'
import { startWorker } from '../../src/worker/startWorker.ts'
import { neverAnswers, playedConnector, quickTimes } from './workers.ts'

const [url = '', holder = '', leaseMs = ''] = process.argv.slice(2)
const connector = playedConnector(async (_, signal) => {
  console.log('begun')
  await neverAnswers(signal)
})
await startWorker(
  {
    db: openDatabase({ url }),
    keyring: await openKeyring(join(tmpdir(), `kontor-${newId()}.keys`)),
    log: createLog('silent'),
    connectors: new Map([[connector.name, connector]]),
    allowAddresses: addressList(''),
    now: () => new Date(),
  },
  {
    holder,
    slots: 10,
    version: 'test',
    roles: ['worker'],
    times: { ...quickTimes, lease: { ...quickTimes.lease, leaseMs: Number(leaseMs) } },
    onEnd: (_, end) => console.log(end?.state ?? 'lost'),
  },
)
