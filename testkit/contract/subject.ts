import type { Connector, Settings } from '../../src/port/connector.ts'
import type { Outgoing } from '../../src/port/outgoing.ts'
import type { IncomingKind, OutgoingKind } from '../../src/port/records.ts'

/**
 * What the contract suite is run on: a connector and a simulator of its system. A simulator module exports
 * `contractSubject`, which is this without the connector.
 */
export interface ContractSubject extends SimulatorSide {
  readonly connector: Connector
}

export interface SimulatorSide {
  readonly name: string
  /** Starts the system with nothing in it; every case has its own. All its times come from the clock. */
  start(clock: { readonly now: () => Date }): Promise<Simulator>
  /** What the wire can carry; whatever it cannot is not asked of the connector. */
  readonly carries: Carries
  /** What this simulator does not offer, and why: the cases that need it are skipped with this reason. */
  readonly without: Readonly<Partial<Record<Offer, string>>>
  /** Where the connector declares that systems may forget what they have given (`consumes`), and this one does not. */
  readonly keepsWhatItGives?: true
  /** Where the system calls us with a token, and does not sign what it says. */
  readonly showsToken?: true
  /** The group of which every price has to be, where the system takes no others. Their id of it. */
  readonly priceType?: string
  /** The names of two places, where one account sells at several. */
  readonly places?: readonly [string, string]
  /** Real payloads besides those of the simulator. */
  readonly payloads?: readonly { readonly kind: IncomingKind; readonly raw: unknown }[]
  /** Only these of the kinds that the connector sends, where the others are tried elsewhere. */
  readonly sends?: readonly OutgoingKind[]
  /** Of the property tests; chosen and printed if absent. */
  readonly seed?: number
}

export interface Carries {
  /** Digits after the point that a price and a quantity may have, and significant digits of both. */
  readonly priceDigits: number
  readonly quantityDigits: number
  readonly significantDigits: number
  /** Which prices of a line are on the wire; the other one is computed and not compared. */
  readonly prices: 'net' | 'gross' | 'both'
  /** Whether texts may hold NUL, and halves of surrogate pairs. */
  readonly nul: boolean
  readonly loneSurrogates: boolean
}

/** What can go wrong at the next calls. The simulator never disturbs signing in and out. */
export const faults = [
  /** HTTP 500 or what the system does when it dies; its text shows what it was sent. */
  'serverError',
  /** The connection breaks before the call had any effect. */
  'cutBefore',
  /** The connection breaks after the call had its effect. */
  'cutAfter',
  /** The first half of the answer, as if that were all. */
  'truncated',
  /** A page for people instead of an answer, with status 200. */
  'html',
  /** No answer at all. */
  'slow',
  /** The session is forgotten; signing in again works. */
  'expireSession',
  /** Too fast, for two minutes. */
  'rateLimited',
  /** Too fast, without saying for how long. */
  'rateLimitedBare',
  /** The credentials are not valid any more. */
  'refused',
  /** The credentials do not allow this. */
  'forbidden',
  /** The system answers with a redirect. */
  'redirect',
  /** A writing call dies after the first half of its elements was stored; its text shows what it was sent. */
  'partly',
  /** Each record of a page comes twice. */
  'duplicatePage',
] as const
export type Fault = (typeof faults)[number]

/** What else a case may need. Each is a method of the simulator of that name, unless a comment says otherwise. */
export const abilities = [
  /** The settings hold the address of the system, so that another one can be put in its place. No method. */
  'address',
  'state',
  'changeOrder',
  'forget',
  'refuseAck',
  'expireResume',
  'placeNameless',
  /** `places` of the subject. No method. */
  'places',
  'placeEvents',
  'fade',
  'pushTo',
  'held',
  'refuse',
  'skip',
  'settle',
  /** Objects inside an object have ids of their own. No method. */
  'nested',
  'placeItem',
  'placeObject',
  'setOrderState',
  'insertRecord',
  'updateRecord',
  'deleteRecord',
] as const
export type Offer = Fault | (typeof abilities)[number]

/** Which calls a fault is for: of `check`, of reading, `ack`, `send` and `remove`, `find` and `read`, `results`, `inventory`. */
export type FaultTarget = 'check' | 'read' | 'ack' | 'send' | 'find' | 'results' | 'inventory'

