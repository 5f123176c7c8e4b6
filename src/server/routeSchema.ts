import type { FastifySchema } from 'fastify'
import { z } from 'zod'
import type { Operation } from '../operations/operation.ts'

/** Where the interface for programs begins. */
export const apiPrefix = '/api/v1'

/** The status of a success. */
export function statusOf(operation: Operation): 200 | 201 {
  return operation.creates ? 201 : 200
}

/** The shape of every refusal (RFC 9457). */
export const problemShape = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'One sentence in the language of Accept-Language (de, en).' }),
    code: z.string().meta({ description: 'Stable; what a program may depend on.' }),
    instance: z.string(),
    reference: z.string().optional().meta({ description: 'Where the log has more.' }),
    confirm: z.int().optional().meta({
      description: 'What "confirm" has to say so that it is done all the same (CONFIRMATION_NEEDED).',
    }),
    errors: z.array(z.object({ field: z.string(), detail: z.string() })).optional(),
  })
  .meta({ description: 'Problem details' })

/**
 * What the OpenAPI document says of an operation. The fields of its input stand in the path, and else in the query (GET,
 * DELETE) or the body. Only described here: `perform` checks.
 */
export function routeSchema(operation: Operation): FastifySchema {
  const shape: Readonly<Record<string, z.ZodType>> = { ...(operation.input as z.ZodObject).shape }
  const inPath = [...operation.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '')
  const missing = inPath.find(name => !(name in shape))
  if (missing) throw new TypeError(`${operation.name} has ${missing} in its path but not in its input`)
  const rest = Object.keys(shape).filter(name => !inPath.includes(name))
  const inQuery = operation.method === 'GET' || operation.method === 'DELETE'
  const pick = (names: readonly string[]) =>
    z.object(Object.fromEntries(names.map(name => [name, shape[name] ?? z.never()])))
  return {
    operationId: operation.name,
    tags: [operation.name.split('.')[0] ?? operation.name],
    summary: operation.summary.en,
    description: descriptionOf(operation),
    ...(inPath.length > 0 ? { params: pick(inPath) } : {}),
    ...(rest.length > 0 ? (inQuery ? { querystring: pick(rest) } : { body: pick(rest) }) : {}),
    ...(operation.creates ? { headers: z.object({ 'Idempotency-Key': idempotencyHeader }) } : {}),
    security: operation.right === 'public' ? [] : [{ apiKey: [] }, { session: [] }],
    response: {
      [statusOf(operation)]: {
        description: 'Done',
        content: { 'application/json': { schema: operation.output } },
      },
      default: { description: 'Refused', content: { 'application/problem+json': { schema: problemShape } } },
    },
  }
}

const idempotencyHeader = z.string().min(1).max(200).optional().meta({
  description: 'Sent again with the same key and body, the request is answered again and not done again.',
})

function descriptionOf(operation: Operation): string {
  const right =
    operation.right === 'public'
      ? 'Needs no sign-in.'
      : operation.right === 'signedIn'
        ? 'For everybody who is signed in.'
        : `Needs the right \`${operation.right}\`.`
  const command = operation.command === null ? '' : ` On the terminal: \`kontor ${operation.command}\`.`
  return `${operation.summary.de}. ${right}${command}`
}
