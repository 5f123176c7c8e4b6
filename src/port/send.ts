import type { Outgoing, OutgoingStates, SendResult } from './outgoing.ts'
import type { OutgoingKind, Ref } from './records.ts'

/** How to send one kind. */
export interface Send<Session, K extends OutgoingKind> {
  /** `safe`: the same call twice ends the same. `keyed`: our key makes it so. `readBack`: `find` before a repetition. */
  readonly repeat: 'safe' | 'keyed' | 'readBack'
  /**
   * With `readBack`: `find` sees only what the system holds without our key. What it holds under our key needs no finding,
   * because the same call ends the same; so "undefined" means that sending it makes nothing twice.
   */
  readonly findsOnly?: 'unlinked'
  /**
   * True where `find` goes by what people call the object (item number; name and parent), not by our number: then it also finds
   * what was sent under a number that we have lost (a restore).
   */
  readonly findsByName?: boolean
  /**
   * True where one bad element makes the whole call fail and nothing is stored: the engine halves. `midway`: the whole call
   * fails, but some of it may be stored: the engine goes on as after `unknown`, with single elements.
   */
  readonly atomic: boolean | 'midway'
  /** True where the system wants the object's state at all its places in one call (eBay: the sum and each offer). */
  readonly together?: boolean
  /** True where a parent item is sent too, with the sum of its children; a function where that very system decides. Pure. */
  readonly parents?: boolean | ((facts: Readonly<Record<string, unknown>>) => boolean)
  /** Of `item`: a parent names its children (`children`), and is told anew when another one is sold. */
  readonly namesChildren?: true | 'whole'
  /** Of `item`: it stands in a category of theirs, and is described by attributes of theirs, as both are mapped (`ItemState.listing`). */
  readonly lists?: true
  /**
   * Of `price`: it has no place for special prices. An item whose special price changes is then sent complete.
   */
  readonly withoutSpecial?: true
  /**
   * Of `order_status`: what was told as cancelled can be told as open again, so that a cancellation can be undone which the system knows
   * of. Absent: it is cancelled for good there.
   */
  readonly reopens?: true
  /**
   * Of `order_status`: a state that somebody set there, and that ours does not follow on, is left: the element is `rejected`
   * ORDER_STATE_SET_THERE, with what the system shows, until a person insists on ours (`insists`). What can be told besides is told.
   */
  readonly respects?: true
  /**
   * Of `order_status`: it says how much of each line has left (`lines`). Of `cancellation` and `refund`: lines are named also where
   * the order as a whole is meant.
   */
  readonly namesLines?: true
  /**
   * True where what a call left behind without our number comes in as a record of the same kind, with its transaction (or `mark`): before
   * such a thing is sent again, what is new of the kind is read, and what turns out to be there is not sent.
   */
  readonly comesBack?: true
  /** Of `item`: kinds that the system takes within it and not alone. */
  readonly carries?: readonly ('cross_selling' | 'image')[]
  /** Kinds that must be sent with it because the system cannot take this one alone (dbeS: prices with stock). */
  readonly needs?: readonly OutgoingKind[]
  readonly linkedBy: 'connection' | 'channel'
  readonly batch: number
  send(session: Session, list: readonly Outgoing<K>[]): Promise<readonly SendResult[]>
  /** Another way for so many objects or more at once (Amazon: a feed). */
  readonly bulk?: {
    readonly from: number
    readonly batch: number
    send(session: Session, list: readonly Outgoing<K>[]): Promise<readonly SendResult[]>
  }
  /** What they have under these names, in the order of the list: their id, or undefined. Required for `readBack`. */
  find?(session: Session, list: readonly Outgoing<K>[]): Promise<readonly (string | undefined)[]>
  /**
   * What they show of these objects now, in the order of the list: the fields that the system can tell, or undefined where it
   * has no such object. Reads only. Absent where the system cannot be asked: then what is changed there stays unseen.
   */
  read?(
    session: Session,
    list: readonly { readonly ref: Ref; readonly place: string }[],
  ): Promise<readonly (Partial<OutgoingStates[K]> | undefined)[]>
  /**
   * Takes objects away at the other side. `of`: the item that an image shows, or beside which something is shown; `sort`: its place there, as it was
   * accepted last.
   */
  remove?(
    session: Session,
    list: readonly {
      readonly ref: Ref
      readonly place: string
      readonly of?: Ref
      readonly sort?: number
    }[],
  ): Promise<readonly SendResult[]>
}

export type Sends<Session> = { readonly [K in OutgoingKind]?: Send<Session, K> }
