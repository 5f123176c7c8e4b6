import i18next from 'i18next'
import { causeKinds } from '../../api/stock.ts'

const reasons = ['opening', 'receipt', 'delivery', 'adjustment', 'transfer', 'stocktaking', 'return'] as const

/** Why something was booked, in words; an unknown one as it is. */
export function reasonWord(reason: string): string {
  const known = reasons.find(one => one === reason)
  return known ? i18next.t(`stock.r_${known}`) : reason
}

/** What a movement came of, in words. */
export function causeWord(cause: string): string {
  const known = causeKinds.find(one => one === cause)
  return known ? i18next.t(`stock.cause_${known}`) : i18next.t('stock.cause_other')
}
