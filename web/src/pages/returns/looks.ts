import i18next from 'i18next'
import type { Return, ReturnLine } from '../../api/returns.ts'
import type { StateLook } from '../../ui/states.ts'

/** Where a return stands. Filled: a person has to decide. */
export function returnLook({ state, closedAt }: Pick<Return, 'state' | 'closedAt'>): StateLook {
  const word = i18next.t(`returns.s_${state}`)
  switch (state) {
    case 'announced':
      return { sign: 'empty', tone: 'mute', word }
    case 'partly_received':
      return { sign: 'half', tone: 'warn', word }
    case 'received':
      return { sign: 'check', tone: 'warn', filled: closedAt === null, word }
    case 'accepted':
      return { sign: 'done', tone: 'ok', word }
    case 'partly_accepted':
      return { sign: 'half', tone: 'mute', word }
    case 'refused':
      return { sign: 'failed', tone: 'mute', word }
    case 'missing':
      return { sign: 'left', tone: 'mute', word }
  }
}

/** Where a line of a return stands. */
export function returnLineLook({ state }: Pick<ReturnLine, 'state'>): StateLook {
  const word = i18next.t(`returns.s_${state}`)
  switch (state) {
    case 'announced':
      return { sign: 'empty', tone: 'mute', word }
    case 'received':
      return { sign: 'check', tone: 'warn', word }
    case 'accepted':
      return { sign: 'done', tone: 'ok', word }
    case 'refused':
      return { sign: 'failed', tone: 'mute', word }
    case 'missing':
      return { sign: 'left', tone: 'mute', word }
  }
}
