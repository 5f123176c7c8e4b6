import pg from 'pg'
import { type EmbeddedOptions, startEmbedded } from './startEmbedded.ts'

/** The embedded database in use by this process. */
export interface UsedEmbedded {
  readonly url: string
  /** Ends the use: the server stops if this process started it and nobody else is connected, else it stays. */
  leave(): Promise<void>
}

const watchMs = 1000

/**
 * Starts or adopts the embedded database and keeps it alive while this process uses it: a server that dies is started
 * again at the same place, so that pools find it by themselves. `onError` hears of a start that fails; it is tried again.
 */
export async function useEmbedded(
  options: EmbeddedOptions,
  onError: (error: unknown) => void,
): Promise<UsedEmbedded> {
  let server = await startEmbedded(options)
  let started = !server.adopted
  let starting: Promise<void> | undefined
  const again = async () => {
    server = await startEmbedded(options)
    started ||= !server.adopted
  }
  const watch = setInterval(() => {
    if (starting || isAlive(server.pid)) return
    starting = again()
      .catch(onError)
      .finally(() => {
        starting = undefined
      })
  }, watchMs)
  watch.unref()
  return {
    url: server.url,
    leave: async () => {
      clearInterval(watch)
      await starting
      if (started && isAlive(server.pid) && !(await hasOtherUsers(server.url))) await server.stop()
    },
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' // it runs, under another account
  }
}

async function hasOtherUsers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined) // a server that dies now needs no stopping: the query below says so
  try {
    await client.connect()
    const { rows } = await client.query(
      `select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() limit 1`,
    )
    return rows.length > 0
  } catch {
    return false // it does not answer: stopping it clears up what is left
  } finally {
    await client.end().catch(() => undefined)
  }
}
