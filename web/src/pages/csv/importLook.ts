import i18next from 'i18next'
import type { Import, ImportRow } from '../../api/csv.ts'
import type { StateLook } from '../../ui/states.ts'

/** State of an import. */
export function importLook({ state, dryRun }: Pick<Import, 'state' | 'dryRun'>): StateLook {
  switch (state) {
    case 'waiting':
      return { sign: 'waiting', tone: 'mute', word: i18next.t('csv.state_waiting') }
    case 'running':
      return { sign: 'running', tone: 'accent', word: i18next.t('csv.state_running') }
    case 'done':
      return dryRun
        ? { sign: 'half', tone: 'info', word: i18next.t('csv.state_tried') }
        : { sign: 'done', tone: 'ok', word: i18next.t('csv.state_done') }
    case 'cancelled':
      return { sign: 'failed', tone: 'mute', word: i18next.t('csv.state_cancelled') }
    case 'failed':
      return { sign: 'failed', tone: 'bad', filled: true, word: i18next.t('csv.state_failed') }
  }
}

/** What became of a row, or would. */
export function rowLook(did: ImportRow['did']): StateLook {
  switch (did) {
    case 'new':
      return { sign: 'full', tone: 'ok', word: i18next.t('csv.new') }
    case 'changed':
      return { sign: 'half', tone: 'info', word: i18next.t('csv.changed') }
    case 'refused':
      return { sign: 'check', tone: 'warn', filled: true, word: i18next.t('csv.refused') }
  }
}
