/**
 * Answers that were made before, in their order and from the front again, in a process of its own: the least that a system can do. The
 * first line names them as JSON (`Taped`); prints its address as a JSON line and ends at `quit`.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import type { Taped } from './recordedRun.ts'

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const first = await lines.next()
const answers = (JSON.parse(first.value ?? '[]') as Taped[]).map(({ status, headers, body }) => ({
  status,
  headers,
  body: Buffer.from(body, 'base64'),
}))
let next = 0
const server = createServer((request, response) => {
  request.resume().once('end', () => {
    const { status = 500, headers, body } = answers[next++ % answers.length] ?? {}
    response.writeHead(status, { ...headers, 'content-length': body?.length ?? 0 }).end(body)
  })
})
server.keepAliveTimeout = 0
await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
const { port } = server.address() as AddressInfo
console.log(JSON.stringify({ origin: `http://127.0.0.1:${port}` }))
await lines.next()
server.closeAllConnections()
server.close()
