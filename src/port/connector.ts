import type { Language } from '../base/errors.ts'
import type { CheckReport } from './checkReport.ts'
import type { HttpClient } from './httpClient.ts'
import type { Inventory } from './inventory.ts'
import type { SendResult } from './outgoing.ts'
import type { ReportedRow } from './posted.ts'
import type { Receive } from './receive.ts'
import type { IncomingKind, IncomingRecords, OutgoingKind } from './records.ts'
import type { Relinks } from './relinks.ts'
import type { Sends } from './send.ts'

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
  /** The same where each language has its own; `title` stands in messages, which are the same in all. */
  readonly titles?: Readonly<Record<Language, string>>
  readonly settings: readonly SettingField[]
  readonly limits: Limits
  /** How stock arithmetic has to work towards this system (docs/port.md). */
  readonly stockMeans: 'absolute' | 'shopSubtractsUnfetched'
  readonly again: Again | ((facts: Facts) => Again)
  /** What its orders are called once they are taken over; absent: `shop`. */
  readonly orderKind?: OrderKind
  /**
   * Of all that this connector has, what this very system lacks (its version, its edition, what it said of itself). It is
   * treated as absent: never called, and named once in the log of the run. Pure.
   */
  without?(facts: Facts): readonly (IncomingKind | OutgoingKind)[]
  /** The same of kinds that may also come in: it gives them, and is not sent any. Pure. */
  withoutSending?(facts: Facts): readonly OutgoingKind[]
  /** Its codes for reasons (of returns, of cancellations) in words, for people; any other reason is shown as it came. */
  readonly reasonNames?: Readonly<Record<string, Readonly<Record<Language, string>>>>
  /** True where every package has to name the label for sending it back: people are asked for it. Pure. */
  wantsReturnLabels?(settings: Settings): boolean
  /** How a person signs in where a consent page gives the secrets. */
  readonly consent?: Consent
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
  /** For a system that keeps our numbers: how it forgets those of which we have lost what they mean (a restore). */
  readonly forgets?: Forgets<Session>
  /** For a system that keeps our numbers: how it forgets all of them, and is told them anew. */
  readonly relinks?: Relinks<Session>
  /** How many records of a kind the system has for that day; absent where it cannot count. */
  count?(session: Session, kind: IncomingKind, from: Date, to: Date): Promise<number>
  /** What the system has already, read when a connection is begun, so that nothing is made there a second time. */
  readonly inventory?: Inventory<Session>
}

/** Of a shop; of a marketplace, which has more to say in an order than a shop; of a shop behind a connector that is installed there. */
export type OrderKind = 'shop' | 'marketplace' | 'connector'

/** After a restore, numbers that were given since the backup stand at the system for things that we do not know. */
export interface Forgets<Session> {
  /** False where this very system would forget more than it is asked to, or nobody can tell. Pure. */
  isSafe(facts: Facts): boolean
  /**
   * Makes it forget which of its records and objects bear our numbers `first` to `last`, of whatever kind. What bears none is
   * delivered again, or can be found. Repeating it is harmless. At most 500 numbers at once.
   */
  numbers(session: Session, first: number, last: number): Promise<void>
}

/** Records are fetched by us, page by page. */
export interface Pull<Session> {
  /** In the order in which they are to be read. */
  readonly kinds: readonly PullKind[]
  /** One call (or one list with its details) for the next page after `cursor`. Gives the bytes of the answer unread. */
  fetch(session: Session, kind: IncomingKind, cursor: Cursor, want: number): Promise<Answer>
  /** Reads the bytes. Pure: also called after a restart, on bytes that were kept. Throws `Unreachable` for an unreadable body. */
  read(kind: IncomingKind, answer: Answer, context: MapContext): Page
  /**
   * These records as they are now, in a form that `read` reads; what is not there any more is left out. For "download
   * again", for pending orders, and for days whose count does not fit.
   */
  fetchSingle?(session: Session, kind: IncomingKind, theirs: readonly string[]): Promise<Answer>
  /**
   * Takes a page away there, with `acked: 'page'`: after the commit of all its records, or because its bytes are parked
   * here as unreadable. Repeating it must be harmless.
   */
  settle?(
    session: Session,
    kind: IncomingKind,
    note: NonNullable<Answer['note']>,
    as: 'stored' | 'unreadable',
  ): Promise<void>
}

/**
 * `none`: nothing is told; the cursor says where to go on. `told`: as `none`, and a record is acknowledged once, when it was
 * staged (Shopware: "in progress"). `records`: what is acknowledged vanishes, whatever became of it; each page is read from
 * the front. `page`: `settle` takes the page away as a whole; each page is read from the front.
 */
export type Acked = 'none' | 'told' | 'records' | 'page'
export type Again = 'since' | 'single' | 'relink' | 'none'
export type Facts = Readonly<Record<string, unknown>>

