import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import type { ProblemData } from '../base/errors.ts'
import { cancelLines, cancelOrders } from './cancelOrders.ts'
import type { Doing } from './orderStore.ts'
import { rememberOrders } from './takeOverStore.ts'
import { settleTasks } from './tasks.ts'
import { changedTogether } from '../base/changed.ts'

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

interface Request {
  readonly id: string
  readonly orderId: string
  readonly whole: boolean
  readonly lines: readonly { readonly lineNo: number; readonly quantity: string }[]
  readonly answer: string | null
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
  const requests = new Map(
    (await readRequests(tx, tenant, answers.map(one => one.requestId))).map(one => [one.id, one]),
  )
  const results: AnswerResult[] = []
  const changes: Changed[] = []
  // Few, by hand, and each may cancel what the next one names.
  for (const { requestId, accept, reason = '' } of answers) {
    const request = requests.get(requestId)
    const refused = (code: string, data: ProblemData = {}) =>
      void results.push({ requestId, ...(request ? { orderId: request.orderId } : {}), did: 'refused', code, data })
    if (!request) {
      refused('REQUEST_UNKNOWN', { request: requestId })
      continue
    }
    if (request.answer !== null || results.some(one => one.requestId === requestId && one.did !== 'refused')) {
      refused('REQUEST_ANSWERED')
      continue
    }
    if (!accept && reason.trim() === '') {
      refused('REASON_MISSING')
      continue
    }
    const { orderId } = request
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
      changes.push(changed)
    }
    await storeAnswers(tx, tenant, [{ ...request, answer: accept ? 'accepted' : 'refused', reason }], by)
    changes.push({ cancellation_answer: [requestId] })
    results.push({ requestId, orderId, did: accept ? 'accepted' : 'refused_request' })
  }
  return { results, changed: changedTogether(...changes) }
}

/**
 * Requests that a cancellation of ours answers: all of an order that was cancelled as a whole, and those that ask for no more
 * than the lines that were cancelled now.
 */
export async function answerByCancelling(
  tx: Tx,
  tenant: string,
  done: readonly {
    readonly orderId: string
    readonly whole: boolean
    readonly fromLedgerId: string | null
    readonly lines: readonly { readonly line: number; readonly quantity: string }[]
  }[],
  by: Doing,
): Promise<Changed> {
  const whole = new Map(done.flatMap(one => (one.whole ? [[one.orderId, one] as const] : [])))
  const open = await tx.query<Request>(
    `select id, order_id as "orderId", whole, lines, answer from cancellation_request
     where tenant_id = $1 and order_id = any($2::uuid[]) and answer is null order by id for no key update`,
    [tenant, [...whole.keys()]],
  )
  await storeAnswers(
    tx,
    tenant,
    open.map(request => ({ ...request, answer: 'accepted' as const, reason: '' })),
    by,
  )
  // What its shop cancelled itself, it need not be told.
  const told = open.filter(one => whole.get(one.orderId)?.fromLedgerId === null)
  return told.length > 0 ? { cancellation_answer: told.map(one => one.id) } : {}
}

/** Stores answers that were given or have come about, each once, and ends their tasks. */
export async function storeAnswers(
  tx: Tx,
  tenant: string,
  answers: readonly {
    readonly id: string
    readonly orderId: string
    readonly answer: 'accepted' | 'refused' | 'withdrawn'
    readonly reason: string
  }[],
  by: Doing,
): Promise<void> {
  if (answers.length === 0) return
  await tx.run(
    `update cancellation_request q set answer = r.answer, answered_at = $3, answered_by = $4, answer_reason = r.reason
     from json_to_recordset($2) as r (id uuid, answer text, reason text)
     where q.tenant_id = $1 and q.id = r.id and q.answer is null`,
    [tenant, JSON.stringify(answers), by.now, by.name],
  )
  await settleTasks(
    tx,
    tenant,
    answers.map(one => ({ orderId: one.orderId, codes: ['CANCELLATION_REQUESTED'], subjects: [one.id] })),
    by,
  )
  await rememberOrders(
    tx,
    tenant,
    answers.map(one => ({
      orderId: one.orderId,
      event: `cancellation_${one.answer}`,
      data: { request: one.id },
    })),
    by,
  )
}

function readRequests(tx: Tx, tenant: string, ids: readonly string[]): Promise<Request[]> {
  return tx.query<Request>(
    `select id, order_id as "orderId", whole, lines, answer from cancellation_request
     where tenant_id = $1 and id = any($2::uuid[]) order by id`,
    [tenant, ids],
  )
}
