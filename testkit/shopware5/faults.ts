/** Things that go wrong between the shop and its caller, by script or by chance. Same plan, same calls: same faults. */
import { problems } from '../../src/base/errors.ts'
import { createChance, pick } from '../jtlConnector/chance.ts'

/** Each fault and what it does. */
export const faultTable = {
  http500:
    'HTTP 500 in the words of the shop, with a stack trace that shows what it was sent; nothing was done',
  http502: 'HTTP 502 from a server in front; nothing was done',
  http429: 'HTTP 429 of what stands before the shop, with 120 s to wait; nothing was done',
  http429Bare: 'HTTP 429 without a time; nothing was done',
  htmlBody: 'HTTP 200 with an HTML page; nothing was done',
  emptyBody: 'HTTP 200 with nothing in it; nothing was done',
  maintenance: 'HTTP 503 with a page for people; nothing was done',
  unauthorized: 'HTTP 401: the key is not valid any more; nothing was done',
  forbidden: 'HTTP 403: the role of the user does not allow it; nothing was done',
  redirect: 'HTTP 301 to another address; nothing was done',
  notFound: 'HTTP 404 with an HTML page; nothing was done',
  resetBefore: 'the connection is reset; nothing was done',
  cutAfterSuccess: 'everything was done, then the connection is cut without an answer',
  hangAfterSuccess: 'everything was done, the answer never comes',
  http500AfterSuccess: 'everything was done, HTTP 500 is answered',
  truncatedBody: 'everything was done, half of the answer comes, with the length of that half',
  wrongLength: 'everything was done, half of the answer comes, with the length of the whole, then the end',
  diesMidway:
    'a batch ends after half of its elements, with HTTP 500; a single write before anything is done',
  doubledPage: 'a list holds each record twice',
  staleNonce: 'the nonce is not valid any more: HTTP 401 with a new one; nothing was done',
  slow: 'the answer comes late (delayMs)',
} as const

export type FaultKind = keyof typeof faultTable

/** The names of all faults, in the order of the table. */
export const faultKinds = Object.keys(faultTable) as FaultKind[]

/** One planned fault. */
export interface ScriptedFault {
  /** 1 = the first call since the plan was set; counts only calls that `on` fits if that is given. */
  readonly onCall: number
  /** Such as `GET orders`, `PUT orders/{id}` or `PUT variants`. */
  readonly on?: string
  readonly fault: FaultKind
  /** So many calls in a row; default 1. */
  readonly times?: number
  readonly delayMs?: number
}

/** Faults by chance: each call fails with probability `rate` by one of the kinds. */
export interface RandomFaults {
  readonly seed: number
  readonly rate: number
  readonly kinds: readonly FaultKind[]
  /** Only these calls. */
  readonly on?: readonly string[]
  /** No more than so many faults in all. */
  readonly most?: number
  readonly delayMs?: number
}

export type FaultPlan = RandomFaults | { readonly script: readonly ScriptedFault[] }

export interface ActiveFault {
  readonly kind: FaultKind
  readonly delayMs: number
}

export interface Faults {
  /** Decides about the next call. */
  next(call: string): ActiveFault | null
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
  const given = 'script' in plan ? plan.script.map(entry => entry.fault) : plan.kinds
  const unknown = given.find(name => !Object.hasOwn(faultTable, name))
  if (unknown !== undefined) throw fail('SHOP_FAULT_UNKNOWN', { name: unknown, names: faultKinds })
  return 'script' in plan ? scripted(plan.script) : random(plan)
}

function scripted(script: readonly ScriptedFault[]): Faults {
  const counts = new Map<string, number>()
  let calls = 0
  return {
    next(call) {
      calls++
      counts.set(call, (counts.get(call) ?? 0) + 1)
      const due = script.find(entry => {
        if (entry.on !== undefined && entry.on !== call) return false
        const count = entry.on === undefined ? calls : (counts.get(call) ?? 0)
        return count >= entry.onCall && count < entry.onCall + (entry.times ?? 1)
      })
      return due ? { kind: due.fault, delayMs: due.delayMs ?? 1000 } : null
    },
  }
}

function random(plan: RandomFaults): Faults {
  const chance = createChance(plan.seed)
  let left = plan.most ?? Number.POSITIVE_INFINITY
  return {
    next(call) {
      // Both numbers are drawn for each call, so that a call's fate depends on its position only.
      const hit = chance() < plan.rate
      const choice = chance()
      if (!hit || left <= 0 || (plan.on && !plan.on.includes(call))) return null
      const [first, ...rest] = plan.kinds
      if (first === undefined) return null
      left--
      return { kind: pick(() => choice, [first, ...rest]), delayMs: plan.delayMs ?? 1000 }
    },
  }
}
