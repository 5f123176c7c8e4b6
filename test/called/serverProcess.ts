// Kontor's server as a process of its own, to be killed, with the connectors of systems that call. Prints where it listens.
import { readConfig } from '../../src/base/config.ts'
import { openDatabase } from '../../src/base/database.ts'
import { holderName } from '../../src/base/holder.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { createLog } from '../../src/base/log.ts'
import { openWork } from '../../src/base/openWork.ts'
import { connector as scx } from '../../src/connectors/scx/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { startServer } from '../../src/server/startServer.ts'
import { calledConnector } from './calledConnector.ts'

const [url = '', dataDir = '', keyFile = ''] = process.argv.slice(2)
const connectors = [calledConnector(), scx as unknown as Connector]
const server = await startServer({
  db: openDatabase({ url }),
  config: readConfig({ KONTOR_DATA: dataDir, KONTOR_PORT: '0' }),
  keyring: await openKeyring(keyFile),
  connectors: new Map(connectors.map(one => [one.name, one])),
  log: createLog('silent'),
  now: () => new Date(),
  holder: holderName(),
  open: openWork(() => undefined),
})
console.log(server.url)
