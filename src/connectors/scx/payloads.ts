import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { canonical } from '../../port/canonical.ts'
import { Rejected } from '../../port/errors.ts'
import { compiled } from './compiled.ts'

/** The one text of a payload: what has the same text is the same. */
export function payloadText(payload: unknown): string {
  return canonical(payload).text
}

/** A short name of a content, for events that have no id of their own. */
export function contentHash(payload: unknown): string {
  return createHash('sha256').update(payloadText(payload)).digest('hex').slice(0, 32)
}

/**
 * A stored payload by its schema. Throws `Rejected` PAYLOAD_INVALID with the path, never with a value.
 */
export function readPayload<T>(schema: z.ZodType<T>, payload: unknown): T {
  const result = compiled(schema).safeParse(payload)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = (issue?.path ?? []).reduce<string>((at, key) => {
    if (typeof key === 'number') return `${at}[${key}]`
    return at === '' ? String(key) : `${at}.${String(key)}`
  }, '')
  throw new Rejected('PAYLOAD_INVALID', path, 'cannot be read')
}
