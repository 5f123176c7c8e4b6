import type { ProblemData } from '../base/errors.ts'
import type { MatchHow } from './matchKeys.ts'
import type { Scored } from './matchPool.ts'
import type { Matching } from './matchRule.ts'
import type { MatchCode } from './matchScore.ts'

/** Why it is this customer; stored with the order. `candidates` are other customers that something spoke for. */
export interface CustomerReason {
  /** By which key, by likeness, because a person said so; `collect`: all guests of the channel are one. */
  readonly how: MatchHow | 'likeness' | 'collect' | 'new' | 'person'
  readonly score: number
  readonly candidates: readonly string[]
  /** What spoke for and against it. */
  readonly because?: readonly { readonly code: MatchCode; readonly points: number }[]
  readonly by?: string
}

/** What is to be done with an order: whose it is, a new customer, or a person has to say. */
export type Choice =
  | { readonly do: 'take'; readonly chosen: Scored; readonly reason: CustomerReason }
  | { readonly do: 'make'; readonly reason: CustomerReason }
  | {
      readonly do: 'leave'
      readonly code: 'CUSTOMER_AMBIGUOUS' | 'CUSTOMER_UNSURE'
      readonly data: ProblemData
    }

/**
 * Chooses among candidates, the likeliest first. Who has a sure key of the order and is like enough has it, before those who are
 * only like; several with sure keys are for a person. Where the channel asks, so is what is likely, and who is like several; where
 * it does not, the first is new, and the second is of the likeliest: they will be one who is known twice. Pure.
 */
export function chooseCustomer(scored: readonly Scored[], rule: Matching): Choice {
  const certain = scored.filter(one => one.how === 'link' || one.score >= rule.automaticFrom)
  const sure = certain.filter(one => one.how !== 'likeness')
  const best = sure.length > 0 ? sure : certain
  const [first, ...others] = best
  const asks = sure.length > 0 || rule.unsure === 'ask'
  if (others.length > 0 && asks)
    return { do: 'leave', code: 'CUSTOMER_AMBIGUOUS', data: numbersOf(best, false) }
  const likely = scored.filter(one => one.score >= rule.askFrom)
  if (first) {
    const candidates = likely.flatMap(one => (one === first ? [] : [one.candidate.id]))
    const { how, score, reasons } = first
    return { do: 'take', chosen: first, reason: { how, score, candidates, because: reasons } }
  }
  if (likely.length > 0 && rule.unsure === 'ask')
    return { do: 'leave', code: 'CUSTOMER_UNSURE', data: numbersOf(likely, true) }
  const candidates = likely.map(one => one.candidate.id)
  const [likeliest] = likely
  const because = likeliest ? { because: likeliest.reasons } : {}
  return { do: 'make', reason: { how: 'new', score: 0, candidates, ...because } }
}

function numbersOf(all: readonly Scored[], withScore: boolean): ProblemData {
  const customers = all.map(({ candidate, score }) =>
    withScore ? `${candidate.number} (${score})` : candidate.number,
  )
  return { n: all.length, customers }
}
