import type { Keys } from '../channels/keyStore.ts'
import type { CheckFacts } from '../sales/checkWebOrder.ts'
import type { SessionParts } from './connectorSession.ts'
import type { HeldLane, LeaseTimes } from './lanes.ts'
import type { FiguresByKind, RunNote } from './runs.ts'

/** Facts that checks compare with and that do not depend on the batch. */
export type StandingFacts = Omit<CheckFacts, 'itemsByNumber' | 'itemsByLink'>

/** All that one run of the orders lane works with, handed from verb to verb. */
export interface ImportContext extends SessionParts {
  readonly lane: HeldLane
  readonly keys: Keys
  readonly figures: FiguresByKind
  /** Lines for the run's log, stored with the next page. */
  readonly notes: RunNote[]
  /** Read at the first record that needs them: an idle run never does. */
  standing?: StandingFacts
  readonly onProgress?: (figures: FiguresByKind) => void
}

export interface RunOptions {
  readonly lease: LeaseTimes
  readonly onProgress?: (figures: FiguresByKind) => void
}
