import type { Language } from '../base/errors.ts'
import type { Facts, RawRecord, Settings } from './connector.ts'
import type { Letter, SendResult } from './outgoing.ts'
import type { NamedSet, PostedDocument, PostedNotice, PostedTicket, ReportedRows } from './posted.ts'
import type { IncomingKind, OutgoingKind } from './records.ts'

/** Systems that call us: their routes are served under `prefix` by the server. */
export interface Receive {
  readonly prefix: string
  readonly routes: readonly ReceiveRoute[]
  /**
   * The connection's key (made by Kontor, part of every address and token that it hands out), read from a token. Absent:
   * it is the first part of the path behind `prefix`. Pure.
   */
  keyOf?(request: CallHere): string | undefined
  /** What to say where no route can: in the words of the system. */
  refuse(why: RefusedCall, request: CallHere): ForeignAnswer
  /** Put on every answer to a call that a `limit` counts; on one that is turned away before it counts, with all of it left. */
  limitHeaders?(limit: CallLimit, left: number): Readonly<Record<string, string>>
  /** The limit that an answer names where no route counts, such as at an address that there is not. Absent: none is named. */
  readonly usualLimit?: CallLimit
  /** Where a person opens a place (a seller's account) at the system, or changes one. Absent: the system names its places by itself. */
  readonly signUp?: SignUp
  /** What a person can ask the system for, each by a letter of its own. */
  readonly asks?: readonly Ask[]
  /** An answer of ours to a ticket of theirs. Pure. Absent: tickets can be read here and not answered. */
  reply?(reply: TicketReply): AskedLetter
}

/** What a person answered to a ticket. */
export interface TicketReply {
  readonly place: string
  /** Their id of the ticket. */
  readonly ticket: string
  readonly text: string
  readonly at: Date
}

/** `tooLarge`: more bytes than the route takes, packed or not. `unreadable`: the body cannot be unpacked. */
export type RefusedCall =
  | 'unknownRoute'
  | 'unknownConnection'
  | 'tooFast'
  | 'tooLarge'
  | 'unreadable'
  | 'failed'

export interface CallLimit {
  readonly calls: number
  readonly seconds: number
}

export interface ReceiveRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  /** Per connection; above it the server answers with `refuse('tooFast')`. Several: each of them holds, the tightest is named. */
  readonly limit?: CallLimit | readonly CallLimit[]
  /** Routes of one name share their counters. Absent: a route counts alone. */
  readonly counts?: string
  /** The most that a body may hold, unpacked. Absent: 8 MiB. */
  readonly bodyBytes?: number
  /** What it has to see of what is here before it can judge. Pure; may throw as `read` may. Absent: nothing. */
  asks?(request: ForeignRequest): Asked
  /**
   * Checks who it is and what it wants. A `ForeignAnswer` is sent as it is: the call brought nothing, or is turned away.
   * Pure: the bytes are committed before its answer is used. Whatever it throws is answered with `refuse('failed')` and
   * never stops the connection: anybody can call.
   */
  read(request: ForeignRequest, known: Known): Received | ForeignAnswer
  /** What to answer once all is committed. */
  answer(done: ReceivedDone, request: ForeignRequest): ForeignAnswer
}

/** What a route wants to see before it judges. Whatever does not exist is left out of the answer. */
export interface Asked {
  /** Sign-up sessions, by id. */
  readonly sessions?: readonly string[]
  /** Orders by external id, with all that was posted of them since. */
  readonly orders?: readonly string[]
  /** Records by kind and external id. */
  readonly records?: readonly { readonly kind: IncomingKind; readonly externalId: string }[]
  /** Objects that were sent, by the number that they have for this connection. */
  readonly sent?: readonly { readonly kind: OutgoingKind; readonly no: number }[]
  /** A document that was sent, by the id that its letter named. */
  readonly document?: string
  /** Quantities that a system reads instead of being told: changed at or after `since`; absent: all. `place` absent: of all places. */
  readonly quantities?: { readonly place?: string; readonly since?: Date }
  /** Requests of ours (`Ask`), by id. */
  readonly asks?: readonly string[]
  /** Tickets of theirs, by their id. */
  readonly tickets?: readonly string[]
}

/** What of `Asked` is here. */
export interface Known {
  readonly sessions: readonly SignUpSession[]
  readonly orders: readonly KnownOrder[]
  readonly records: readonly {
    readonly kind: IncomingKind
    readonly externalId: string
    readonly payload: unknown
    /** It came, and nothing was made of it: it may still be posted otherwise, also where it comes once. */
    readonly parked?: true
  }[]
  readonly sent: readonly { readonly kind: OutgoingKind; readonly no: number; readonly place: string }[]
  readonly document?: {
    readonly bytes: Uint8Array
    readonly mediaType: string
    readonly name: string
    readonly place: string
  }
  readonly quantities?: {
    readonly items: readonly KnownQuantity[]
    /** Where to read on: nothing that is committed later is older. */
    readonly until: Date
  }
  readonly asks: readonly {
    readonly id: string
    readonly name: string
    readonly place: string
    /** Answered whole. */
    readonly done: boolean
  }[]
  readonly tickets: readonly { readonly id: string; readonly place: string }[]
}

/** For a route that asks for nothing. */
export const knowsNothing: Known = { sessions: [], orders: [], records: [], sent: [], asks: [], tickets: [] }

/** An order as the system posted it, scrubbed, and what it posted of it since, oldest first. */
export interface KnownOrder {
  readonly externalId: string
  readonly place: string
  readonly payload: unknown
  /** It came, and nothing was made of it. */
  readonly parked?: true
  readonly events: readonly { readonly kind: IncomingKind; readonly payload: unknown }[]
}

