// The server that is measured, in a process of its own. Prints where it listens; answers `cpu` by the processor time that it has
// used so far, in milliseconds; ends at `quit`.
import { createInterface } from 'node:readline'
import { readConfig } from '../../src/base/config.ts'
import { openDatabase } from '../../src/base/database.ts'
import { holderName } from '../../src/base/holder.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { createLog } from '../../src/base/log.ts'
import { openWork } from '../../src/base/openWork.ts'
import { startServer } from '../../src/server/startServer.ts'
import { programKinds } from './programs.ts'

const [url = '', keys = '', kind = '', folder = ''] = process.argv.slice(2)
const connector = programKinds[kind]?.connector
if (!connector) throw new Error(`no program "${kind}"`)
const db = openDatabase({ url, max: 20 })
const server = await startServer({
  db,
  config: readConfig({ KONTOR_DATA: folder, KONTOR_PORT: '0' }),
  keyring: await openKeyring(keys),
  connectors: new Map([[connector.name, connector]]),
  log: createLog('warn'),
  now: () => new Date(),
  holder: holderName(),
  open: openWork(error => console.error(error)),
})
console.log(JSON.stringify(server.url))
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'quit') break
  const { user, system } = process.cpuUsage()
  console.log(
    JSON.stringify({ cpuMs: (user + system) / 1000, peakMb: process.resourceUsage().maxRSS / 1024 }),
  )
}
await server.close()
await db.close()
