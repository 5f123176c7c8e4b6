import type { IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

/** A body that is not handed on, by the words of the port for it. */
export class BodyRefused extends Error {
  readonly why: 'tooLarge' | 'unreadable'

  constructor(why: 'tooLarge' | 'unreadable', cause?: unknown) {
    super(`the body is ${why}`, { cause })
    this.name = 'BodyRefused'
    this.why = why
  }
}

const unpackers = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/**
 * The bytes of a body, unpacked as its `Content-Encoding` says. Counted while they come and while they are unpacked: of one that
 * holds more than `most` bytes, packed or not, no more than that is ever in memory. Throws `BodyRefused`: `tooLarge`; `unreadable`
 * where it is packed in a way that is not known, or broken.
 */
export async function readForeignBody(message: IncomingMessage, most: number): Promise<Buffer> {
  try {
    return await unpacked(message, most)
  } catch (error) {
    await skip(message, most)
    throw error
  }
}

async function unpacked(message: IncomingMessage, most: number): Promise<Buffer> {
  if (Number(message.headers['content-length'] ?? 0) > most) throw new BodyRefused('tooLarge')
  const encoding = (message.headers['content-encoding'] ?? '').trim().toLowerCase()
  if (encoding === '' || encoding === 'identity') return collected(partsOf(message), most)
  if (!Object.hasOwn(unpackers, encoding)) throw new BodyRefused('unreadable')
  let packed = 0
  const counted = async function* () {
    for await (const part of partsOf(message)) {
      packed += part.length
      if (packed > most) throw new BodyRefused('tooLarge')
      yield part
    }
  }
  let body = Buffer.of()
  try {
    await pipeline(counted, unpackers[encoding as keyof typeof unpackers](), async source => {
      body = await collected(source, most)
    })
  } catch (error) {
    if (error instanceof BodyRefused) throw error
    // Nothing at all is an empty body, however it says that it is packed.
    if (packed > 0) throw new BodyRefused('unreadable', error)
  }
  return body
}

async function collected(source: AsyncIterable<Buffer>, most: number): Promise<Buffer<ArrayBuffer>> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of source) {
    size += part.length
    if (size > most) throw new BodyRefused('tooLarge')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

// Whoever is refused in the middle of what he sends hears of it only once he has sent it. As much again is waited for, no more.
async function skip(message: IncomingMessage, most: number): Promise<void> {
  let size = 0
  try {
    for await (const part of partsOf(message)) {
      size += part.length
      if (size > most) return
    }
  } catch {
    // He is gone: then nobody hears the answer.
  }
}

// Leaving it in the middle must not end the connection, on which the answer has to go out.
function partsOf(message: IncomingMessage): AsyncIterable<Buffer> {
  return message.iterator({ destroyOnReturn: false })
}
