import i18next from 'i18next'
import type { StateLook } from '../../ui/states.ts'
import { shortDate } from '../../words/format.ts'

/** Where a delivery note stands: waiting, handed over, or taken back. */
export function noteLook(note: {
  readonly shippedAt: string | null
  readonly reversedAt: string | null
  readonly hold?: string | null
}): StateLook {
  const { t } = i18next
  if (note.reversedAt !== null)
    return {
      sign: 'failed',
      tone: 'mute',
      word: t('deliveries.reversedAt', { at: shortDate(note.reversedAt) }),
    }
  if (note.shippedAt !== null)
    return { sign: 'full', tone: 'info', word: t('deliveries.shippedAt', { at: shortDate(note.shippedAt) }) }
  if (note.hold) return { sign: 'held', tone: 'hold', filled: true, word: t('orders.held') }
  return { sign: 'half', tone: 'warn', word: t('deliveries.waits') }
}
