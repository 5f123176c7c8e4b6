import type { Tx } from '../base/database.ts'
import type { StoredCursor } from '../channels/cursorStore.ts'
import type { Keys } from '../channels/keyStore.ts'
import type { CheckFacts } from '../sales/checkWebOrder.ts'
import type { SessionParts } from './connectorSession.ts'
import type { LeaseTimes } from './lanes.ts'
import type { FiguresByKind, RunNote } from './runs.ts'
import type { Sources } from './sources.ts'

/** Facts that checks compare with and that do not depend on the batch. */
export type StandingFacts = Omit<CheckFacts, 'itemsByNumber' | 'itemsByLink'>

/** All that one run of the orders lane works with, handed from verb to verb. */
export interface ImportContext extends SessionParts {
  /** A writing transaction: behind the fence of the lane for a run, plain for what the other side posts to us. */
  readonly write: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  /** The run that reads; null for what is posted to us. */
  readonly runId: string | null
  readonly keys: Keys
  /** Where reading stood when the run began; pages that were left open may move it on. */
  readonly cursors?: ReadonlyMap<string, StoredCursor>
  readonly figures: FiguresByKind
  /** Lines for the run's log, stored with the next page. */
  readonly notes: RunNote[]
  /** Read at the first record that needs them: an idle run never does. */
  standing?: StandingFacts
  /** Pages with records so far. */
  pages?: number
  readonly onProgress?: (figures: FiguresByKind) => void
  readonly sources?: Sources
  /** Set by who recovers the connection: only for them it is open. */
  readonly recovers?: boolean
}

export interface RunOptions {
  readonly lease: LeaseTimes
  readonly onProgress?: (figures: FiguresByKind) => void
  /** After a restore: what is done before orders are read. Without it a connection in recovery is not called. */
  readonly recover?: (context: ImportContext) => Promise<void>
}

/** Adds a line to the log of the run. */
export function note(
  context: Pick<ImportContext, 'notes' | 'now'>,
  level: RunNote['level'],
  code: string,
  data: RunNote['data'],
): void {
  context.notes.push({ at: context.now().toISOString(), level, code, data })
}
