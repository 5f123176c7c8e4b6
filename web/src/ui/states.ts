import i18next from 'i18next'
import type { Awaited } from '../api/awaited.ts'
import type { ConflictState } from '../api/conflicts.ts'
import type { Connection } from '../api/connections.ts'
import type { GuardItem } from '../api/guard.ts'
import type { Health } from '../api/health.ts'
import type { OrderRow } from '../api/orders.ts'
import type { JournalResult } from '../api/outbox.ts'
import type { PlatformState } from '../api/platforms.ts'
import type { RunState } from '../api/runs.ts'
import type { Sign, Tone } from './Chip.tsx'

/** How a state looks and what it is called. Filled: a person is needed. */
export interface StateLook {
  readonly sign: Sign
  readonly tone: Tone
  readonly filled?: boolean
  readonly word: string
}

type OrderState = Pick<OrderRow, 'paymentState' | 'deliverability' | 'deliveryState' | 'cancelled' | 'hold'>

/** Payment of an order. */
export function paymentLook({ paymentState }: Pick<OrderRow, 'paymentState'>): StateLook {
  switch (paymentState) {
    case 'paid':
      return { sign: 'done', tone: 'mute', word: i18next.t('orders.paid') }
    case 'partly_paid':
      return { sign: 'half', tone: 'warn', word: i18next.t('orders.partly_paid') }
    case 'refunded':
      return { sign: 'left', tone: 'mute', word: i18next.t('orders.refunded') }
    default:
      return { sign: 'empty', tone: 'warn', word: i18next.t('orders.unpaid') }
  }
}

/** Deliverability of an order; undefined where there is nothing more to deliver. */
export function deliverabilityLook(order: OrderState): StateLook | undefined {
  if (order.cancelled || order.deliveryState === 'shipped' || order.deliveryState === 'completed')
    return undefined
  if (order.hold !== null) return { sign: 'held', tone: 'hold', filled: true, word: i18next.t('orders.held') }
  switch (order.deliverability) {
    case 'full':
      return { sign: 'full', tone: 'ok', word: i18next.t('orders.full') }
    case 'part':
      return { sign: 'half', tone: 'warn', word: i18next.t('orders.part') }
    case 'none':
      return { sign: 'empty', tone: 'bad', filled: true, word: i18next.t('orders.notDeliverable') }
    default:
      return undefined
  }
}

/** How far an order is on its way. */
export function deliveryLook(order: Pick<OrderRow, 'deliveryState' | 'cancelled'>): StateLook {
  if (order.cancelled) return { sign: 'failed', tone: 'mute', word: i18next.t('orders.cancelled') }
  switch (order.deliveryState) {
    case 'partly_delivered':
      return { sign: 'half', tone: 'info', word: i18next.t('orders.partly_delivered') }
    case 'delivered':
      return { sign: 'half', tone: 'info', word: i18next.t('orders.delivered') }
    case 'partly_shipped':
      return { sign: 'half', tone: 'info', word: i18next.t('orders.partly_shipped') }
    case 'shipped':
      return { sign: 'full', tone: 'info', word: i18next.t('orders.shipped') }
    case 'completed':
      return { sign: 'full', tone: 'mute', word: i18next.t('orders.completed') }
    default:
      return { sign: 'empty', tone: 'mute', word: i18next.t('orders.deliveryOpen') }
  }
}

/** Health of a channel. */
export function platformLook(state: PlatformState | string): StateLook {
  switch (state) {
    case 'ok':
      return { sign: 'full', tone: 'ok', word: i18next.t('platforms.ok') }
    case 'note':
      return { sign: 'check', tone: 'warn', filled: true, word: i18next.t('platforms.notice') }
    case 'locked':
      return { sign: 'lock', tone: 'mute', filled: true, word: i18next.t('platforms.locked') }
    case 'off':
      return { sign: 'left', tone: 'mute', word: i18next.t('platforms.inactive') }
    default:
      return { sign: 'failed', tone: 'bad', filled: true, word: i18next.t('platforms.failing') }
  }
}

/** State of a run. */
export function runLook(state: RunState): StateLook {
  switch (state) {
    case 'running':
      return { sign: 'running', tone: 'accent', word: i18next.t('sync.running') }
    case 'wanted':
      return { sign: 'waiting', tone: 'mute', word: i18next.t('sync.wanted') }
    case 'done':
      return { sign: 'done', tone: 'ok', word: i18next.t('sync.done') }
    case 'cancelled':
      return { sign: 'failed', tone: 'mute', word: i18next.t('sync.cancelled') }
    case 'lost':
      return { sign: 'failed', tone: 'warn', word: i18next.t('sync.lost') }
    case 'failed':
      return { sign: 'failed', tone: 'bad', filled: true, word: i18next.t('sync.failed') }
  }
}

