/** Things that go wrong between the program and its host, by script or by chance. Same plan, same calls: same faults. */
import { problems } from '../../src/base/errors.ts'
import { createChance, pick } from '../jtlConnector/chance.ts'
import type { CallName } from './operations.ts'

/** Each fault and what it does. */
export const faultTable = {
  crashBefore: 'the program dies before the call',
  crashAfter: 'the program dies after the call, before it has looked at the answer',
  cutBefore: 'the connection is cut before anything was sent',
  cutRequest: 'the connection is cut after half of the request',
  lostAnswer: 'the call was made, its answer never comes',
  doubled: 'the call is made twice, one after the other',
  parallel: 'the call is made twice at once',
  slow: 'the body is sent in many small pieces',
  wrongToken: 'the token was changed on its way',
  oldToken: 'the first token that the program ever had is used',
} as const

export type FaultKind = keyof typeof faultTable

/** The names of all faults, in the order of the table. */
export const faultKinds = Object.keys(faultTable) as FaultKind[]

/** One planned fault. */
export interface ScriptedFault {
  /** 1 = the first call since the plan was set; counts only calls of `on` if that is given. */
  readonly onCall: number
  readonly on?: CallName
  readonly fault: FaultKind
}

/** Faults by chance: each call fails with probability `rate` by one of the kinds. */
export interface RandomFaults {
  readonly seed: number
  readonly rate: number
  readonly kinds: readonly FaultKind[]
  /** Only these calls. */
  readonly on?: readonly CallName[]
  /** No more than so many faults in all. */
  readonly most?: number
}

export type FaultPlan = RandomFaults | { readonly script: readonly ScriptedFault[] }

/** Decides about the next call. */
export type Faults = (call: CallName) => FaultKind | undefined

const fail = problems({
  SCX_FAULT_UNKNOWN: {
    status: 400,
    de: 'Das Kanalprogramm kennt die Störung „{name}“ nicht; möglich sind: {names}.',
    en: 'The channel program does not know the fault "{name}"; possible are: {names}.',
  },
})

/** Starts a plan; no plan, no faults. Throws SCX_FAULT_UNKNOWN. */
export function createFaults(plan: FaultPlan | null | undefined): Faults {
  if (!plan) return () => undefined
  const given = 'script' in plan ? plan.script.map(entry => entry.fault) : plan.kinds
  const unknown = given.find(name => !Object.hasOwn(faultTable, name))
  if (unknown !== undefined) throw fail('SCX_FAULT_UNKNOWN', { name: unknown, names: faultKinds })
  return 'script' in plan ? scripted(plan.script) : random(plan)
}

function scripted(script: readonly ScriptedFault[]): Faults {
  const seen = script.map(() => 0)
  return call => {
    let fault: FaultKind | undefined
    for (const [at, entry] of script.entries()) {
      if (entry.on !== undefined && entry.on !== call) continue
      const count = (seen[at] ?? 0) + 1
      seen[at] = count
      if (count === entry.onCall) fault ??= entry.fault
    }
    return fault
  }
}

function random({ seed, rate, kinds, on, most = Number.POSITIVE_INFINITY }: RandomFaults): Faults {
  const chance = createChance(seed)
  const [first, ...others] = kinds
  let played = 0
  return call => {
    if (first === undefined || played >= most || (on && !on.includes(call)) || chance() >= rate)
      return undefined
    played++
    return pick(chance, [first, ...others])
  }
}
