import { randomFillSync } from 'node:crypto'

const pool = Buffer.allocUnsafe(4096)
let used = pool.length
let lastMs = 0
let counter = 0

/**
 * A new UUIDv7 (RFC 9562): sorts by time of making, also within a millisecond of this process. Made here and not
 * in the database, because not every supported server can.
 */
export function newId(now: number = Date.now()): string {
  if (now > lastMs) {
    lastMs = now
    counter = 0
  } else if (++counter > 0xfff) {
    lastMs += 1 // more than 4096 in one millisecond: borrow from the next, order is kept
    counter = 0
  }
  if (used + 8 > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const time = lastMs.toString(16).padStart(12, '0')
  const high = pool.readUInt16BE(used)
  const variant = ((high & 0x3fff) | 0x8000).toString(16)
  const tail = pool.toString('hex', used + 2, used + 8)
  used += 8
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variant}-${tail}`
}

// How many ids this process made for a moment, of the moments that it made one for last.
const madeAt = new Map<number, number>()
const mostMoments = 4096

/**
 * A new UUIDv7 of another moment: of what is listed by when it happened, not by when it was entered. Of the same millisecond those of this
 * process sort as they were made, the first 4096 of them; it remembers the last 4096 moments. Those of several processes are in no order.
 */
export function idAt(moment: Date): string {
  const at = Math.max(0, Math.floor(moment.getTime()))
  const place = madeAt.get(at) ?? 0
  // Taken out first, so that the moment stands last again.
  madeAt.delete(at)
  madeAt.set(at, Math.min(place + 1, 0xfff))
  const [oldest = at] = madeAt.keys()
  if (madeAt.size > mostMoments) madeAt.delete(oldest)
  const time = at.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${place.toString(16).padStart(3, '0')}-${newId().slice(19)}`
}

/** When an id was made, in milliseconds of Unix time: it begins with that. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}

/** True for the text form of any UUID: what a database parameter of that type may be given. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)
}

/** The UUID of 32 hex digits without dashes, as tokens carry it; undefined if it is none. */
export function idFromHex(hex: string): string | undefined {
  if (!/^[0-9a-f]{32}$/.test(hex)) return undefined
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The smallest id that can be made at a moment: ids carry their time, so a day is a range of the primary key. */
export function firstIdOf(moment: Date): string {
  const time = moment.getTime().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}
