import pg from 'pg'
import { errorFacts, type Log } from '../base/log.ts'
import { type LaneKey, laneKinds, wakeChannel } from '../sync/lanes.ts'

/** A pause before the next attempt to listen again; it doubles up to the second one. */
const firstPauseMs = 100
const longestPauseMs = 5_000

export interface Listener {
  close(): Promise<void>
}

/**
 * Listens for notifications on a connection of its own, past any pooler, and connects again when it breaks. What was said
 * meanwhile is gone, so `onConnect` is called each time it listens: look at everything then. A notification is a hint, and
 * nothing is wrong where none arrives.
 */
export function listenForWakes(
  directUrl: string,
  log: Log,
  on: { wake(lane: LaneKey): void; connect(): void },
): Listener {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let closed = false
  let pause = firstPauseMs

  const again = (error: unknown) => {
    if (closed || timer) return
    log.warn(errorFacts(error), 'notifications are cut off; the sweep goes on')
    timer = setTimeout(() => {
      timer = undefined
      opening = open()
    }, pause)
    pause = Math.min(longestPauseMs, pause * 2)
  }
  const open = async () => {
    const fresh = new pg.Client({
      connectionString: directUrl,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    })
    fresh.on('error', error => leave(error))
    fresh.on('end', () => leave(new Error('the connection ended')))
    const leave = (error: Error) => {
      if (client !== fresh) return
      client = undefined
      fresh.end().catch(() => undefined) // it is broken: there is nobody to say goodbye to
      again(error)
    }
    fresh.on('notification', ({ payload }) => {
      const lane = laneIn(payload ?? '')
      if (lane) on.wake(lane)
    })
    client = fresh
    try {
      await fresh.connect()
      await fresh.query(`listen ${wakeChannel}`)
      pause = firstPauseMs
      on.connect()
    } catch (error) {
      leave(error instanceof Error ? error : new Error(String(error)))
    }
  }
  let opening = open()
  return {
    close: async () => {
      closed = true
      clearTimeout(timer)
      await opening
      const last = client
      client = undefined
      await last?.end().catch(() => undefined) // its end was wanted
    },
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

// Anybody who may use the database may notify: what is no lane is not heard.
function laneIn(payload: string): LaneKey | undefined {
  const [tenant = '', connectionId = '', word] = payload.split(' ')
  const kind = laneKinds.find(one => one === word)
  return kind && uuid.test(tenant) && uuid.test(connectionId) ? { tenant, connectionId, kind } : undefined
}
