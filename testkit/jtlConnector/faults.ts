/**
 * Things that go wrong between a shop and its caller, by script or by chance. Same plan, same calls: same faults.
 */
import { problems } from '../../src/base/errors.ts'
import { createChance, pick } from './chance.ts'

/** Each fault and what it does. */
export const faultTable = {
  http500: 'HTTP 500 with an HTML page; nothing was done',
  http503: 'HTTP 503 with an HTML page; nothing was done',
  htmlBody: 'HTTP 200 with an HTML page; nothing was done',
  http429: 'HTTP 429 of what stands before the shop, with 120 s to wait; nothing was done',
  http429Bare: 'HTTP 429 without a time; nothing was done',
  http401: 'HTTP 401 of what stands before the shop; nothing was done',
  http301: 'HTTP 301 to another address; nothing was done',
  tokenRefused: 'error 790, as if the password had been changed; nothing was done',
  resetBefore: 'the connection is reset; nothing was done',
  cutAfterSuccess: 'everything was done, then the connection is cut without an answer',
  hangAfterSuccess: 'everything was done, the answer never comes',
  http500AfterSuccess: 'everything was done, HTTP 500 is answered',
  truncatedBody: 'everything was done, half of the answer comes, with the length of that half',
  wrongLength:
    'everything was done, half of the answer comes, with the length of the whole, then the connection ends',
  sessionExpired: 'the session is dropped before the call',
  duplicatePage: 'a pull delivers its last page once more, acked or not',
  pageOverlap: 'a page begins with the last model of the page before, acked or not',
  changedBetweenPages: 'the next order that waits is changed in the shop before the page is made',
  lostAck: 'ack answers true and stores nothing',
  forgetsAcked: 'before the call the shop forgets which orders were acked',
  executionTimeout: 'a push stores half of its models, then PHP ends it (code 1)',
  slow: 'the answer comes late (delayMs, and modelMs more for each model of the call)',
} as const

export type FaultKind = keyof typeof faultTable

/** The names of all faults, in the order of the table. */
export const faultKinds = Object.keys(faultTable) as FaultKind[]

const forPeople: ReadonlySet<FaultKind> = new Set([
  'http429',
  'http429Bare',
  'http401',
  'http301',
  'tokenRefused',
])

/** Those that pass by themselves: after them no person has to act, and nobody has to wait for minutes. */
export const passingFaults = faultKinds.filter(kind => !forPeople.has(kind))

/** One planned fault. */
export interface ScriptedFault {
  /** 1 = the first call since the plan was set; counts only calls of `method` if that is given. */
  readonly onCall: number
  /** In snake_case, for example `customer_order.pull`. */
  readonly method?: string
  readonly fault: FaultKind
  /** So many calls in a row; default 1. */
  readonly times?: number
  readonly delayMs?: number
  readonly modelMs?: number
}

/** Faults by chance: each call fails with probability `rate` by one of the kinds that fit its method. */
export interface RandomFaults {
  readonly seed: number
  readonly rate: number
  readonly kinds: readonly FaultKind[]
  /** Only these methods, in snake_case. */
  readonly methods?: readonly string[]
  /** No more than so many faults in all. */
  readonly most?: number
  readonly delayMs?: number
  readonly modelMs?: number
}

export type FaultPlan = RandomFaults | { readonly script: readonly ScriptedFault[] }

export interface ActiveFault {
  readonly kind: FaultKind
  readonly delayMs: number
  readonly modelMs: number
}

export interface Faults {
  /** Decides about the next call. */
  next(method: string): ActiveFault | null
}

const fail = problems({
  SHOP_FAULT_UNKNOWN: {
    status: 400,
    de: 'Der Demo-Shop kennt die Störung „{name}“ nicht; möglich sind: {names}.',
    en: 'The demo shop does not know the fault "{name}"; possible are: {names}.',
  },
})

/** Starts a plan; no plan, no faults. Throws SHOP_FAULT_UNKNOWN. */
export function createFaults(plan: FaultPlan | null | undefined): Faults {
  if (!plan) return { next: () => null }
  const names = 'script' in plan ? plan.script.map(entry => entry.fault) : plan.kinds
  const unknown = names.find(name => !Object.hasOwn(faultTable, name))
  if (unknown !== undefined) throw fail('SHOP_FAULT_UNKNOWN', { name: unknown, names: faultKinds })
  return 'script' in plan ? scripted(plan.script) : random(plan)
}

/** Whether a fault makes sense for a method; a plan by chance chooses among those that do. */
export function fits(kind: FaultKind, method: string): boolean {
  const action = method.slice(method.lastIndexOf('.') + 1)
  if (kind === 'lostAck') return action === 'ack'
  if (kind === 'duplicatePage' || kind === 'pageOverlap') return action === 'pull'
  if (kind === 'changedBetweenPages') return method === 'customer_order.pull'
  if (kind === 'executionTimeout') return action === 'push'
  if (kind === 'forgetsAcked') return action === 'pull'
  if (kind === 'sessionExpired') return action !== 'auth'
  return true
}

function scripted(script: readonly ScriptedFault[]): Faults {
  const counts = new Map<string, number>()
  let calls = 0
  return {
    next(method) {
      calls++
      const ofMethod = (counts.get(method) ?? 0) + 1
      counts.set(method, ofMethod)
      const due = script.find(entry => {
        if (entry.method !== undefined && entry.method !== method) return false
        const count = entry.method === undefined ? calls : ofMethod
        return count >= entry.onCall && count < entry.onCall + (entry.times ?? 1)
      })
      return due ? { kind: due.fault, ...late(due) } : null
    },
  }
}

function random(plan: RandomFaults): Faults {
  const chance = createChance(plan.seed)
  let left = plan.most ?? Number.POSITIVE_INFINITY
  return {
    next(method) {
      // Both numbers are drawn for each call, so that a call's fate depends on its position only.
      const hit = chance() < plan.rate
      const choice = chance()
      if (!hit || left <= 0 || (plan.methods && !plan.methods.includes(method))) return null
      const [first, ...rest] = plan.kinds.filter(kind => fits(kind, method))
      if (first === undefined) return null
      left--
      return { kind: pick(() => choice, [first, ...rest]), ...late(plan) }
    },
  }
}

function late({ delayMs = 1000, modelMs = 0 }: { readonly delayMs?: number; readonly modelMs?: number }) {
  return { delayMs, modelMs }
}
