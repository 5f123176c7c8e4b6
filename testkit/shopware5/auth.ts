/** Who may call: HTTP Digest, and Basic where the shop is new enough. */
import { createHash } from 'node:crypto'
import { rowOf } from './wire.ts'

export interface AuthRules {
  readonly user: string
  readonly apiKey: string
  /** Older shops know Digest only. */
  readonly digestOnly: boolean
  /** Counts of a nonce have to rise. */
  readonly risingCounts: boolean
}

export interface Door {
  /** Whether the header opens for that method and address. */
  opens(header: string | undefined, method: string, uri: string, now: Date): boolean
  /** What is answered beside a 401. */
  challenge(now: Date): string[]
}

const realm = 'Shopware REST-API'
const nonceMilliseconds = 300_000

/** The door of a shop. */
export function createDoor(rules: () => AuthRules): Door {
  const counts = new Map<string, number>()
  const nonceAt = (now: Date, before = 0) =>
    md5(`${Math.floor(now.getTime() / nonceMilliseconds) - before}:${realm}`)
  return {
    opens(header = '', method, uri, now) {
      const { user, apiKey, digestOnly, risingCounts } = rules()
      if (/^basic /i.test(header))
        return !digestOnly && Buffer.from(header.slice(6), 'base64').toString('utf8') === `${user}:${apiKey}`
      if (!/^digest /i.test(header)) return false
      const given = rowOf(fieldsOf(header.slice(7)))
      const { nonce, nc, cnonce, qop, response } = given
      if (given['username'] !== user || given['realm'] !== realm || given['uri'] !== uri || qop !== 'auth')
        return false
      if (nonce !== nonceAt(now)) return false
      const count = Number.parseInt(String(nc), 16)
      if (risingCounts && !(count > (counts.get(String(nonce)) ?? 0))) return false
      const expected = md5(
        [md5(`${user}:${realm}:${apiKey}`), nonce, nc, cnonce, qop, md5(`${method}:${given['uri']}`)].join(
          ':',
        ),
      )
      if (response !== expected) return false
      counts.set(String(nonce), count)
      return true
    },
    challenge(now) {
      const digest = `Digest realm="${realm}", domain="/", nonce="${nonceAt(now)}", opaque="${md5(realm)}", algorithm="MD5", qop="auth"`
      return rules().digestOnly ? [digest] : [`Basic realm="${realm}"`, digest]
    },
  }
}

function fieldsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g)].map(
      ([, name = '', quoted, bare]) => [name, quoted?.replaceAll(/\\(.)/g, '$1') ?? bare ?? ''] as const,
    ),
  )
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
