import type { z } from 'zod'
import type { IncomingKind } from '../../port/records.ts'
import { compiled } from './compiled.ts'
import { payloadText } from './payloads.ts'
import { scrub } from './scrub.ts'

/**
 * What is stored of a record under this name, where the body says the same, in whatever spelling of numbers it was stored: given back as
 * it is, it is unchanged. Undefined where the body says something else.
 */
export function asKept(kind: IncomingKind, schema: z.ZodType, kept: unknown, body: unknown): unknown {
  const said = payloadText(scrub(kind, body))
  if (payloadText(scrub(kind, kept)) === said) return kept
  const read = compiled(schema).safeParse(kept)
  return read.success && payloadText(scrub(kind, read.data)) === said ? kept : undefined
}