/** A running system as its own operator sees it. */
export interface Simulator {
  /** Settings with which the connector works. */
  readonly settings: Settings
  stop(): Promise<void>
  /** An order is placed at the system. Its id there. */
  placeOrder(order: PlainOrder): string | Promise<string>
  /** Plays the fault at the next `times` calls for `on`. */
  fault(fault: Fault, on: FaultTarget, times: number): void
  /** What it gave out and must not be seen either: session ids. */
  secrets?(): readonly string[]
  /** Everything that it holds, as one text: another one after every write and every record that was consumed. */
  state?(): string | Promise<string>
  /** Changes something of the order that its record shows, now. */
  changeOrder?(id: string): void | Promise<void>
  /** The order is removed as if it never was. */
  forget?(id: string): void | Promise<void>
  /** Acknowledging this order will be refused with the text. */
  refuseAck?(id: string, text: string): void | Promise<void>
  /** Whatever was given to go on reading is refused from now on. */
  expireResume?(): void | Promise<void>
  /** Places an order that is given out without its id. */
  placeNameless?(order: PlainOrder): void | Promise<void>
  /** Makes one record of each further kind that the connector declares, all about that order. */
  placeEvents?(order: string): EventIds | Promise<EventIds>
  /** Somebody sets the state of the order at the system to one that nothing of ours says: `which` tells two of them apart. */
  setOrderState?(id: string, which: 1 | 2): void | Promise<void>
  /** Personal data of the order is not given out any more; the order counts as changed. */
  fade?(id: string): void | Promise<void>
  /** From now on the system calls this address, and again until it is answered with 2xx. */
  pushTo?(url: string): void
  /** Resolves once everything was pushed. Goes with `pushTo`. */
  pushed?(): Promise<void>
  /** What it holds of a kind. */
  held?(kind: OutgoingKind): readonly Held[] | Promise<readonly Held[]>
  /** This object will be refused as not valid. */
  refuse?<K extends OutgoingKind>(kind: K, object: Outgoing<K>): void | Promise<void>
  /** This object will be passed over without a word. */
  skip?<K extends OutgoingKind>(kind: K, object: Outgoing<K>): void | Promise<void>
  /** Works off what it only received so far. */
  settle?(): void | Promise<void>
  /**
   * Puts a record of that kind into the list that is read: right behind that one as far as the order of the list allows ('': in
   * front), where new ones come if it is absent. Its neutral form shows the text. Its id.
   */
  insertRecord?(kind: IncomingKind, text: string, behind?: string): string | Promise<string>
  /** Changes the record: its neutral form shows this text from now on. */
  updateRecord?(kind: IncomingKind, id: string, text: string): void | Promise<void>
  /** Takes it away as if it never was. */
  deleteRecord?(kind: IncomingKind, id: string): void | Promise<void>
  /** An item or a category that stands there before we come, of that name. Its id. */
  placeObject?(kind: 'item' | 'category', name: string): string | Promise<string>
  /** An item that exists there already, for connectors that send stock or prices but no items. Its id. */
  placeItem?(itemNumber: string): string | Promise<string>
}

/** `begins`: the connector makes the id, and it begins with that one. */
export type EventIds = readonly {
  readonly kind: IncomingKind
  readonly externalId: string
  readonly begins?: true
}[]

/**
 * An object that the system holds, in the port's words: of an item `itemNumber`, `name`, `manufacturer` (its name), `values`
 * (names of its characteristics' values, with ", " between), `shown` (where it carries that, as of cross-selling); of a category, manufacturer or characteristic `name`; of an image
 * `hash` (SHA-256 of the bytes that came), `sort`; of cross-selling `item` and `shown`, by our numbers, with " " between; of a
 * price `itemNumber`, `gross`; of a stock `itemNumber`, `offered`; of a customer `name` (the last one), `city`; of what belongs to an order `order` and
 * `delivery`, `tracking`, `amount` or `reason`. A field that the system does not keep is absent and not compared.
 */
export interface Held {
  readonly theirs: string
  readonly fields: Readonly<Record<string, string>>
}

/** An order in words that every simulator understands. Decimals are texts, `placedAt` is ISO 8601 with whole seconds. */
export interface PlainOrder {
  readonly number: string
  readonly placedAt: string
  readonly place?: string
  readonly currency: string
  readonly total: string
  readonly paid: boolean
  readonly method: string
  readonly note?: string
  readonly email: string
  readonly firstName: string
  readonly lastName: string
  readonly street: string
  readonly postcode: string
  readonly city: string
  readonly country: string
  readonly lines: readonly PlainLine[]
  /** Texts for the payment fields of the system: they must not survive `scrub`. */
  readonly paymentSecrets: readonly string[]
}

export interface PlainLine {
  readonly sku: string
  readonly name: string
  readonly quantity: string
  readonly unitNet: string
  readonly unitGross: string
  readonly taxRate: string
}
