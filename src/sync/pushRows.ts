import type { ChangedKind } from '../base/changed.ts'
import { type Tx, transact } from '../base/database.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { type DueOf, type DueRow, dueSince } from '../channels/dueStore.ts'
import type { GuardRule } from '../channels/guardSettings.ts'
import {
  ofItemKinds,
  ownerKinds,
  type SentAspect,
  type SentAspects,
  type SentRow,
} from '../channels/sentStore.ts'
import type { Outgoing, StockState } from '../port/outgoing.ts'
import type { OutgoingKind, Ref } from '../port/records.ts'
import type { Send } from '../port/send.ts'
import type { PriceFields } from './priceFields.ts'
import type { Making, NamedThing, PushContext, PushTask } from './pushTask.ts'
import type { Walk } from './walk.ts'

/** The code of what waits for its category, its manufacturer, a characteristic or its parent. */
export const waitsForCategory = 'CATEGORY_NOT_SENT_YET'

/** A row as it is worked on; without a version it comes from a sweep and has no due row. */
export interface Row extends Omit<DueRow, 'version'> {
  readonly version?: number
}

/** Of rows that come from a sweep there is no due row to drop. */
export function withVersion(row: Row): DueRow[] {
  return row.version === undefined ? [] : [{ ...row, version: row.version }]
}

/** Where the due rows of a kind of this connection lie: those of channels that are active and not locked. */
export function dueOf(
  context: Pick<PushContext, 'tenant' | 'connection'>,
  task: Pick<PushTask, 'kind'>,
): DueOf {
  const { id, channels } = context.connection
  const channelIds = channels
    .filter(channel => channel.active && !channel.lockedAt)
    .map(channel => channel.id)
  return { tenant: context.tenant, connectionId: id, channelIds, kind: task.kind }
}

/** An object that is to be sent. */
export interface Candidate {
  readonly row: Row
  readonly known: SentRow | undefined
  /** Sent before, and nobody knows what became of it. */
  readonly unknown: boolean
  /** Taken away at the other side. */
  readonly remove: boolean
  /** Of an image that is taken away: what it shows there, and at which place. */
  readonly of?: NamedThing
  readonly sort?: number
  /** Sent as not active any more: with no quantity. */
  readonly leaves?: boolean
  /** Sent also if it is as it was accepted. */
  readonly complete?: boolean
  readonly sent: SentAspects
  readonly making?: Making
  readonly waitsFor: readonly string[]
  readonly level: number
  /** Of a parent: the quantities that it says of its children, by their ids. */
  readonly others?: ReadonlyMap<string, SentAspect<StockState>>
  /** What it falls under: `counts` against the thresholds when it is sent; `released`: a person has seen it. */
  readonly guard?: { readonly counts: readonly GuardRule[]; readonly released: readonly GuardRule[] }
  /** The guard holds its price: it goes with this one, the last that was accepted. */
  readonly heldPrice?: PriceFields
  /** Of a batch: how many more quantities may turn out to be 0 when the call is made. */
  readonly allowance?: { left: number }
}

/** The state of an object at another channel of the connection. */
export type Elsewhere = NonNullable<Outgoing<OutgoingKind>['elsewhere']>[number]

/** A candidate with its numbers, marked as in flight. */
export interface Ready extends Candidate {
  /** Where the system wants all places in one call. */
  readonly elsewhere?: readonly Elsewhere[]
  readonly ref: Ref
  readonly refOf: (thing: NamedThing) => Ref
  /** The snapshot of the database before the call, where that matters (see `acceptSent`). */
  readonly seen?: string
}

/** The object, with what the call that carried it could know. */
export function seenWith({ row, seen }: Ready): { readonly objectId: string; readonly seen?: string } {
  return { objectId: row.objectId, ...(seen === undefined ? {} : { seen }) }
}

/** How the calls for one channel are made. */
export interface Way {
  readonly task: PushTask
  readonly send: Send<unknown, OutgoingKind>
  readonly channel: Channel
  /** The complete synchronisation whose step this is. */
  readonly walk?: Walk
  /** Of a preview: what it has to go through from the page at hand on, which is not all that is due or walked. */
  readonly ahead?: readonly {
    readonly next: (tx: Tx, afterId: string) => Promise<string[]>
    readonly from: string
  }[]
}

/** True where what would be sent is what was accepted last. */
export function isAsAccepted(task: PushTask, known: SentRow | undefined, sent: SentAspects): boolean {
  return task.compares.every(aspect => !sent[aspect] || known?.[aspect] === sent[aspect]?.hash)
}

/** Since when something of these kinds can be told at the longest, and the database's time. */
export function dueNow(
  context: Pick<PushContext, 'db' | 'tenant' | 'connection'>,
  kinds: readonly ChangedKind[],
): Promise<{ readonly oldest: Date | null; readonly now: Date }> {
  const { kind: _, ...of } = dueOf(context, { kind: 'item' })
  return transact(context.db, { tenant: context.tenant }, tx => dueSince(tx, { ...of, kinds }))
}

/** What a call can know, where what is told may come to count for nothing while it is on its way. */
export async function seenBy(
  tx: Tx,
  { connector }: PushContext,
  { task }: Way,
): Promise<{ readonly seen?: string }> {
  const isOfOrder = !ofItemKinds.has(task.object) && !ownerKinds.has(task.object)
  if (!isOfOrder && connector.stockMeans !== 'absolute') return {}
  const [row] = await tx.query<{ seen: string }>('select pg_current_snapshot()::text as seen')
  return row ?? {}
}
