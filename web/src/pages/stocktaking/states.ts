import i18next from 'i18next'
import type { LineState, Stocktaking } from '../../api/stocktaking.ts'
import type { StateLook } from '../../ui/states.ts'

/** State of a stocktaking. */
export function stocktakingLook(state: Stocktaking['state']): StateLook {
  const word = i18next.t(`stocktaking.state_${state}`)
  switch (state) {
    case 'open':
      return { sign: 'half', tone: 'accent', word }
    case 'closed':
      return { sign: 'done', tone: 'mute', word }
    case 'cancelled':
      return { sign: 'failed', tone: 'mute', word }
  }
}

/** State of a line: only a difference that is not booked needs somebody. */
export function lineLook(state: LineState): StateLook {
  const word = i18next.t(`stocktaking.l_${state}`)
  switch (state) {
    case 'uncounted':
      return { sign: 'empty', tone: 'mute', word }
    case 'different':
      return { sign: 'check', tone: 'warn', filled: true, word }
    case 'equal':
      return { sign: 'done', tone: 'ok', word }
    case 'booked':
      return { sign: 'full', tone: 'ok', word }
  }
}

/** How many lines it has. */
export function allLines({ lines }: Pick<Stocktaking, 'lines'>): number {
  return lines.uncounted + lines.different + lines.equal + lines.booked
}
