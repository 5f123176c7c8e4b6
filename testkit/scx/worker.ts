/** The worker: fetches events until there are none, acknowledges them, works them off, and tells the host what is to be told. */
import type { Client } from './client.ts'
import { enqueue, handle, readPage } from './events.ts'
import type { Market } from './market.ts'
import { ScxCrash, ScxHotLoop, ScxNoAnswer, ScxRequestFailed } from './programErrors.ts'
import type { Quirks } from './quirks.ts'
import { callOf, givenUp, nextTasks, written } from './tasks.ts'

/** Pages that brought nothing new, one behind the other, after which the worker would never end. */
const mostStalePages = 3
/** Calls of one round: more are no round. */
const mostCalls = 100_000

export interface Worker {
  /**
   * One call: signing in, a page of events, an acknowledgement, or something to be told. Its name; undefined where there is nothing
   * to be done. What failed is tried again by the next step. Throws ScxRequestFailed (what can be tried again), ScxNoAnswer, ScxCrash, ScxClientBroke,
   * ScxHotLoop.
   */
  step(): Promise<string | undefined>
  /** A round: all events, all that is to be told. False where something has to be tried again: the round ended there. */
  poll(): Promise<boolean>
  /** Rounds until all is told and no event is left. Throws what went wrong in the last of so many rounds. */
  settle(rounds?: number): Promise<void>
}

/** A worker over that market. Nothing is remembered but in the market. */
export function createWorker(
  market: Market,
  client: Client,
  quirks: () => Quirks,
  mostPerCall: () => number,
): Worker {
  const { state } = market
  let stalePages = 0
  let lastIds = ''

  const fetchPage = async () => {
    const answer = await client.call({
      operation: 'events',
      ...(quirks().limitInUrl ? { query: { limit: '100' } } : {}),
    })
    const page = readPage(market, answer.fields, quirks())
    if (page.count === 0) {
      state.polling = false
      stalePages = 0
      return
    }
    const isStale = enqueue(market, page) || (page.mapped.length === 0 && page.ids.join() === lastIds)
    lastIds = page.ids.join()
    stalePages = isStale ? stalePages + 1 : 0
    if (stalePages < mostStalePages) return
    stalePages = 0
    state.polling = false
    throw new ScxHotLoop(`the host gives out ${page.ids.slice(0, 3).join(', ')} again and again`)
  }

  const acknowledge = async () => {
    const ids = state.toAck.slice(0, quirks().acksSingly ? 1 : 100)
    await client.call({ operation: 'ack', body: { eventIdList: ids } })
    state.toAck.splice(0, ids.length)
    for (const id of ids) {
      const record = state.book.events[id]
      if (record) record.acked = true
    }
  }

  const tellNext = async () => {
    const tasks = nextTasks(state, mostPerCall())
    const [first] = tasks
    if (!first) return undefined
    try {
      written(state, tasks, await client.call(callOf(tasks, quirks())))
    } catch (error) {
      // Who cannot sign in has said nothing yet: it waits until that is mended.
      const isKept =
        !(error instanceof ScxRequestFailed) || mayBeTriedAgain(error) || error.operation === 'auth'
      if (isKept) throw error
      givenUp(state, tasks, error)
    }
    return first.call
  }

  const step = async () => {
    if (!client.hasToken && (state.polling || state.toAck.length > 0 || state.tasks.length > 0)) {
      await client.authenticate()
      return 'auth'
    }
    if (state.toAck.length > 0) {
      await acknowledge()
      return 'ack'
    }
    if (state.polling) {
      await fetchPage()
      return 'events'
    }
    for (const taken of state.inbox.splice(0)) handle(market, taken)
    return tellNext()
  }

  const poll = async () => {
    state.polling = true
    try {
      for (let calls = 0; calls < mostCalls; calls++) if ((await step()) === undefined) return true
    } catch (error) {
      if (error instanceof ScxNoAnswer || (error instanceof ScxRequestFailed && mayBeTriedAgain(error))) {
        last = error
        return false
      }
      throw error
    }
    throw new ScxHotLoop(`${mostCalls} calls, and still something to do`)
  }
  let last: Error | undefined

  return {
    step,
    poll,
    settle: async (rounds = 20) => {
      for (let round = 0; round < rounds; round++) if (await poll()) return
      throw last ?? new ScxCrash('nothing was tried')
    },
  }
}

function mayBeTriedAgain({ status }: ScxRequestFailed): boolean {
  return status === 401 || status === 429 || status >= 500
}
