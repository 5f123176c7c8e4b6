import { createHash, randomBytes } from 'node:crypto'

/** Makes the header `Authorization` of each call, and learns from refusals how the shop wants it. */
export interface Auth {
  /** The header of the next call; undefined as long as the shop has to be asked for a nonce first. */
  header(method: string, uri: string): string | undefined
  /**
   * After HTTP 401 with this `WWW-Authenticate`: true where the same call is worth one more try, because the shop gave a nonce (ours may
   * be too old, or its count taken), or wants another way than the one that was used.
   */
  refused(challenge: string): boolean
}

/**
 * Basic over https, Digest (MD5, qop=auth) else and where the shop offers nothing else (before 5.7). A nonce is used for all calls, with
 * rising `nc` (docs of the REST API of Shopware 5; verified at 5.7.19). `count` gives the least count of the next call.
 */
export function createAuth(user: string, key: string, isSecure: boolean, count = countNow): Auth {
  let way: 'basic' | 'digest' = isSecure ? 'basic' : 'digest'
  let challenge: Challenge | undefined
  let used = 0
  // One for all calls: their counts tell them apart (RFC 2617, 3.2.2).
  const cnonce = randomBytes(8).toString('hex')
  return {
    header: (method, uri) => {
      if (way === 'basic') return basicHeader(user, key)
      if (!challenge) return undefined
      used = Math.max(used + 1, count())
      return digestHeader({ user, key, method, uri, challenge, count: used, cnonce })
    },
    refused: text => {
      const given = readChallenge(text)
      if (!given || (way === 'basic' && /\bbasic\b/i.test(text))) return false
      way = 'digest'
      // The same nonce again: another session is ahead with its counts.
      if (challenge?.nonce === given.nonce) used += leap
      challenge = given
      return true
    },
  }
}

const leap = 10_000

/** What a shop asks for with `WWW-Authenticate: Digest …`. */
export interface Challenge {
  readonly realm: string
  readonly nonce: string
  readonly qop: string
  readonly opaque: string
}

/** Basic: user and key in Base64, in UTF-8. */
export function basicHeader(user: string, key: string): string {
  return `Basic ${Buffer.from(`${user}:${key}`).toString('base64')}`
}

/** Digest by RFC 2617 with MD5: with `qop=auth` where the shop offers it, in the old form else. */
export function digestHeader(call: {
  readonly user: string
  readonly key: string
  readonly method: string
  readonly uri: string
  readonly challenge: Challenge
  readonly count: number
  readonly cnonce: string
}): string {
  const { user, key, method, uri, challenge, cnonce } = call
  const { realm, nonce, opaque } = challenge
  const nc = call.count.toString(16).padStart(8, '0')
  const secret = md5(`${user}:${realm}:${key}`)
  const asked = md5(`${method}:${uri}`)
  const withQop = challenge.qop.split(',').some(one => one.trim() === 'auth')
  const response = md5(
    withQop ? `${secret}:${nonce}:${nc}:${cnonce}:auth:${asked}` : `${secret}:${nonce}:${asked}`,
  )
  const parts = [
    `username=${quoted(user)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    'algorithm=MD5',
    ...(withQop ? ['qop=auth', `nc=${nc}`, `cnonce=${quoted(cnonce)}`] : []),
    `response="${response}"`,
    ...(opaque ? [`opaque=${quoted(opaque)}`] : []),
  ]
  return `Digest ${parts.join(', ')}`
}

/** The Digest challenge of a header that may offer other ways too; undefined where it offers none with MD5. */
export function readChallenge(header: string): Challenge | undefined {
  const [, said] = /\bdigest\s+(.*)$/is.exec(header) ?? []
  if (said === undefined) return undefined
  const fields = new Map<string, string>()
  for (const [, name = '', inQuotes, plain] of said.matchAll(
    /([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/gi,
  )) {
    const value = inQuotes === undefined ? (plain ?? '') : inQuotes.replace(/\\(.)/g, '$1')
    // Behind the first challenge another may stand, with a realm of its own.
    if (!fields.has(name.toLowerCase())) fields.set(name.toLowerCase(), value)
  }
  const nonce = fields.get('nonce')
  const algorithm = fields.get('algorithm') ?? 'MD5'
  if (nonce === undefined || algorithm.toUpperCase() !== 'MD5') return undefined
  return {
    realm: fields.get('realm') ?? '',
    nonce,
    qop: fields.get('qop') ?? '',
    opaque: fields.get('opaque') ?? '',
  }
}

// The shop gives the same nonce to all who ask within some minutes, and its counts have to rise over all of them: so they go by the time.
function countNow(): number {
  return Math.floor((performance.timeOrigin + performance.now()) / 10) % 0xffff_0000
}

function md5(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex')
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
