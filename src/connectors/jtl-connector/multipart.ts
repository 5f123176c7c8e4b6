import { randomUUID } from 'node:crypto'

/** The one file of a call. */
export interface FormFile {
  readonly name: string
  readonly type: string
  readonly content: Uint8Array
}

/** A body of text fields and one file in the field `file`, with the content type that names its boundary. */
export function multipart(
  fields: Readonly<Record<string, string>>,
  file: FormFile,
): { readonly type: string; readonly body: Uint8Array } {
  // Drawn anew for each call: no content can hold it on purpose.
  const boundary = `kontor-${randomUUID()}`
  const texts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const head =
    `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\n` +
    `content-type: ${file.type}\r\n\r\n`
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([
      Buffer.from(`${texts.join('')}${head}`),
      file.content,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  }
}
