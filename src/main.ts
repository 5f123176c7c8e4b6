import { existsSync, realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Config } from './base/config.ts'
import { openDatabase } from './base/database.ts'
import { holderName } from './base/holder.ts'
import { openKeyring } from './base/keyring.ts'
import { errorFacts, type Log } from './base/log.ts'
import { migrate } from './base/migrate.ts'
import { openWork } from './base/openWork.ts'
import type { OpenKontor, Program, ReachedDatabase } from './cli/program.ts'
import { runCli } from './cli/runCli.ts'

/** Connections of one process. Runs wait for shops most of the time; a server of PostgreSQL often takes no more than 100. */
const connections = 20

/** The wired program. What is large and seldom needed is loaded when it is. */
export const program: Program = {
  open: openKontor,
  reach: reachDatabase,
  connectors: async config => (await import('./registry.ts')).loadRegistry(config.connectors),
  demoWorld: async options => (await import('../examples/online-retail/demoWorld.ts')).openDemoWorld(options),
  contract: async (folder, simulator) =>
    (await import('../testkit/contract/runContract.ts')).runContract(folder, simulator),
}

/**
 * Opens everything that Kontor is made of: the database (the embedded one is started or adopted), its schema brought up
 * to date, the key ring, the connectors. What cannot be opened is closed again.
 */
export async function openKontor(config: Config, log: Log): Promise<OpenKontor> {
  const reached = await reachDatabase(config, log)
  try {
    const { url, directUrl } = reached
    const migrated = await migrate(directUrl)
    const keyring = await openKeyring(config.secretKeyFile)
    const connectors = await program.connectors(config)
    const onError = (error: Error) => log.warn(errorFacts(error), 'an idle database connection ended')
    const db = openDatabase({ url, directUrl, max: connections, onError })
    const open = openWork(error => log.error(errorFacts(error), 'work in the background broke off'))
    const kontor = { db, config, keyring, connectors, log, now: () => new Date(), holder: holderName(), open }
    const close = async () => {
      await open.end()
      await db.close()
      await reached.leave()
    }
    return { kontor, migrated, close }
  } catch (error) {
    await reached.leave()
    throw error
  }
}

async function reachDatabase(config: Config, log: Log): Promise<ReachedDatabase> {
  const embedded = config.databaseUrl === undefined ? await openEmbedded(config, log) : undefined
  const url = config.databaseUrl ?? embedded?.url ?? ''
  return { url, directUrl: config.databaseDirectUrl ?? url, leave: async () => embedded?.leave() }
}

async function openEmbedded(config: Config, log: Log) {
  const { useEmbedded } = await import('./base/embedded/useEmbedded.ts')
  return useEmbedded({ dataDir: config.dataDir, log: line => log.info(line) }, error =>
    log.error(errorFacts(error), 'the embedded database does not start again'),
  )
}

// Imported by a test this file only hands out the program; started, it runs the command line.
const [, started = ''] = process.argv
if (existsSync(started) && realpathSync(started) === fileURLToPath(import.meta.url))
  process.exitCode = await runCli(process.argv.slice(2), process.env, program)
