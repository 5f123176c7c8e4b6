import i18next from 'i18next'
import type { PriceList, SpecialPrice } from '../../api/prices.ts'
import { beginWords } from '../../ui/period.ts'
import type { StateLook } from '../../ui/states.ts'

/** Whether a special price holds; over: why it does not any more. */
export function specialLook(row: Pick<SpecialPrice, 'when' | 'from' | 'active' | 'endedAt'>): StateLook {
  if (!row.active) return { sign: 'left', tone: 'mute', word: i18next.t('prices.s_off') }
  if (row.endedAt !== null) return { sign: 'failed', tone: 'mute', word: i18next.t('prices.s_stock') }
  switch (row.when) {
    case 'running':
      return { sign: 'full', tone: 'ok', word: i18next.t('prices.s_running') }
    case 'coming':
      return {
        sign: 'waiting',
        tone: 'info',
        word: i18next.t('prices.s_coming', { at: beginWords(row.from) }),
      }
    case 'over':
      return { sign: 'left', tone: 'mute', word: i18next.t('prices.s_over') }
  }
}

/** Whether a price list holds now. */
export function listLook({ active, from, to }: PriceList, now = new Date().toISOString()): StateLook {
  const when = to !== null && to <= now ? 'over' : from !== null && from > now ? 'coming' : 'running'
  return specialLook({ active, endedAt: null, from: from ?? now, when })
}
