import { parseExact } from '../../port/exactJson.ts'
import { isRow, textOf } from './payloads.ts'

/** What every answer of the API is wrapped in. */
export interface Envelope {
  /** Undefined where the answer does not say it: then it is none of this API, or an answer of Shopware 6. */
  readonly success: boolean | undefined
  readonly data: unknown
  readonly total?: number
  readonly message: string
  /** `path: text` of a validation. */
  readonly errors: readonly { readonly path: string; readonly text: string }[]
  /** Errors in the form of Shopware 6. */
  readonly isOther: boolean
}

/** Reads an answer; notices of PHP may stand before it. Undefined where it is none. */
export function readEnvelope(body: Uint8Array): Envelope | undefined {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8').trim()
  const answer = parsed(text) ?? parsed(text.slice(Math.max(0, text.search(/\{\s*"(success|data|total)"/))))
  if (!isRow(answer)) return undefined
  const list = Array.isArray(answer['errors']) ? answer['errors'] : []
  const isOther = answer['success'] === undefined && list.some(one => isRow(one) && 'status' in one)
  if (answer['success'] === undefined && answer['data'] === undefined && !isOther) return undefined
  const total = Number(answer['total'])
  return {
    success: typeof answer['success'] === 'boolean' ? answer['success'] : undefined,
    data: answer['data'],
    ...(answer['total'] !== undefined && Number.isInteger(total) ? { total } : {}),
    message: textOf(answer['message']),
    errors: list.filter(one => typeof one === 'string').map(validation),
    isOther,
  }
}

/** What the shop says of a failure, in one line and without a stack trace. */
export function wordsOf({ message, errors }: Envelope): string {
  const said = [firstLines(message), ...errors.map(({ path, text }) => (path ? `${path}: ${text}` : text))]
  return said.filter(Boolean).join('; ')
}

/** The text of a failure up to where PHP begins to list files and lines. */
export function firstLines(text: string): string {
  const [before = ''] = text.split(/stack trace:|#\d+\s+(?:[/{[]|\w:\\)/i)
  return before
    .replace(/(?:\s+in)?\s+(?:\/|\w:\\)\S+\.php(?:\(\d+\)|:\d+| on line \d+)?/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 500)
}

function validation(text: string): { readonly path: string; readonly text: string } {
  const [, path = '', said = text] = /^([\w.[\]]+): (.*)$/s.exec(text) ?? []
  return { path, text: firstLines(said) }
}

function parsed(text: string): unknown {
  if (!text.startsWith('{')) return undefined
  try {
    return parseExact(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
