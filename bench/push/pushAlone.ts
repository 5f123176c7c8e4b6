import { Agent, request } from 'undici'

/**
 * How long the shop needs for these bodies, one after the other over one connection, when nothing is done with its
 * answers. In milliseconds.
 */
export async function pushAlone(url: string, bodies: readonly Uint8Array[]): Promise<number> {
  const agent = new Agent({ connections: 1, pipelining: 1 })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  let ms = 0
  // Twice: the first round is for the compiler.
  for (let round = 0; round < 2; round++) {
    const started = performance.now()
    for (const body of bodies) {
      const answer = await request(url, { dispatcher: agent, method: 'POST', headers, body })
      await answer.body.arrayBuffer()
    }
    ms = performance.now() - started
  }
  await agent.close()
  return ms
}

/** The same for bodies that a connector has sent under a session of its own: they are sent again under a fresh one. */
export async function replay(shop: string, token: string, bodies: readonly string[]): Promise<number> {
  const packet = { jtlrpc: '2.0', id: '1', method: 'core.connector.auth', params: { token } }
  const body = new URLSearchParams({ jtlrpc: JSON.stringify(packet) })
  const answer = await (await fetch(shop, { method: 'POST', body })).text()
  const session = /"sessionId":"([^"]+)"/.exec(answer)?.[1] ?? ''
  return pushAlone(
    shop,
    bodies.map(text => Buffer.from(text.replace(/jtlauth=[^&]*/, `jtlauth=${session}`))),
  )
}
