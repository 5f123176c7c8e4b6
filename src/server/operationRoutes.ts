import type { FastifyInstance, FastifyRequest } from 'fastify'
import { fieldsByName, fromText, type InputField } from '../operations/inputFields.ts'
import type { Kontor, Operation } from '../operations/operation.ts'
import { perform } from '../operations/perform.ts'
import { InputInvalid } from '../operations/readInput.ts'
import { authenticate } from './authenticate.ts'
import { refuseCrossSite } from './crossSite.ts'
import { languageOf } from './languageOf.ts'
import { describedBy } from './openApi.ts'
import { serverProblem } from './problems.ts'
import { apiPrefix, routeSchema, statusOf } from './routeSchema.ts'
import { browserOf } from './sessionCookie.ts'

/** Makes a route of each operation: who is it, may they, what is asked, do it, answer. */
export function mountOperations(
  app: FastifyInstance,
  kontor: Kontor,
  operations: readonly Operation[],
): void {
  for (const operation of operations) {
    app.route({
      method: operation.method,
      url: apiPrefix + operation.path,
      config: { swaggerTransform: describedBy(() => routeSchema(operation)) },
      handler: async (request, reply) => {
        const caller = await authenticate(kontor, request)
        refuseCrossSite(request, caller?.byCookie ?? false, kontor.config.publicUrl)
        const key = operation.creates ? idempotencyKey(request) : undefined
        const { output, replayed } = await perform(
          {
            kontor,
            tenant: caller?.tenant ?? '',
            actor: caller?.actor,
            language: languageOf(request.headers['accept-language']),
            browser: browserOf(request, reply, kontor.config.publicUrl),
            ...(key === undefined ? {} : { idempotencyKey: key }),
          },
          operation,
          givenBy(request, fieldsByName(operation.input)),
        )
        if (replayed) reply.header('idempotency-replayed', 'true')
        return reply.status(statusOf(operation)).type('application/json').send(JSON.stringify(output))
      },
    })
  }
}

function idempotencyKey(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key)) return key
  throw new InputInvalid([
    {
      field: 'Idempotency-Key',
      en: 'must be 1 to 200 visible characters',
      de: 'muss aus 1 bis 200 sichtbaren Zeichen bestehen',
    },
  ])
}

/** Path, query and body as one input. What stands in two places is refused, so that nobody is in doubt which counts. */
function givenBy(request: FastifyRequest, fields: ReadonlyMap<string, InputField>): Record<string, unknown> {
  const path = request.params as Readonly<Record<string, string>>
  const query = request.query as Readonly<Record<string, string | readonly string[]>>
  const body = bodyOf(request)
  const given: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(path)) given[name] = textValue(fields.get(name), text)
  for (const [name, text] of Object.entries(query)) put(given, name, textValue(fields.get(name), text))
  for (const [name, value] of Object.entries(body)) put(given, name, value)
  return given
}

function bodyOf(request: FastifyRequest): Readonly<Record<string, unknown>> {
  const { body } = request
  if (body === undefined || body === null) return {}
  if (typeof body !== 'object' || Array.isArray(body)) throw serverProblem('BODY_INVALID')
  return body as Record<string, unknown>
}

function put(given: Record<string, unknown>, name: string, value: unknown): void {
  if (Object.hasOwn(given, name))
    throw new InputInvalid([{ field: name, en: 'stands in two places', de: 'steht an zwei Stellen' }])
  Object.defineProperty(given, name, { value, enumerable: true, configurable: true, writable: true })
}

function textValue(field: InputField | undefined, text: string | readonly string[]): unknown {
  if (!field) return text
  if (field.kind !== 'list') return typeof text === 'string' ? fromText(field, text) : text
  return [text].flat().flatMap(one => fromText(field, one))
}
