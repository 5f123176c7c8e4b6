import type { FastifyRequest } from 'fastify'

/** True for a request of this machine that no proxy passed on. */
export function isLoopback(request: FastifyRequest): boolean {
  const { remoteAddress = '' } = request.socket
  const passedOn =
    request.headers['x-forwarded-for'] ?? request.headers['forwarded'] ?? request.headers['via']
  return passedOn === undefined && /^(127\.|::1$|::ffff:127\.)/.test(remoteAddress)
}
