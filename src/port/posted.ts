import type { Language } from '../base/errors.ts'
import type { TermRecord } from './records.ts'

/** What systems post besides records: named things, rows of reports, notices, tickets, documents. */

/** Named things of one list. `replaces`: the set is all that there is of its list and scope; else it is added to what is there. */
export interface NamedSet {
  readonly list: TermRecord['list']
  /** What the set is about, where a list has several: `category/<id>`, `seller/<id>`; absent: all. */
  readonly of?: string
  readonly replaces: boolean
  readonly entries: readonly NamedThingOfTheirs[]
  /** Ids that are no more, of a set that does not replace. */
  readonly gone?: readonly string[]
}

export interface NamedThingOfTheirs {
  readonly theirs: string
  readonly name: string
  /** ISO code, or the rate. */
  readonly code?: string
  readonly parent?: string
  /** Of a category: nothing is listed under it. */
  readonly isClosed?: true
  /** Of an attribute. */
  readonly attribute?: AttributeOfTheirs
}

/** What an attribute of theirs takes. Texts are shown as they came. */
export interface AttributeOfTheirs {
  readonly type:
    | 'smalltext'
    | 'htmltext'
    | 'text'
    | 'integer'
    | 'decimal'
    | 'enum'
    | 'date'
    | 'boolean'
    | 'image'
    | 'document'
    | 'url'
    | 'label'
  readonly isMultiple: boolean
  readonly isRequired: boolean
  readonly isRecommended: boolean
  readonly isVariation: boolean
  /** What is told is `value`. */
  readonly values: readonly { readonly value: string; readonly display: string; readonly sort: number }[]
  readonly pattern?: string
  readonly section?: string
  readonly sectionPosition: number
  readonly subSection?: string
  readonly subSectionPosition: number
  readonly isRepeatable: boolean
  readonly description?: string
  /** It has to be given, or may be given, where another one has one of these values. */
  readonly requiredBy: readonly { readonly attribute: string; readonly values: readonly string[] }[]
  readonly optionalBy: readonly { readonly attribute: string; readonly values: readonly string[] }[]
}

/** Rows of a report that was asked for by the ask of that id. */
export interface ReportedRows {
  readonly ask: string
  /** What they have under their names; the same row again takes the place of the former one. */
  readonly rows: readonly ReportedRow[]
  /** True with the call that says that there are no more. */
  readonly done: boolean
}

export interface ReportedRow {
  readonly theirs: string
  /** Our number, where they name it. */
  readonly no?: number
  readonly number?: string
  readonly gtin?: string
  readonly name: string
  readonly quantity?: string
}

/** Something that the system wants a person to know. */
export interface PostedNotice {
  readonly place: string
  readonly severity: 'info' | 'warning' | 'error'
  readonly text: string
  /** The same in both languages, where it is known in them: of what the connector says itself. */
  readonly texts?: Readonly<Record<Language, string>>
  readonly about?: { readonly kind: 'item' | 'listing' | 'order' | 'order_line'; readonly theirs: string }
}

/** A message of a conversation that they lead; the same message again changes nothing. */
export interface PostedTicket {
  readonly place: string
  readonly theirs: string
  /** Absent: a file for a ticket that came before. */
  readonly message?: {
    readonly topic: string
    readonly subject: string
    readonly text: string
    readonly at: string
    readonly from: { readonly role: 'buyer' | 'seller' | 'channel'; readonly name?: string }
    readonly wantsReply: boolean
    readonly about?: { readonly kind: 'item' | 'listing' | 'order' | 'order_line'; readonly theirs: string }
  }
  readonly files: readonly { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array }[]
}

/** A document that the system made for an order. */
export interface PostedDocument {
  readonly place: string
  /** Its external id, which may not be here yet. */
  readonly order: string
  readonly kind: 'invoice' | 'credit_note'
  readonly number: string
  readonly at: string
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}
