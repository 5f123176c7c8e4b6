import type { OutgoingStates } from '../port/outgoing.ts'
import type {
  CancellationAnswerForChannel,
  CancellationForChannel,
} from '../sales/cancellationsForChannel.ts'
import type { ReturnForChannel } from '../sales/returnsForChannel.ts'
import { sendOf } from './pushTask.ts'
import { onceTask } from './wantOnce.ts'

/**
 * What we cancelled, of whole orders or of lines, each once. What a shop asked for it hears as the answer, where it takes
 * answers, and not as a cancellation besides.
 */
export const cancellations = onceTask<CancellationForChannel>({
  kind: 'cancellation',
  read: async (tx, context, ids) => {
    const rows = await context.sources.cancellationsForChannel(tx, context.tenant, ids)
    const takesAnswers = sendOf(context, 'cancellation_answer') !== undefined
    const namesLines = sendOf(context, 'cancellation')?.namesLines ?? false
    return rows.map(row => {
      if (!row || (row.isAnswer && takesAnswers)) return undefined
      return { ...row, whole: row.whole && !(namesLines && row.lines.length > 0) }
    })
  },
  state: ({ keyNo, theirOrderId, reason, whole, lines }): OutgoingStates['cancellation'] => ({
    order: { no: keyNo, theirs: theirOrderId },
    reason,
    ...(whole ? {} : { lines }),
  }),
})

/** Our answers to cancellations that a shop asked for, each once. */
export const cancellationAnswers = onceTask<CancellationAnswerForChannel>({
  kind: 'cancellation_answer',
  read: (tx, { tenant, sources }, ids) => sources.cancellationAnswersForChannel(tx, tenant, ids),
  state: ({ keyNo, theirRequestId, accepted, reason }): OutgoingStates['cancellation_answer'] => ({
    request: { no: keyNo, theirs: theirRequestId },
    accepted,
    ...(reason === null ? {} : { reason }),
  }),
})

/** Goods that come back, each return once. */
export const returns = onceTask<ReturnForChannel>({
  kind: 'return',
  read: (tx, { tenant, sources }, ids) => sources.returnsForChannel(tx, tenant, ids),
  state: ({ keyNo, theirOrderId, lines, announced }): OutgoingStates['return'] => ({
    order: { no: keyNo, theirs: theirOrderId },
    lines,
    ...(announced === null ? {} : { announced }),
  }),
})
