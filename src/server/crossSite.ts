import type { FastifyRequest } from 'fastify'
import { serverProblem } from './problems.ts'

/**
 * Refuses changes that another site's page sends with the browser's cookie. Browsers say where a request comes from
 * (Sec-Fetch-Site, else Origin) and pages cannot change that. A request without either is no browser: it is let through
 * unless it carries our cookie. Error: CROSS_SITE, MEDIA_TYPE_UNKNOWN.
 */
export function refuseCrossSite(
  request: FastifyRequest,
  cookie: boolean,
  publicUrl: string | undefined,
): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const site = request.headers['sec-fetch-site']
  const { origin } = request.headers
  if (site !== undefined) {
    if (site !== 'same-origin' && site !== 'none') throw serverProblem('CROSS_SITE')
  } else if (origin !== undefined) {
    if (!isOurs(origin, request, publicUrl)) throw serverProblem('CROSS_SITE')
  } else if (cookie) throw serverProblem('CROSS_SITE')
  // A form can send three content types and JSON is none of them.
  if (
    cookie &&
    request.body !== undefined &&
    request.body !== null &&
    !/^application\/json\b/i.test(request.headers['content-type'] ?? '')
  )
    throw serverProblem('MEDIA_TYPE_UNKNOWN')
}

function isOurs(origin: string, request: FastifyRequest, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false
  const { host } = new URL(origin)
  return host === request.headers.host || (publicUrl !== undefined && host === new URL(publicUrl).host)
}
