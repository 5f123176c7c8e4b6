// A process that imports the catalogue of one shop, to be killed.

import { blobPlace } from '../../src/base/blobs.ts'
import { addressList, readConfig } from '../../src/base/config.ts'
import { openDatabase, transact } from '../../src/base/database.ts'
import { holderName } from '../../src/base/holder.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { createLog } from '../../src/base/log.ts'
import { connector } from '../../src/connectors/jtl-connector/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { warehouseOf } from '../../src/stock/warehouses.ts'
import { leftOutOf } from '../../src/sync/firstImport/conditions.ts'
import { importCatalogue } from '../../src/sync/firstImport/importCatalogue.ts'
import { productLease } from '../../src/sync/lanes.ts'

const [url = '', keyFile = '', tenant = '', connectionId = '', dataDir = ''] = process.argv.slice(2)
const db = openDatabase({ url })
const { id: warehouseId } = await transact(db, { tenant }, tx => warehouseOf(tx, tenant, 'HAUPT'))
await importCatalogue(
  {
    db,
    keyring: await openKeyring(keyFile),
    log: createLog('silent'),
    connectors: new Map([[connector.name, connector as Connector]]),
    allowAddresses: addressList('127.0.0.0/8'),
    blobs: blobPlace({ ...readConfig({}), dataDir }),
    now: () => new Date(),
  },
  {
    tenant,
    connectionId,
    by: 'tester',
    holder: holderName(),
    lease: productLease,
    only: undefined,
    leftOut: leftOutOf([]),
    warehouseId,
  },
)
await db.close()
