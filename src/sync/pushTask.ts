import { hash } from 'node:crypto'
import type { ChangedKind } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import type { Channel } from '../channels/connectionStore.ts'
import type { Linkable } from '../channels/linkStore.ts'
import {
  type Aspect,
  aspects,
  noHash,
  type ObjectKind,
  type SentAspect,
  type SentAspects,
  type SentRow,
} from '../channels/sentStore.ts'
import { canonical } from '../port/canonical.ts'
import type { Outgoing, OutgoingStates, StockState } from '../port/outgoing.ts'
import type { OutgoingKind, Ref } from '../port/records.ts'
import type { Send } from '../port/send.ts'
import type { CallGate, Priority } from './callGate.ts'
import type { ImportContext } from './importContext.ts'
import type { Leaving } from './leavingLast.ts'
import type { Ahead } from './readAhead.ts'
import type { Sources } from './sources.ts'
import type { WalksOfRun } from './walk.ts'

/** All that a run that sends works with. It can import orders too: before and after a stock call it does. */
export interface PushContext extends ImportContext {
  readonly runId: string
  readonly sources: Sources
  readonly gate: CallGate
  readonly priority: Priority
  /** Writing calls of this run that were answered; those since then that were not, and what the first of all ran into. */
  readonly silence: { answered: number; inARow: number; first?: unknown }
  /** How far the complete synchronisations that this run walks have come. */
  readonly walks: WalksOfRun
  readonly guard: GuardMemory
  /** What is taken away behind everything else; absent: at once. */
  readonly leaving?: Leaving
  /** Lists of objects that were looked at so far. */
  batches?: number
  /** Of the next step of a sweep. */
  ahead?: Ahead
}

/**
 * What the guard knows within one run, by channel, kind and rule: how far a change was seen to reach when it was surveyed, and
 * how much was held. Lost with the process, it is found out again.
 */
export interface GuardMemory {
  readonly foreseen: Map<string, number>
  readonly held: Map<string, number>
  /** By channel, whether more items wait to leave it than may go, and until when that is not asked again (of `performance.now`). */
  readonly leaving: Map<string, { readonly wide: boolean; readonly until: number }>
  /** Of a preview, by channel, object and rule: what its pages so far would have sent and held. */
  readonly ahead?: Map<string, { counted: number; held: number }>
}

/** A thing that gets one of our numbers, and their id where it is known without asking. */
export interface NamedThing extends Linkable {
  readonly theirs?: string
}
/** Where others fetch the bytes of an image for some days, without signing in. */
export type BlobAddress = (blob: { readonly hash: string; readonly mediaType: string }) => string
export type RefOf = (thing: NamedThing) => Ref
export type OutgoingState = OutgoingStates[OutgoingKind]

/** How the state of an object is made, once everything in it has its number; its quantity is known last. */
export interface Making {
  readonly things: readonly NamedThing[]
  state(refOf: RefOf, stock: StockState | undefined, others?: ReadonlyMap<string, StockState>): OutgoingState
  /** Other items whose quantities the state shows: read with its own, when the call is made. */
  readonly others?: readonly string[]
  /** Of kinds that are sent along because the system does not take this one alone; a quantity is known last. */
  along?(
    refOf: RefOf,
    stock: StockState | undefined,
  ): { readonly price?: OutgoingStates['price']; readonly stock?: OutgoingStates['stock'] }
  /** Of a state of an order: how the channel accepted it last. */
  readonly told?: NonNullable<Outgoing<'order_status'>['told']>
  /** Of kinds that name an object by other numbers than its own link. */
  readonly ref?: Ref
}

/** What a channel shall be told of one object. */
export type Wanted =
  | {
      readonly do: 'send'
      readonly sent: SentAspects
      readonly making: Making
      /** Categories, manufacturers and characteristics, and the parent of a child, that have to be there first. */
      readonly waitsFor: readonly string[]
      /** Lower levels are sent first: parents before their children. */
      readonly level: number
    }
  /** It leaves the offer: taken away, or sent as inactive. `sent` is absent where only the last accepted state is known. */
  | {
      readonly do: 'leave'
      readonly sent?: SentAspects
      readonly making?: Making
      readonly level?: number
      /** What it shows there and at which place, which has to be named when it is taken away. */
      readonly of?: NamedThing
      readonly sort?: number
    }
  | { readonly do: 'nothing' }
  /** Refused or held as an item until now: what changed may let it be sent, complete. */
  | { readonly do: 'wholeItem' }
  | { readonly do: 'hold'; readonly code: string; readonly data: Readonly<Record<string, string>> }

/** How one kind of change is told. */
export interface PushTask {
  readonly kind: ChangedKind
  /** The kind of call that tells it: an item where the system takes no price alone. */
  readonly as: OutgoingKind
  readonly object: ObjectKind
  /** What has to be equal to what was accepted, or it is sent. */
  readonly compares: readonly Aspect[]
  /** Sent once and never again: a delivery. */
  readonly once?: boolean
  /** What the channel shall have, set-based; ids without an entry are `nothing`. */
  want(
    tx: Tx,
    context: PushContext,
    channel: Channel,
    ids: readonly string[],
    known: ReadonlyMap<string, SentRow>,
  ): Promise<ReadonlyMap<string, Wanted>>
  /** Read again inside the call slot: quantities. */
  late?(
    tx: Tx,
    context: PushContext,
    channel: Channel,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, SentAspect<StockState>>>
  /** A complete synchronisation of it lets the other kinds of the lane go first after each step. */
  readonly patient?: boolean
  /** The next ids of a sweep. */
  next?(tx: Tx, context: PushContext, channelId: string, afterId: string, limit: number): Promise<string[]>
}

/** How that connector sends that kind; undefined where it does not, or where this very system lacks it. */
export function sendOf(
  context: Pick<PushContext, 'connector'> & { readonly connection: Pick<PushContext['connection'], 'facts'> },
  kind: OutgoingKind,
): Send<unknown, OutgoingKind> | undefined {
  const { connector, connection } = context
  const { facts } = connection
  const lacks = connector.without?.(facts).includes(kind) || connector.withoutSending?.(facts).includes(kind)
  return lacks ? undefined : connector.send?.[kind]
}

/** An aspect with what it is compared by. The fields name our ids, never theirs, which change by being accepted. */
export function aspectOf<Fields>(fields: Fields): SentAspect<Fields> {
  return { hash: uuidOf(canonical(fields).text), fields }
}

/** What a refusal holds for: the content that was sent, but for quantities, which change all the time. */
export function contentHash(as: OutgoingKind, sent: SentAspects): string {
  if (as === 'stock') return sent.stock?.hash ?? noHash
  if (as === 'price') return sent.price?.hash ?? noHash
  return uuidOf(`${sent.data?.hash ?? ''} ${sent.price?.hash ?? ''}`)
}

/** Whether what is told once was: not where it was told and turned out never to have been taken. */
export function wasTold(known: SentRow | undefined): boolean {
  return Boolean(known?.data) && known?.data !== noHash
}

/** Of all that is sent of an object. */
export function sentHash(sent: SentAspects): string {
  return uuidOf(aspects.map(aspect => sent[aspect]?.hash ?? '').join(' '))
}

/** A UUID made of a text: the same for the same text. */
export function uuidOf(text: string): string {
  const hex = hash('sha256', text)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}
