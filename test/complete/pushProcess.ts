// A process that works off the catalogue lane of one connection to a reference system, to be killed.
import { setTimeout as slowly } from 'node:timers/promises'
import { addressList } from '../../src/base/config.ts'
import { openDatabase } from '../../src/base/database.ts'
import { holderName } from '../../src/base/holder.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { createLog } from '../../src/base/log.ts'
import type { Connector } from '../../src/port/connector.ts'
import { claimLane } from '../../src/sync/laneClaim.ts'
import { productLease } from '../../src/sync/lanes.ts'
import { runLane } from '../../src/sync/runLane.ts'
import { referenceConnector } from '../../testkit/reference/connector/index.ts'

const [url = '', keyFile = '', tenant = '', connectionId = ''] = process.argv.slice(2)
const usual = referenceConnector({}) as Connector
const { item } = usual.send ?? {}
if (!item) throw new TypeError('the reference system takes items')
const connector: Connector = {
  ...usual,
  limits: { ...usual.limits, perSecond: 1000, burst: 1000 },
  send: {
    ...usual.send,
    item: {
      ...item,
      batch: 20,
      // So slow that a process can be killed before, in and after a call.
      send: async (session, list) => {
        await slowly(4)
        const results = await item.send(session, list)
        await slowly(4)
        return results
      },
    },
  },
}
const db = openDatabase({ url })
const lane = await claimLane(db, {
  tenant,
  connectionId,
  kind: 'catalogue',
  holder: holderName(),
  askedBy: 'tester',
  lease: productLease,
})
if ('fence' in lane) {
  const parts = {
    db,
    keyring: await openKeyring(keyFile),
    log: createLog('silent'),
    connectors: new Map([[connector.name, connector]]),
    allowAddresses: addressList('127.0.0.0/8'),
    now: () => new Date(),
  }
  const end = await runLane(parts, lane, { lease: productLease })
  if (end.state !== 'done') console.log(end.state, end.error)
}
await db.close()
