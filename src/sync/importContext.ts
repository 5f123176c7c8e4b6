import type { Tx } from '../base/database.ts'
import type { StoredCursor } from '../channels/cursorStore.ts'
import type { Keys } from '../channels/keyStore.ts'
import type { RawRecord } from '../port/connector.ts'
import type { IncomingKind } from '../port/records.ts'
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
  /** A person acts on these very records: they are imported from what is stored, although their channel is locked. */
  readonly evenLocked?: boolean
  /** Set while a request is worked off, instead of the reading that goes on by itself. */
  readonly request?: RequestOfContext
  /** Set by who recovers the connection: only for them it is open. */
  readonly recovers?: boolean
}

/** What is different while a request is worked off. */
export interface RequestOfContext {
  /** Records of a page that it asked for. */
  wants(record: RawRecord): boolean
  /** Records from then on are wanted, whatever the channel's "from" says. */
  readonly from: Date | null
  /** Keeps its own cursor, in the transaction of the page: that of the lane stays where it is. */
  keep(tx: Tx, kind: IncomingKind, cursor: StoredCursor, figures: FiguresByKind): Promise<void>
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
