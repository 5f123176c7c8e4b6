import { randomUUID } from 'node:crypto'

/** A form of text fields, and the archive that goes with it in the field `data`, with the content type that names its boundary. */
export function multipart(
  fields: Readonly<Record<string, string>>,
  archive?: Uint8Array,
): { readonly type: string; readonly body: Uint8Array } {
  // Drawn anew for each call: no content can hold it on purpose.
  const boundary = `kontor-${randomUUID()}`
  const texts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const head =
    `--${boundary}\r\ncontent-disposition: form-data; name="data"; filename="data.zip"\r\n` +
    'content-type: application/zip\r\n\r\n'
  const parts = [Buffer.from(texts.join(''))]
  if (archive) parts.push(Buffer.from(head), Buffer.from(archive), Buffer.from('\r\n'))
  parts.push(Buffer.from(`--${boundary}--\r\n`))
  return { type: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat(parts) }
}
