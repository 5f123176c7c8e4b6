import type { Language } from '../base/errors.ts'
import type { HttpClient } from './httpClient.ts'
import type { SendResult, Sends } from './outgoing.ts'
import type { IncomingKind, IncomingRecords } from './records.ts'

/** Raised by one when a connector written for the old shape would no longer work. */
export const portVersion = 1

/**
 * A foreign system as Kontor sees it: a plain object. Required are `name`, `settings`, `check` and one way for orders
 * to come in (`pull` or `receive`). All else is optional by presence: what is absent is never called, and the engine
 * says so once in the log of the run.
 *
 * A connector never sees the database, never decides about retries, never logs a secret or an address. It is handed
 * all that it needs when it is opened; it holds no state beyond its session.
 */
export interface Connector<Session = unknown> {
  readonly portVersion: typeof portVersion
  readonly name: string
  readonly title: string
  readonly settings: readonly SettingField[]
  readonly limits: Limits
  /** How stock arithmetic has to work towards this system (docs/port.md). */
  readonly stockMeans: 'absolute' | 'shopSubtractsUnfetched'
  readonly again: 'since' | 'single' | 'relink' | 'none'
  /** Tries the connection and says what is there. Writes nothing and consumes nothing. */
  check(run: Run): Promise<CheckReport>
  open(run: Run): Promise<Session>
  /** Ends the bracket of a run (finish, lastjobs). Called in all cases; its errors are logged, not fatal. */
  close?(session: Session): Promise<void>
  readonly pull?: Pull<Session>
  readonly receive?: Receive
  /**
   * Removes secrets, payment instruments and volatile fields. Pure. Only its result is stored, hashed and mapped.
   */
  scrub(kind: IncomingKind, raw: unknown): unknown
  /** From the scrubbed payload to the neutral record. Pure. Throws `Rejected` (PAYLOAD_INVALID with the path). */
  readonly map: {
    readonly [K in IncomingKind]?: (payload: unknown, context: MapContext) => IncomingRecords[K]
  }
  /**
   * Tells the system that records are stored here. One result per element, in order. Repeating it must be harmless.
   * `gone`: the record does not exist there any more.
   */
  ack?(session: Session, kind: IncomingKind, list: readonly Ack[]): Promise<readonly AckResult[]>
  readonly ackBatch?: number
  readonly send?: Sends<Session>
  /** The answers of tickets, in order; `pending` again while there is none. Also after a restart. */
  results?(session: Session, tickets: readonly string[]): Promise<readonly SendResult[]>
  /** Makes the system deliver single records once more (`again: 'single'`), or all of them (`'relink'`). */
  requestAgain?(
    session: Session,
    kind: IncomingKind,
    list: readonly { readonly theirs: string; readonly no: number }[] | 'all',
  ): Promise<void>
  /** How many records of a kind the system has for that day; absent where it cannot count. */
  count?(session: Session, kind: IncomingKind, from: Date, to: Date): Promise<number>
}

/** Records are fetched by us, page by page. */
export interface Pull<Session> {
  /** In the order in which they are to be read. */
  readonly kinds: readonly PullKind[]
  /** One call (or one list with its details) for the next page after `cursor`. Gives the bytes of the answer unread. */
  fetch(session: Session, kind: IncomingKind, cursor: Cursor, want: number): Promise<Answer>
  /** Reads the bytes. Pure: also called after a restart, on bytes that were kept. Throws `Unreachable` for an unreadable body. */
  read(kind: IncomingKind, answer: Answer): Page
}

export interface PullKind {
  readonly kind: IncomingKind
  /** Other kinds that the same pages may carry. */
  readonly also?: readonly IncomingKind[]
  /** True where the system may forget what it has delivered: the bytes are committed before they are read. */
  readonly consumes: boolean
  /** True where `ack` makes records vanish from the next page; reading then starts from the front each time. */
  readonly acked: boolean
  /** Seconds that a new read goes back behind the last watermark. */
  readonly overlapSeconds: number
  readonly firstPage: number
  readonly largestPage: number
  /** An answer of at most so many bytes holds no record: it is not kept, so that looking in vain costs nothing. */
  readonly emptyBytes?: number
}

/** Where to go on: `resume` inside a read, else `watermark` of the last complete one, else `since`, else from the start. */
export interface Cursor {
  /** An instant (ISO 8601), the overlap already taken off. */
  readonly watermark?: string
  readonly resume?: string
  readonly since?: Date
  /** When the first page of this read was asked for. */
  readonly startedAt: Date
}

