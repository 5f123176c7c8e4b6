import { type Changed, changedTogether } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { cancelLines, cancelOrders } from './cancelOrders.ts'
import { type Doing, lockOrders, lockStockOfOrders } from './orderStore.ts'
import { readRequests, storeAnswers } from './requestStore.ts'

/** A person's answer to a request for a cancellation. */
export interface CancellationAnswer {
  readonly requestId: string
  readonly accept: boolean
  /** Told to the shop; needed for a refusal. */
  readonly reason?: string | undefined
}

export interface AnswerResult {
  readonly requestId: string
  readonly orderId?: string
  readonly did: 'accepted' | 'refused_request' | 'refused'
  readonly code?: string
  readonly data?: ProblemData
}

/**
 * Answers requests for a cancellation, each once. Accepted: what it asks for is cancelled; refused: the order goes on, and the
 * reason is told. Not done, one by one: REQUEST_UNKNOWN, REQUEST_ANSWERED, REASON_MISSING, and what `cancelOrders` refuses.
 * One result per element, in order.
 */
export async function answerCancellations(
  tx: Tx,
  tenant: string,
  answers: readonly CancellationAnswer[],
  by: Doing,
): Promise<{ results: AnswerResult[]; changed: Changed }> {
  const ids = answers.map(one => one.requestId)
  const orderIds = [...new Set((await readRequests(tx, tenant, ids)).map(one => one.orderId))].sort()
  await lockStockOfOrders(tx, tenant, orderIds)
  await lockOrders(tx, tenant, orderIds)
  const requests = new Map((await readRequests(tx, tenant, ids)).map(one => [one.id, one]))
  const results: AnswerResult[] = []
  const changes: Changed[] = []
  // Few, by hand, and each may cancel what the next one names.
  for (const { requestId, accept, reason = '' } of answers) {
    const request = requests.get(requestId)
    const refused = (code: string, data: ProblemData = {}) =>
      void results.push({
        requestId,
        ...(request ? { orderId: request.orderId } : {}),
        did: 'refused',
        code,
        data,
      })
    if (!request) {
      refused('REQUEST_UNKNOWN', { request: requestId })
      continue
    }
    if (
      request.answer !== null ||
      results.some(one => one.requestId === requestId && one.did !== 'refused')
    ) {
      refused('REQUEST_ANSWERED')
      continue
    }
    if (!accept && reason.trim() === '') {
      refused('REASON_MISSING')
      continue
    }
    const { orderId } = request
    let cancellationId: string | undefined
    if (accept) {
      const wish = { orderId, reason }
      const { results: done, changed } = request.whole
        ? await cancelOrders(tx, tenant, [wish], by)
        : await cancelLines(
            tx,
            tenant,
            [{ ...wish, lines: request.lines.map(({ lineNo, quantity }) => ({ line: lineNo, quantity })) }],
            by,
          )
      const [only] = done
      if (only?.did === 'refused') {
        refused(only.code ?? '', only.data)
        continue
      }
      cancellationId = only?.cancellationId
      changes.push(changed)
    }
    const answer = accept ? ('accepted' as const) : ('refused' as const)
    await storeAnswers(tx, tenant, [{ ...request, answer, reason, cancellationId }], by)
    changes.push({ cancellation_answer: [requestId] })
    results.push({ requestId, orderId, did: accept ? 'accepted' : 'refused_request' })
  }
  return { results, changed: changedTogether(...changes) }
}
