// The server that is measured, in a process of its own. Prints where it listens; answers `cpu` by the processor time that it has
// used so far, in milliseconds; `lane TENANT CONNECTION` works the catalogue lane off and answers how it ended; ends at `quit`.
import { createInterface } from 'node:readline'
import { readConfig } from '../../src/base/config.ts'
import { openDatabase } from '../../src/base/database.ts'
import { holderName } from '../../src/base/holder.ts'
import { openKeyring } from '../../src/base/keyring.ts'
import { createLog } from '../../src/base/log.ts'
import { openWork } from '../../src/base/openWork.ts'
import type { Kontor } from '../../src/operations/operation.ts'
import { laneParts } from '../../src/operations/syncParts.ts'
import { startServer } from '../../src/server/startServer.ts'
import { claimLane } from '../../src/sync/laneClaim.ts'
import { productLease } from '../../src/sync/lanes.ts'
import { runLane } from '../../src/sync/runLane.ts'
import { programKinds } from './programs.ts'

const [url = '', keys = '', kind = '', folder = ''] = process.argv.slice(2)
const connector = programKinds[kind]?.connector
if (!connector) throw new Error(`no program "${kind}"`)
const db = openDatabase({ url, max: 20 })
const kontor: Kontor = {
  db,
  config: readConfig({ KONTOR_DATA: folder, KONTOR_PORT: '0' }),
  keyring: await openKeyring(keys),
  connectors: new Map([[connector.name, connector]]),
  log: createLog('warn'),
  now: () => new Date(),
  holder: holderName(),
  open: openWork(error => console.error(error)),
}
const server = await startServer(kontor)
console.log(JSON.stringify(server.url))
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'quit') break
  const [wish, tenant = '', connectionId = ''] = line.split(' ')
  if (wish === 'lane') {
    const { holder } = kontor
    const of = {
      tenant,
      connectionId,
      kind: 'catalogue' as const,
      holder,
      askedBy: 'bench',
      lease: productLease,
    }
    const lane = await claimLane(db, of)
    if (!('fence' in lane)) throw new Error('the lane is held')
    const { state, error } = await runLane(laneParts({ kontor }), lane, { lease: productLease })
    if (state !== 'done') throw new Error(JSON.stringify(error))
    console.log(JSON.stringify({ state }))
    continue
  }
  const { user, system } = process.cpuUsage()
  console.log(
    JSON.stringify({ cpuMs: (user + system) / 1000, peakMb: process.resourceUsage().maxRSS / 1024 }),
  )
}
await server.close()
await db.close()
