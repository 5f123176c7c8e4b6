/**
 * How many orders a second the shop of the benchmark serves when nothing else is done with them: pull and acknowledge,
 * without reading the answers beyond their ids. It must be well above what is measured with it.
 */
export async function serveAlone(url: string, orders: number): Promise<number> {
  const session = await call(url, '', 'core.connector.auth', { token: 'bench-token' })
  const id = /"sessionId":"([^"]+)"/.exec(session)?.[1] ?? ''
  const started = performance.now()
  let served = 0
  let host = 1
  while (served < orders) {
    const page = await call(url, id, 'customer_order.pull', { limit: 250, filters: {} })
    const ids = [...page.matchAll(/"orderNumber":"([^"]+)"/g)].length
    if (ids === 0) break
    const pairs = idsOf(page).map(theirs => [theirs, host++])
    served += pairs.length
    await call(url, id, 'core.connector.ack', { identities: { customerOrder: pairs }, checksums: [] })
  }
  return served / ((performance.now() - started) / 1000)
}

async function call(url: string, session: string, method: string, params: object): Promise<string> {
  const body = new URLSearchParams({ jtlrpc: JSON.stringify({ jtlrpc: '2.0', id: '1', method, params }) })
  if (session) body.set('jtlauth', session)
  const answer = await fetch(url, { method: 'POST', body })
  return answer.text()
}

function idsOf(page: string): string[] {
  return (JSON.parse(page) as { result: { id: [string, number] }[] }).result.map(order => order.id[0])
}
