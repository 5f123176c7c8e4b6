import { PortError, RateLimited, Refused, Rejected, Unreachable } from '../../port/errors.ts'
import type { SendResult } from '../../port/outgoing.ts'
import { firstLines, wordsOf } from './envelope.ts'
import { isRow, isTrue, keyOf, listOf, textOf } from './payloads.ts'
import type { Session } from './session.ts'

/** What the shop says of one element of a batch: its key there ('' where it names none), or why it is not stored. */
export type Answered =
  | { readonly stored: true; readonly id: string }
  | { readonly stored: false; readonly result: SendResult }

/** PHP takes 8 MiB of a body at least. */
const bodyBytes = 4 * 1024 * 1024

/**
 * Writes or deletes elements of a resource that takes several at once (articles, variants). One answer per element, in order: the shop
 * answers HTTP 200 and says of each what became of it. More than PHP takes in one body goes in several calls; where one fails after
 * others got through, its elements and those behind it are `unknown`.
 */
export async function sendBatch(
  session: Session,
  resource: 'articles' | 'variants',
  method: 'put' | 'del',
  elements: readonly object[],
): Promise<readonly Answered[]> {
  const answers: Answered[] = []
  for (const part of partsOf(elements)) {
    try {
      const { data } = await session.api[method](resource, part)
      answers.push(...answersOf(session, data, part.length))
    } catch (error) {
      if (answers.length === 0 || !(error instanceof PortError)) throw error
      const unsaid: Answered = { stored: false, result: failureOf(error) }
      return [...answers, ...elements.slice(answers.length).map(() => unsaid)]
    }
  }
  return answers
}

/**
 * Sends elements of a resource that takes one at a time. One result per element, in order. What is rejected is rejected alone. A call
 * that fails otherwise ends the list: its element is `unknown`, and so are those behind it; before anything got through it is thrown.
 */
export async function oneByOne<E>(
  list: readonly E[],
  send: (element: E) => Promise<SendResult>,
): Promise<readonly SendResult[]> {
  const results: SendResult[] = []
  for (const element of list) {
    try {
      results.push(await send(element))
    } catch (error) {
      if (!(error instanceof PortError)) throw error
      const through = results.some(one => one.result === 'accepted')
      if (!(error instanceof Rejected) && !through) throw error
      results.push(failureOf(error))
      if (!(error instanceof Rejected))
        return list.map((_element, at) => results[at] ?? { result: 'unknown', text: 'not sent' })
    }
  }
  return results
}

/** What an error of the port means for an element that was in the call. */
export function failureOf(error: PortError): SendResult {
  if (error instanceof Rejected)
    return {
      result: 'rejected',
      code: error.code,
      ...(error.path === '' ? {} : { field: error.path }),
      text: error.detail,
    }
  const nothing = error instanceof Refused || error instanceof RateLimited
  const isNothing = nothing || (error instanceof Unreachable && !error.mayHaveWorked)
  return { result: 'unknown', text: isNothing ? `${error.detail}; nothing was sent` : error.detail }
}

// A shop that says less than it was asked is not understood: nobody knows which element an answer is for.
function answersOf(session: Session, data: unknown, count: number): readonly Answered[] {
  const said = listOf(data)
  if (said.length !== count)
    throw new Unreachable(`the shop answers ${said.length} of ${count} elements of a batch`)
  return said.map(one => answerOf(session, one))
}

function answerOf({ run }: Session, said: unknown): Answered {
  if (!isRow(said)) return { stored: false, result: { result: 'unknown', text: 'no answer to this element' } }
  if (isTrue(said['success'])) {
    const { data } = said
    return { stored: true, id: keyOf(isRow(data) ? data['id'] : undefined) }
  }
  // Beside the message stands a stack trace, which is never read.
  const errors = listOf(said['errors']).flatMap(text =>
    typeof text === 'string' ? [{ path: '', text: firstLines(text) }] : [],
  )
  const words = wordsOf({
    success: false,
    data: undefined,
    message: textOf(said['message']),
    errors,
    isOther: false,
  })
  const text = run.http.redact(words, 300) || 'without a word'
  return { stored: false, result: { result: 'rejected', code: codeOf(words), text } }
}

/** An element that names a key that the shop does not have (verified at 5.7.19: a variant without `articleId` is an unknown number). */
const gone =
  /does not contain an articleId|^(article|product|variant|detail)s?( detail)? by (id|number)? ?\S* not found/i

function codeOf(words: string): string {
  return gone.test(words) ? 'REMOTE_DELETED' : 'REMOTE_VALIDATION'
}

function* partsOf(elements: readonly object[]): Generator<readonly object[]> {
  let part: object[] = []
  let room = bodyBytes
  for (const element of elements) {
    const size = Buffer.byteLength(JSON.stringify(element))
    if (part.length > 0 && size > room) {
      yield part
      part = []
      room = bodyBytes
    }
    part.push(element)
    room -= size
  }
  if (part.length > 0) yield part
}
