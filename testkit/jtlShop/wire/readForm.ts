/** Forms as PHP takes them apart: fields, and files by the name of their part. */

/** A file of a form. */
export interface Upload {
  readonly name: string
  readonly content: Buffer
}

export interface Form {
  readonly fields: ReadonlyMap<string, string>
  readonly files: ReadonlyMap<string, Upload>
}

/** The form of a body; empty for a type that PHP does not look into. */
export function readForm(type: string, body: Buffer): Form {
  if (type.startsWith('application/x-www-form-urlencoded'))
    return { fields: new Map(new URLSearchParams(body.toString('utf8'))), files: new Map() }
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(type)?.[1]
  return boundary === undefined ? { fields: new Map(), files: new Map() } : readParts(body, boundary)
}

function readParts(body: Buffer, boundary: string): Form {
  const fields = new Map<string, string>()
  const files = new Map<string, Upload>()
  const mark = Buffer.from(`--${boundary}`)
  const next = Buffer.from(`\r\n--${boundary}`)
  let at = body.indexOf(mark)
  while (at >= 0) {
    const start = at + mark.length + 2
    const headEnd = body.indexOf('\r\n\r\n', start)
    const end = body.indexOf(next, headEnd + 2)
    if (headEnd < 0 || end < 0) break
    const head = body.toString('utf8', start, headEnd)
    const [, name] = /[;\s]name="([^"]*)"/i.exec(head) ?? []
    const [, file] = /[;\s]filename="([^"]*)"/i.exec(head) ?? []
    const content = body.subarray(headEnd + 4, end)
    if (name !== undefined && file !== undefined) files.set(name, { name: file, content })
    else if (name !== undefined) fields.set(name, content.toString('utf8'))
    at = end + 2
  }
  return { fields, files }
}
