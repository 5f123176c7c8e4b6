import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database } from '../base/database.ts'
import { Unreachable } from '../port/errors.ts'

/** Who goes first where several calls of a connection wait. */
export const priorities = ['acks', 'stock', 'orders', 'status', 'rest'] as const
export type Priority = (typeof priorities)[number]

/**
 * The one gate that all calls of a connection pass in this process: as many at once as its connector allows, the more
 * urgent first. One process holds all lanes of a connection, so this is the connection's gate.
 */
export interface CallGate {
  /**
   * Runs `work` in a slot. Calls made inside of it are in that slot already, whatever else they wait for, so that what is
   * sent can be computed there. With `lastsMs` none of them outlives or starts after that time, counted from the slot's begin.
   */
  run<T>(wish: SlotWish, work: () => Promise<T>): Promise<T>
  /**
   * Work whose calls follow each other: between two of them the slot is kept free for a moment, so that it waits for somebody
   * else's long call once and not before each of its own. Acknowledgements pass all the same.
   */
  hurry<T>(work: () => Promise<T>): Promise<T>
  /** One reader of orders at a time: two would overwrite each other's cursors. Holds no slot. */
  reading<T>(work: () => Promise<T>): Promise<T>
  /** When (by the database's clock) the last complete reading of orders of this process began. */
  fetchedAt?: Date
  /** How many elements of a kind the next writing call takes, so that it lasts no longer than it should. */
  readonly sizes: Map<string, number>
}

export interface SlotWish {
  readonly priority: Priority
  readonly lastsMs?: number
  readonly signal?: AbortSignal
}

interface Waiting {
  readonly priority: Priority
  readonly hurries: boolean
  readonly go: () => void
}

interface Held {
  readonly gate: CallGate
  readonly deadline: number | undefined
  open: boolean
}

/** So long a slot stays free for the next call of work that hurries. */
const courtesyMs = 100

const hurrying = new AsyncLocalStorage<CallGate>()
const heldSlot = new AsyncLocalStorage<Held>()
const wishedPriority = new AsyncLocalStorage<Priority>()
// Per database handle: two tests, or two databases, in one process do not share gates.
const gates = new WeakMap<Database, Map<string, CallGate>>()

/** The gate of a connection, the same for all lanes of this process. */
export function callGate(db: Database, connectionId: string, concurrent: number): CallGate {
  const ofDatabase = gates.get(db) ?? new Map<string, CallGate>()
  gates.set(db, ofDatabase)
  const gate = ofDatabase.get(connectionId) ?? createGate(concurrent)
  ofDatabase.set(connectionId, gate)
  return gate
}

/** Calls inside of `work` that wait for a slot do so with this priority, whatever their session has. */
export function withPriority<T>(priority: Priority, work: () => Promise<T>): Promise<T> {
  return wishedPriority.run(priority, work)
}

/**
 * One HTTP call through the gate: at once inside of a held slot, else when its turn comes. The call is handed the signal
 * of the slot's deadline. Throws `Unreachable` (nothing happened) where the deadline has passed before it began.
 */
export async function passGate<T>(
  gate: CallGate,
  wish: SlotWish,
  call: (deadline?: AbortSignal) => Promise<T>,
): Promise<T> {
  const held = heldSlot.getStore()
  if (held?.open && held.gate === gate) return beforeDeadline(held.deadline, call)
  return gate.run({ ...wish, priority: wishedPriority.getStore() ?? wish.priority }, () => call())
}

function beforeDeadline<T>(
  deadline: number | undefined,
  call: (signal?: AbortSignal) => Promise<T>,
): Promise<T> {
  if (deadline === undefined) return call()
  const left = deadline - Date.now()
  if (left <= 0)
    throw new Unreachable('the time of the call had run out before it began', { mayHaveWorked: false })
  return call(AbortSignal.timeout(left))
}

/** A gate of its own; use `callGate`. */
export function createGate(concurrent: number): CallGate {
  let free = Math.max(1, concurrent)
  const waiting: Waiting[] = []
  let lastReader: Promise<unknown> = Promise.resolve()
  let hurried = 0
  let keptUntil = 0
  let timer: NodeJS.Timeout | undefined

  const keepFree = () => {
    keptUntil = performance.now() + courtesyMs
  }
  const mayPass = (entry: Waiting) =>
    hurried === 0 || entry.hurries || entry.priority === 'acks' || performance.now() >= keptUntil
  const handOver = () => {
    clearTimeout(timer)
    while (free > 0) {
      const next = takeNext(waiting, mayPass)
      if (!next) break
      free--
      next.go()
    }
    if (free > 0 && waiting.length > 0)
      timer = setTimeout(handOver, Math.max(1, Math.ceil(keptUntil - performance.now())))
  }
  const enter = ({ priority, signal }: SlotWish) =>
    new Promise<void>((go, stop) => {
      if (signal?.aborted) return stop(signal.reason)
      const giveUp = () => {
        waiting.splice(waiting.indexOf(entry), 1)
        stop(signal?.reason)
      }
      const entry: Waiting = {
        priority,
        hurries: hurrying.getStore() === gate,
        go: () => {
          signal?.removeEventListener('abort', giveUp)
          go()
        },
      }
      waiting.push(entry)
      signal?.addEventListener('abort', giveUp, { once: true })
      handOver()
    })
  const gate: CallGate = {
    sizes: new Map(),
    run: async (wish, work) => {
      await enter(wish)
      const deadline = wish.lastsMs === undefined ? undefined : Date.now() + wish.lastsMs
      const held: Held = { gate, deadline, open: true }
      try {
        return await heldSlot.run(held, work)
      } finally {
        held.open = false // what was started in the slot and outlives it waits like everybody else
        free++
        if (hurrying.getStore() === gate) keepFree()
        handOver()
      }
    },
    hurry: async work => {
      hurried++
      keepFree()
      try {
        return await hurrying.run(gate, work)
      } finally {
        hurried--
        handOver()
      }
    },
    reading: work => {
      const mine = lastReader.then(work, work)
      lastReader = mine.catch(() => undefined) // its own caller hears of it; the next reader only waits
      return mine
    },
  }
  return gate
}

// The most urgent of those that may; among equals who came first.
function takeNext(waiting: Waiting[], may: (entry: Waiting) => boolean): Waiting | undefined {
  const rank = (entry: Waiting) => priorities.indexOf(entry.priority)
  let best: Waiting | undefined
  for (const entry of waiting) if (may(entry) && (!best || rank(entry) < rank(best))) best = entry
  if (best) waiting.splice(waiting.indexOf(best), 1)
  return best
}
