import type { IncomingMessage } from 'node:http'
import { PassThrough, Readable } from 'node:stream'
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
  identity: () => new PassThrough(),
}

/**
 * The bytes of a body, unpacked as its `Content-Encoding` says. Counted while they come and while they are unpacked: of one that
 * holds more than `most` bytes, packed or not, no more than that is ever in memory. Throws `BodyRefused`: `tooLarge`; `unreadable`
 * where it is packed in a way that is not known, or broken.
 */
export async function readForeignBody(message: IncomingMessage, most: number): Promise<Buffer> {
  if (Number(message.headers['content-length'] ?? 0) > most) throw new BodyRefused('tooLarge')
  const encoding = (message.headers['content-encoding'] ?? 'identity').trim().toLowerCase() || 'identity'
  if (!(encoding in unpackers)) throw new BodyRefused('unreadable')
  let packed = 0
  const counted = async function* () {
    for await (const part of message as AsyncIterable<Buffer>) {
      packed += part.length
      if (packed > most) throw new BodyRefused('tooLarge')
      yield part
    }
  }
  const parts: Buffer[] = []
  let size = 0
  try {
    for await (const part of Readable.from(counted()).compose(
      unpackers[encoding as keyof typeof unpackers](),
    )) {
      size += part.length
      if (size > most) throw new BodyRefused('tooLarge')
      parts.push(part)
    }
  } catch (error) {
    if (error instanceof BodyRefused) throw error
    // Nothing at all is an empty body, however it says that it is packed.
    if (packed > 0) throw new BodyRefused('unreadable', error)
  }
  return Buffer.concat(parts)
}
