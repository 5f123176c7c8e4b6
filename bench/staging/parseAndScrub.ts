import { connector } from '../../src/connectors/jtl-connector/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { prepareRecords } from '../../src/sync/prepareRecords.ts'

/** What reading a known order costs before the database is asked: parse, scrub, canonical text, hash; ms CPU per order. */
export async function parseAndScrub(
  url: string,
  forget: () => Promise<void>,
): Promise<{ parse: number; scrubAndHash: number }> {
  await forget()
  const body = await page(url)
  const plain = connector as Connector
  const read = () =>
    plain.pull?.read('order', { body }, { timeZone: 'Europe/London', facts: {}, settings: {} })
  const count = read()?.records.length ?? 0
  const parse = perOrder(() => read(), count)
  const records = read()?.records ?? []
  return { parse, scrubAndHash: perOrder(() => prepareRecords(plain, records), count) }
}

function perOrder(work: () => unknown, count: number): number {
  for (let warm = 0; warm < 10; warm++) work()
  const before = process.cpuUsage()
  for (let round = 0; round < 20; round++) work()
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1000 / 20 / count
}

async function page(url: string): Promise<Uint8Array> {
  const post = async (method: string, params: object, session?: string) => {
    const body = new URLSearchParams({ jtlrpc: JSON.stringify({ jtlrpc: '2.0', id: '1', method, params }) })
    if (session) body.set('jtlauth', session)
    return new Uint8Array(await (await fetch(url, { method: 'POST', body })).arrayBuffer())
  }
  const auth = new TextDecoder().decode(await post('core.connector.auth', { token: 'bench-token' }))
  return post('customer_order.pull', { limit: 250, filters: {} }, /"sessionId":"([^"]+)"/.exec(auth)?.[1])
}
