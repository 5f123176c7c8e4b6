import type { Bench } from './bench.ts'
import type { Offer } from './subject.ts'

/** One behaviour that every connector has, or says that it has not. */
export interface ContractCase {
  /** The behaviour, as a sentence about the connector. */
  readonly name: string
  /** What the simulator has to offer; where it declines one of these, the case is skipped with its reason. */
  readonly needs?: readonly Offer[]
  /** Why the case is not for a connector that declares what this one does. */
  readonly notFor?: string | undefined
  run(bench: Bench): Promise<void>
}

/** The reason, where the condition holds: for `notFor`. */
export function unless(condition: boolean, reason: string): string | undefined {
  return condition ? undefined : reason
}
