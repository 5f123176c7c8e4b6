import { STATUS_CODES } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isConnectionLost } from '../base/database.ts'
import { KontorError } from '../base/errors.ts'
import { errorFacts, type Log } from '../base/log.ts'
import { InputInvalid } from '../operations/readInput.ts'
import { languageOf } from './languageOf.ts'
import { serverProblem } from './problems.ts'

/** Answers any error as problem details (RFC 9457) in the reader's language; what is unexpected only goes to the log. */
export function replyProblem(
  log: Log,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): FastifyReply {
  const problem = problemOf(error, request.id)
  if (problem.status >= 500)
    log.error(
      { reference: request.id, problem: problem.code, route: request.routeOptions.url, ...errorFacts(error) },
      'request failed',
    )
  const language = languageOf(request.headers['accept-language'])
  reply.status(problem.status).header('content-language', language).type('application/problem+json')
  if (typeof problem.data['seconds'] === 'number') reply.header('retry-after', problem.data['seconds'])
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  return reply.send(JSON.stringify(detailsOf(problem, language, request)))
}

function detailsOf(problem: KontorError, language: 'de' | 'en', request: FastifyRequest) {
  return {
    type: `urn:kontor:problem:${problem.code}`,
    title: STATUS_CODES[problem.status] ?? 'Error',
    status: problem.status,
    detail: problem.texts[language],
    code: problem.code,
    instance: `urn:uuid:${request.id}`,
    ...(problem.code === 'INTERNAL_ERROR' ? { reference: request.id } : {}),
    ...(problem.code === 'CONFIRMATION_NEEDED' && typeof problem.data['count'] === 'number'
      ? { confirm: problem.data['count'] }
      : {}),
    ...(problem instanceof InputInvalid
      ? { errors: problem.faults.map(fault => ({ field: fault.field, detail: fault[language] })) }
      : {}),
  }
}

function problemOf(error: unknown, reference: string): KontorError {
  if (error instanceof KontorError) return error
  if (isConnectionLost(error)) return serverProblem('DATABASE_AWAY', {}, { cause: error })
  return fastifyProblem(error) ?? serverProblem('INTERNAL_ERROR', { reference }, { cause: error })
}

/** Fastify's own refusals, by their codes. */
function fastifyProblem(error: unknown): KontorError | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || typeof error.statusCode !== 'number')
    return undefined
  const code = 'code' in error ? error.code : undefined
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return serverProblem('BODY_TOO_LARGE', { limit: bodyLimit })
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return serverProblem('MEDIA_TYPE_UNKNOWN')
  if (
    error instanceof SyntaxError ||
    code === 'FST_ERR_CTP_EMPTY_JSON_BODY' ||
    code === 'FST_ERR_CTP_INVALID_JSON_BODY'
  )
    return serverProblem('BODY_INVALID')
  return error.statusCode >= 400 && error.statusCode < 500 ? serverProblem('REQUEST_INVALID') : undefined
}

/** Largest body that is read, in bytes. */
export const bodyLimit = 1_048_576
