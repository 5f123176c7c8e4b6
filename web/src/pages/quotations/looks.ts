import i18next from 'i18next'
import type { QuotationState } from '../../api/quotations.ts'
import type { StateLook } from '../../ui/states.ts'

/** The state of a quotation. */
export function quotationLook(state: QuotationState): StateLook {
  const word = i18next.t(`quotations.${state}`)
  switch (state) {
    case 'open':
      return { sign: 'empty', tone: 'info', word }
    case 'ordered':
      return { sign: 'full', tone: 'ok', word }
    case 'declined':
      return { sign: 'failed', tone: 'mute', word }
    case 'expired':
      return { sign: 'waiting', tone: 'warn', word }
  }
}