/** An answer before it is read. `note` is what `read` needs besides the body (headers, the question asked). */
export interface Answer {
  readonly body: Uint8Array
  readonly note?: Readonly<Record<string, string>>
}

export interface Page {
  readonly records: readonly RawRecord[]
  /** Where the next page starts. Opaque; may expire, then `fetch` throws `Rejected('RESUME_REFUSED')`. */
  readonly resume?: string
  /**
   * Only with `last`: the instant (ISO 8601) up to which all was seen. The engine stores the earlier of it and the start
   * of this read, less the overlap.
   */
  readonly watermark?: string
  readonly last: boolean
}

export interface RawRecord {
  readonly kind: IncomingKind
  /** Their id, exact text, unique per connection and kind. '' makes the engine park it as PAYLOAD_INVALID. */
  readonly externalId: string
  readonly externalNumber?: string
  /** The system's name of the channel that it belongs to; '' where the system has only one. */
  readonly place: string
  readonly raw: unknown
}

/** Systems that call us: their routes are served under `prefix` by the server. */
export interface Receive {
  readonly prefix: string
  readonly routes: readonly ReceiveRoute[]
}

export interface ReceiveRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  /** Checks who it is and what it is, and reads it into records. Pure: the bytes are committed before its answer is used. */
  read(request: ForeignRequest): { readonly records: readonly RawRecord[]; readonly wake?: boolean }
  /** What to answer once all is stored: one outcome per record, in order. */
  answer(outcomes: readonly ReceivedOutcome[]): ForeignAnswer
}

export interface ForeignRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly settings: Settings
}

export interface ForeignAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string
}

export interface ReceivedOutcome {
  readonly externalId: string
  readonly did: 'new' | 'updated' | 'unchanged' | 'skipped' | 'parked'
  readonly code?: string
}

export interface Ack {
  readonly theirs: string
  readonly no: number
}
export type AckResult = 'accepted' | 'gone' | { readonly refused: string }

/** What a session is given. `http` is the only way out; it knows the limits, the guard and the secrets to hide. */
export interface Run {
  readonly settings: Settings
  readonly http: HttpClient
  readonly now: () => Date
  readonly timeZone: string
  readonly log: (
    level: 'debug' | 'info' | 'warn',
    text: string,
    data?: Readonly<Record<string, string | number>>,
  ) => void
  /** Aborted when the run has to end now. */
  readonly signal: AbortSignal
  /** What an earlier check or run remembered of the system (its version, its features). */
  readonly facts: Readonly<Record<string, unknown>>
  remember(facts: Readonly<Record<string, unknown>>): void
}

export interface MapContext {
  readonly timeZone: string
  readonly facts: Readonly<Record<string, unknown>>
}

export type Settings = Readonly<Record<string, string>>

/** A field of a form, drawn by one renderer; the same for CLI and API. Secrets are sealed and never given back. */
export interface SettingField {
  readonly key: string
  readonly kind: 'text' | 'url' | 'secret' | 'choice' | 'number' | 'flag'
  readonly label: Readonly<Record<Language, string>>
  readonly help?: Readonly<Record<Language, string>>
  readonly required: boolean
  readonly default?: string
  readonly choices?: readonly string[]
  /** Changing it clears the secrets: a stored token is never sent to another address unasked. */
  readonly clearsSecrets?: boolean
}

export interface Limits {
  /** Calls at once per connection. */
  readonly concurrent: number
  readonly timeoutMs: number
  /** Largest answer that is read. */
  readonly answerBytes: number
  readonly perSecond?: number
  readonly burst?: number
  readonly perDay?: number
  readonly perObjectPerDay?: number
  readonly minIntervalMs?: number
}

export interface CheckReport {
  /** The system's own name and version, for people. */
  readonly system: string
  readonly lines: readonly CheckLine[]
  /** What is to be remembered of the system. */
  readonly facts: Readonly<Record<string, unknown>>
  /** Rates, currencies, countries that the system reports and Kontor must know before orders come. */
  readonly reports: {
    readonly taxRates: readonly { rate: string; country?: string }[]
    readonly currencies: readonly string[]
    readonly languages: readonly string[]
  }
}

/** One finding of a check: what was looked at, whether it is well, and what to do if not. */
export interface CheckLine {
  readonly ok: boolean
  readonly code: string
  readonly text: Readonly<Record<Language, string>>
}
