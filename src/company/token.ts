import { createHash, randomBytes } from 'node:crypto'
import { idFromHex } from '../base/ids.ts'

/** What we hand out: a session for a browser, a key for a program. Each names its tenant in clear. */
export const tokenPrefixes = { session: 'ks', apiKey: 'kt' } as const
export type TokenKind = keyof typeof tokenPrefixes

/** What a token says of itself, and what is stored of it. */
export interface Token {
  readonly kind: TokenKind
  readonly tenant: string
  readonly hash: Buffer
}

/** A new token of a tenant with 256 bits of chance. Only `hash` may be stored; `text` is shown once. */
export function newToken(kind: TokenKind, tenant: string): { readonly text: string; readonly hash: Buffer } {
  const text = `${tokenPrefixes[kind]}_${tenant.replaceAll('-', '')}_${randomBytes(32).toString('base64url')}`
  return { text, hash: hashToken(text) }
}

/** Reads a token without asking the database; undefined if it is none. */
export function readToken(text: string): Token | undefined {
  const [, prefix, hex = ''] = /^(ks|kt)_([0-9a-f]{32})_[\w-]{43}$/.exec(text) ?? []
  const tenant = idFromHex(hex)
  if (!prefix || !tenant) return undefined
  return { kind: prefix === 'ks' ? 'session' : 'apiKey', tenant, hash: hashToken(text) }
}

// A fast hash is enough: nobody guesses 256 bits. Comparing hashes in the database tells nothing about the secret.
function hashToken(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
