/** The same pieces, of which the first one was read: what is wrong is an error then, and not a broken answer. */
export async function firstRead(pieces: AsyncGenerator<Buffer>): Promise<AsyncGenerator<Buffer>> {
  return behind(await pieces.next(), pieces)
}

async function* behind(first: IteratorResult<Buffer>, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (first.done) return
  yield first.value
  yield* rest
}
