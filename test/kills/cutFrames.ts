/**
 * Cuts one direction of a PostgreSQL connection into its messages
 * (https://www.postgresql.org/docs/18/protocol-message-formats.html): a letter and a length that counts itself; only the
 * very first message of a client has no letter. Hands over each message when it is complete.
 */
export function cutFrames(
  from: 'client' | 'server',
  take: (type: string, frame: Buffer) => void,
): (chunk: Buffer) => void {
  let first = from === 'client'
  let rest: Buffer = Buffer.alloc(0)
  return chunk => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (;;) {
      const head = first ? 0 : 1
      if (rest.length < head + 4) return
      const length = head + rest.readUInt32BE(head)
      if (rest.length < length) return
      const frame = rest.subarray(0, length)
      rest = rest.subarray(length)
      take(first ? '' : String.fromCharCode(frame[0] ?? 0), frame)
      first = false
    }
  }
}

/** The SQL text of a Query or Parse message; undefined for all others. */
export function statementText(type: string, frame: Buffer): string | undefined {
  if (type !== 'Q' && type !== 'P') return undefined
  const start = type === 'Q' ? 5 : frame.indexOf(0, 5) + 1 // a Parse begins with the name of the statement
  return frame.toString('utf8', start, frame.indexOf(0, start))
}
