import { parseMultipart } from '@remix-run/multipart-parser'
import type { CallHere } from '../../port/receive.ts'
import { readJson } from './readJson.ts'

/** A form as it was posted, whatever its encoding. */
export interface PostedForm {
  /** The text of a field; undefined where there is none, or no text. */
  text(field: string): string | undefined
  file(field: string): PostedFile | undefined
}

export interface PostedFile {
  /** Without a path; '' for none. */
  readonly name: string
  /** As it was sent, without parameters; '' for none. */
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/**
 * The form in the body of a call: URL-encoded (the client), multipart (the guide's sample) or a JSON object of texts. Undefined for a
 * body that is none of these.
 */
export function formOf({ headers, body }: Pick<CallHere, 'headers' | 'body'>): PostedForm | undefined {
  const type = headers['content-type'] ?? ''
  if (/^multipart\//i.test(type)) return multipartOf(type, body)
  if (/^application\/json\b/i.test(type)) return jsonForm(body)
  const fields = new URLSearchParams(Buffer.from(body).toString('utf8'))
  return { text: field => fields.get(field) ?? undefined, file: () => undefined }
}

/** The most parts that a form of the interface has is two. */
const mostParts = 20

function multipartOf(type: string, body: Uint8Array): PostedForm | undefined {
  const boundary = /;\s*boundary=(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(type)
  const named = boundary?.[1] ?? boundary?.[2]
  if (named === undefined) return undefined
  const fields = new Map<string, PostedFile>()
  try {
    const most = { maxFileSize: body.length, maxTotalSize: body.length, maxParts: mostParts }
    for (const part of parseMultipart(body, { boundary: named, ...most }))
      if (part.name !== undefined && !fields.has(part.name))
        fields.set(part.name, {
          name: (part.filename ?? '').replace(/^.*[\\/]/, ''),
          mediaType: part.mediaType ?? '',
          bytes: part.bytes,
        })
  } catch {
    // Whatever the parser throws, the body is no form: nothing of it is used.
    return undefined
  }
  return { text: field => textOf(fields.get(field)?.bytes), file: field => fields.get(field) }
}

function jsonForm(body: Uint8Array): PostedForm | undefined {
  const fields = readJson(body)
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return undefined
  const texts = new Map<string, unknown>(Object.entries(fields))
  return {
    text: field => {
      const text = texts.get(field)
      return typeof text === 'string' ? text : undefined
    },
    file: () => undefined,
  }
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined
  const text = Buffer.from(bytes).toString('utf8')
  return text.includes('\ufffd') ? undefined : text
}