/** What became of a record. */
export function outcomeLook(outcome: string): StateLook {
  switch (outcome) {
    case 'parked':
      return { sign: 'check', tone: 'warn', filled: true, word: i18next.t('ledger.parked') }
    case 'staged':
      return { sign: 'full', tone: 'ok', word: i18next.t('ledger.staged') }
    case 'taken_over':
      return { sign: 'full', tone: 'ok', word: i18next.t('ledger.taken_over') }
    case 'skipped':
      return { sign: 'left', tone: 'mute', word: i18next.t('ledger.skipped') }
    case 'ignored':
      return { sign: 'failed', tone: 'mute', word: i18next.t('ledger.ignored') }
    case 'waiting':
      return { sign: 'waiting', tone: 'mute', word: i18next.t('ledger.waiting') }
    default:
      return { sign: 'done', tone: 'mute', word: i18next.t('ledger.other') }
  }
}

/** What a channel has to do with something that lies there for it. */
export function awaitedLook({ waits, taken }: Pick<Awaited, 'waits' | 'taken'>): StateLook {
  if (waits === 'answer') return { sign: 'waiting', tone: 'pend', word: i18next.t('awaited.answer') }
  // Once is everyday life: it is being worked off. More often, nobody confirms it.
  if (taken > 1)
    return { sign: 'check', tone: 'warn', filled: true, word: i18next.t('awaited.takenOften', { n: taken }) }
  return { sign: taken > 0 ? 'half' : 'empty', tone: 'mute', word: i18next.t('awaited.take') }
}

/** What a channel answered. */
export function journalLook(result: JournalResult): StateLook {
  const word = i18next.t(`outbox.res_${result}`)
  switch (result) {
    case 'accepted':
      return { sign: 'done', tone: 'ok', word }
    case 'pending':
      return { sign: 'waiting', tone: 'pend', word }
    case 'rejected':
      return { sign: 'failed', tone: 'bad', filled: true, word }
    case 'unknown':
      return { sign: 'check', tone: 'warn', word }
    case 'unsent':
      return { sign: 'left', tone: 'mute', word }
    case 'divided':
      return { sign: 'half', tone: 'mute', word }
  }
}

/** What became of something that the guard stopped. */
export function guardLook(state: GuardItem['state']): StateLook {
  const word = i18next.t(`guard.${state}`)
  switch (state) {
    case 'held':
      return { sign: 'held', tone: 'hold', filled: true, word }
    case 'released':
      return { sign: 'waiting', tone: 'mute', word }
    case 'dropped':
      return { sign: 'left', tone: 'mute', word }
    case 'sent':
      return { sign: 'done', tone: 'ok', word }
  }
}

/** What became of a field that a shop changed. */
export function conflictLook(state: ConflictState): StateLook {
  const word = i18next.t(`conflicts.s_${state}`)
  switch (state) {
    case 'open':
      return { sign: 'check', tone: 'warn', filled: true, word }
    case 'kept':
      return { sign: 'left', tone: 'mute', word }
    case 'overwritten':
      return { sign: 'done', tone: 'mute', word }
    case 'decided':
      return { sign: 'done', tone: 'ok', word }
  }
}

/** Health of a connection. */
export function healthLook({ colour, locked }: Pick<Health, 'colour' | 'locked'>): StateLook {
  if (locked) return { sign: 'lock', tone: 'mute', filled: true, word: i18next.t('health.locked') }
  const word = i18next.t(`health.${colour}`)
  if (colour === 'red') return { sign: 'failed', tone: 'bad', filled: true, word }
  if (colour === 'yellow') return { sign: 'check', tone: 'warn', filled: true, word }
  return { sign: 'full', tone: 'ok', word }
}

/** State of an account, or of one of its channels. */
export function connectionLook(
  connection: Pick<Connection, 'state' | 'recovering'>,
  channel: { readonly active: boolean; readonly locked: boolean } | undefined,
): StateLook {
  if (connection.state === 'archived')
    return { sign: 'left', tone: 'mute', word: i18next.t('channels.archived') }
  if (connection.recovering)
    return { sign: 'check', tone: 'warn', filled: true, word: i18next.t('channels.recovering') }
  if (connection.state === 'locked' || channel?.locked)
    return { sign: 'lock', tone: 'mute', filled: true, word: i18next.t('channels.locked') }
  if (connection.state === 'refused')
    return { sign: 'failed', tone: 'bad', filled: true, word: i18next.t('channels.refused') }
  if (connection.state === 'new')
    return { sign: 'check', tone: 'warn', filled: true, word: i18next.t('channels.isNew') }
  if (channel?.active === false) return { sign: 'left', tone: 'mute', word: i18next.t('channels.inactive') }
  return { sign: 'full', tone: 'ok', word: i18next.t('channels.active') }
}