export interface PullKind {
  readonly kind: IncomingKind
  /** Other kinds that the same pages may carry. */
  readonly also?: readonly IncomingKind[]
  /** True where the system may forget what it has delivered: the bytes are committed before they are read. */
  readonly consumes: boolean
  /** What storing means to the system. Of the kinds in `also` nothing is `told`. */
  readonly acked: Acked
  /** `asked`: read only when a person asks for it (the first import of a catalogue). Absent: in every run. */
  readonly when?: 'asked'
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
  /**
   * When it was changed there last, where the system says so (ISO 8601 with an offset). It is no content: `scrub` leaves it out,
   * and it counts for "created or changed from then on" only. Absent: the time of the record itself counts.
   */
  readonly changedAt?: string
  /**
   * True where the system may not change it by sending it again: known with other content, it is refused, not updated. One that is
   * parked was made nothing of: a later one takes its place.
   */
  readonly once?: boolean
}

export interface Ack {
  readonly theirs: string
  readonly no: number
  /** What inside of it has an identity of its own (variations, values). */
  readonly nested?: readonly { readonly kind: string; readonly theirs: string; readonly no: number }[]
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
  /** The places of the active channels. */
  readonly places: readonly string[]
  /**
   * A secret with a life of its own (access token, signing key): the kept one while it is good for another minute, else
   * what `renew` gives. Of all processes one renews at a time; the result is sealed and committed before it is given.
   */
  secret(name: string, renew: (kept: Secret | undefined) => Promise<Secret>): Promise<string>
  /** The other side does not take this value any more: the next `secret` renews it. */
  drop(name: string, value: string): Promise<void>
  /** The bytes of an image, by the hash that its state names; absent where nothing is sent. Throws `Rejected` BLOB_LOST. */
  readonly blob?: (hash: string) => Promise<Uint8Array>
  /** The folder of the connection, where its settings name one. */
  readonly files?: Files
  /**
   * A page of the newest report that was answered whole for that place (`ReportedRows`), by their ids behind `after`; undefined where
   * there is none. For an `inventory` of a system that calls us.
   */
  readonly reported?: (
    place: string,
    after: string | undefined,
    want: number,
  ) => Promise<readonly ReportedRow[] | undefined>
  /** Where the routes of this connection are reached from outside; absent where Kontor has no public address. */
  readonly callUrl?: string
}

export interface Secret {
  readonly value: string
  readonly until: Date
  /** Secret settings that changed with it (a refresh token that rotates), stored in the same commit. */
  readonly settings?: Settings
}

/** One folder and what lies in it; no name leads out of it. */
export interface Files {
  list(
    folder: string,
  ): Promise<readonly { readonly name: string; readonly bytes: number; readonly changedAt: Date }[]>
  read(name: string): Promise<Uint8Array>
  /** Whole or not at all: written under another name and renamed. */
  write(name: string, bytes: Uint8Array): Promise<void>
  /** Moves it; true also where it has been moved before. */
  move(name: string, to: string): Promise<boolean>
}

/** Sign-in by a consent page of the system. */
export interface Consent {
  /** Where the person is sent; the engine makes and checks `state`. */
  url(settings: Settings, state: string, back: string): string
  /** From what came back to the secrets of the connection. */
  exchange(run: Run, query: Readonly<Record<string, string>>, back: string): Promise<Settings>
}

export interface MapContext {
  readonly timeZone: string
  readonly facts: Readonly<Record<string, unknown>>
  /** Without the secrets. */
  readonly settings: Settings
}

export type Settings = Readonly<Record<string, string>>

/** A field of a form, drawn by one renderer; the same for CLI and API. Secrets are sealed and never given back. */
export interface SettingField {
  readonly key: string
  readonly kind: 'text' | 'url' | 'secret' | 'choice' | 'number' | 'flag' | 'folder'
  /** Of a secret: `consent` fills it, or Kontor makes it and shows it once. Absent: a person types it. */
  readonly from?: 'consent' | 'kontor'
  readonly label: Readonly<Record<Language, string>>
  readonly help?: Readonly<Record<Language, string>>
  readonly required: boolean
  readonly default?: string
  readonly choices?: readonly string[]
  /** Of a text: what the whole of it has to look like; `help` says it in words. */
  readonly pattern?: RegExp
  /** What each choice is called where people choose; programs say the choice itself. */
  readonly choiceNames?: Readonly<Record<string, Readonly<Record<Language, string>>>>
  /** Changing it clears the secrets: a stored token is never sent to another address unasked. */
  readonly clearsSecrets?: boolean
}

export interface Limits extends Bucket {
  /** Calls at once per connection. */
  readonly concurrent: number
  readonly timeoutMs: number
  /** Largest answer that is read. */
  readonly answerBytes: number
  readonly perObjectPerDay?: number
  /** Buckets of their own, by the name that a call gives (`HttpRequest.operation`). */
  readonly operations?: Readonly<Record<string, Bucket>>
}

/** Kept as rows, so that a restart fills none of them. */
export interface Bucket {
  /** Calls that come back per second, such as 0.0056. */
  readonly perSecond?: number
  readonly burst?: number
  readonly perDay?: number
  readonly minIntervalMs?: number
}
