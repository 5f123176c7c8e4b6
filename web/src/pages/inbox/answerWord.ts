import i18next from 'i18next'
import type { WebOrder } from '../../api/inbox.ts'
import { duration, shortDate } from '../../words/format.ts'

/** What an order that is not released waits for: us, with the time that is left, or its marketplace. `short`: without the time of day. */
export function answerWord(row: WebOrder, short = false): string {
  if (row.wantsAnswer) {
    if (row.answerUntil === null) return i18next.t('inbox.wantsAnswer')
    const left = Date.parse(row.answerUntil) - Date.now()
    if (left <= 0) return i18next.t('inbox.wantedAnswer', { at: shortDate(row.answerUntil) })
    if (short) return i18next.t('inbox.wantsAnswerLeft', { left: duration(left) })
    return i18next.t('inbox.wantsAnswerFor', { left: duration(left), at: shortDate(row.answerUntil) })
  }
  if (row.confirmed === null) return i18next.t('inbox.pendingWhy')
  return i18next.t(row.confirmed ? 'inbox.confirmedWhy' : 'inbox.refusedWhy')
}
