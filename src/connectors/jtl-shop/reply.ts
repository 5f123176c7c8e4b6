import type { HttpAnswer } from '../../port/httpClient.ts'

/** What a shop says to a call: the number in its first line, and what stands behind it. */
export interface Reply {
  readonly code: number
  /** Behind the number and its `;` or line end. */
  readonly text: string
}

/** A number at the very begin, alone in its line or before a semicolon; undefined for anything else, such as a page for people. */
export function readReply(body: Uint8Array): Reply | undefined {
  if (body.length > 4 * 1024 * 1024) return undefined
  const said = /^(-?\d{1,3})(?:[;\r\n]\s*([\s\S]*))?$/.exec(decodeText(body).trim())
  return said ? { code: Number(said[1]), text: (said[2] ?? '').trim() } : undefined
}

/** True for an archive: it begins with PK and the sign of a file. */
export function isArchive(body: Uint8Array): boolean {
  return body[0] === 0x50 && body[1] === 0x4b && body[2] === 3 && body[3] === 4
}

/** True for what a shop of 5.6 says while it is maintained; its status is 200. */
export function isMaintenance({ body }: HttpAnswer): boolean {
  return body.length < 200 && /^maintenance\b/i.test(decodeText(body).trim())
}

/**
 * Text of a shop. Nothing declares its encoding: Shop 5 answers UTF-8 to whom it knows, older ones Latin-1 (as Windows means it),
 * and error texts are Latin-1 everywhere.
 */
export function decodeText(bytes: Uint8Array, encoding?: 'latin1'): string {
  if (encoding !== 'latin1')
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch (error) {
      if (!(error instanceof TypeError)) throw error // not UTF-8
    }
  return new TextDecoder('windows-1252').decode(bytes)
}