export interface KnownQuantity {
  readonly place: string
  readonly no: number
  readonly theirs: string
  readonly offered: string
  readonly at: Date
}

/** A page of the system where a person, signed in there, opens a place for us or changes it. It posts the session when that is done. */
export interface SignUp {
  /** How long a session holds. */
  readonly minutes: number
  /** Where the person is sent. Pure. `change`: to a place that is open or was closed. */
  url(settings: Settings, purpose: SignUpSession['purpose'], session: { id: string; until: Date }): string
  /** Tells the system that we closed a place; `forGood`: it is not opened again. */
  closed(
    place: string,
    why: { readonly reason: string; readonly at: Date; readonly forGood: boolean },
  ): AskedLetter
}

export interface SignUpSession {
  /** A UUID. */
  readonly id: string
  readonly purpose: 'open' | 'change'
  /** Of `change`: which one. */
  readonly place?: string
  readonly until: Date
  /** The place that used it up. */
  readonly usedBy?: string
}

/** Something that a person asks the system for, for one place. */
export interface Ask {
  readonly name: string
  readonly title: Readonly<Record<Language, string>>
  readonly help: Readonly<Record<Language, string>>
  /** True where the system answers by calls that name the id (`ReportedRows`); else it is done when the letter was dropped. */
  readonly answered: boolean
  /** `id` is ours, comes back with the answer, and is the same if it is asked again before it was answered. Pure. */
  letter(place: string, id: string): AskedLetter
}

/** A letter about no object of ours. */
export type AskedLetter = Pick<Letter, 'type' | 'body'>

/** What a call brings and wants, all of it in one transaction. */
export interface Received {
  readonly records?: readonly RawRecord[]
  /** There is something to fetch: the orders lane is asked for a run. */
  readonly wake?: boolean
  /**
   * Results of tickets that the system tells instead of being asked. With `late`, a rejection of what was accepted before counts too:
   * the object is quarantined with it; and so does an acceptance of what was rejected: it is told anew, or, of what is told once, counts
   * as told. It names the object by its kind and number.
   */
  readonly results?: readonly {
    readonly ticket: string
    readonly result: SendResult
    readonly late?: { readonly kind: OutgoingKind; readonly no: number }
  }[]
  /** Wants letters: so many at most, hidden from the next taking for so long. */
  readonly take?: { readonly most: number; readonly hiddenSeconds: number }
  /** Has these letters for good; ids that nobody knows are fine. */
  readonly drop?: readonly string[]
  /** Places (sellers, sub-shops) that it opened or closed. A place that is opened with a session gets a channel. */
  readonly places?: readonly {
    readonly place: string
    readonly name: string
    readonly active: boolean
    /** Why it closed it, in its words. */
    readonly reason?: string
    /** It is closed for a time and waits to be opened again: no letter says that it was. */
    readonly rests?: true
  }[]
  /** The sign-up session that this call uses up. Used up by another place meanwhile, or too old: nothing of the call is stored. */
  readonly spends?: { readonly session: string; readonly place: string }
  /** Named things of theirs, set by set. */
  readonly named?: readonly NamedSet[]
  readonly rows?: ReportedRows
  readonly notices?: readonly PostedNotice[]
  readonly tickets?: readonly PostedTicket[]
  readonly documents?: readonly PostedDocument[]
  readonly remember?: Facts
}

export interface ReceivedDone {
  /** One per record, in order. */
  readonly outcomes: readonly ReceivedOutcome[]
  /** One per document, in order; `refused`: empty, or other bytes are here under its number. Absent: none came. */
  readonly documents?: readonly ('new' | 'unchanged' | 'refused')[]
  /** What `take` gave, oldest first; none while the connection is locked. */
  readonly letters: readonly TakenLetter[]
  /** False where `spends` named a session that did not hold any more: nothing was stored. */
  readonly spent?: boolean
}

export interface TakenLetter extends Letter {
  readonly id: string
  readonly createdAt: Date
}

export interface CallHere {
  /** As the caller wrote it, with the public host. */
  readonly url: string
  readonly method: string
  /** Behind the prefix and the key, without doubled slashes. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  /** Unpacked. */
  readonly body: Uint8Array
}

export interface ForeignRequest extends CallHere {
  /** The parts of the path that the route names (`:id`). */
  readonly parts: Readonly<Record<string, string>>
  readonly connectionKey: string
  /** With the secrets. */
  readonly settings: Settings
  readonly facts: Facts
  /** Where we sell: the places of active channels that the system did not close. */
  readonly places: readonly string[]
  /** Every place that was ever opened. */
  readonly seats: readonly Seat[]
  /** Our number of the tenant: positive int32. */
  readonly account: number
  readonly now: Date
}

/** A place as both sides see it. */
export interface Seat {
  readonly place: string
  readonly name: string
  /** The system has it open. */
  readonly active: boolean
  /** Our channel is on, or rests only because the system closed the place. */
  readonly open: boolean
  /** We closed it for good. */
  readonly forGood: boolean
  readonly openedAt: Date
  readonly changedAt: Date
}

export interface ForeignAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
  /** What a person has to know of it, such as why something was turned away: kept before it is sent, whatever became of the call. */
  readonly notices?: readonly PostedNotice[]
}

export interface ReceivedOutcome {
  readonly externalId: string
  /** `refused`: a `once` record with other content, and the first is not parked. `kept`: the connection is locked; it is stored and looked at later. */
  readonly did: 'new' | 'updated' | 'unchanged' | 'skipped' | 'parked' | 'refused' | 'kept'
  readonly code?: string
}
