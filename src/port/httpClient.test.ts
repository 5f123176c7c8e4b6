import assert from 'node:assert/strict'
import dns from 'node:dns'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import { type AddressInfo, BlockList, connect } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { Refused, Unreachable } from './errors.ts'
import { checkedUrl, createHttpClient, type HttpClientOptions, mayReach } from './httpClient.ts'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
const nothing = new BlockList()

type Handler = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void

/** A server and a client that may reach it; both end with the test. */
async function bench(t: TestContext, handler: Handler, options: Partial<HttpClientOptions> = {}) {
  const server = createServer(async (request, response) => {
    handler(request, response, Buffer.concat(await request.toArray().catch(() => [])))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const client = createHttpClient({
    timeoutMs: 5000,
    answerBytes: 1000,
    concurrent: 1,
    allow: loopback,
    secrets: [],
    ...options,
  })
  let closed = false
  const close = async () => {
    if (!closed) await client.close()
    closed = true
  }
  t.after(async () => {
    server.closeAllConnections()
    await new Promise<void>(resolve => server.close(() => resolve()))
    await close()
  })
  return { client, close, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

async function failure(promise: Promise<unknown>): Promise<Error> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof Error, 'it did not fail')
  return error
}

/** Names lead to this address until the test ends: the answers of name servers are not ours to choose otherwise. */
function resolveTo(t: TestContext, address: string): void {
  const real = dns.lookup
  const answer = (
    _name: string,
    _options: unknown,
    done: (error: null, list: { address: string; family: number }[]) => void,
  ) => done(null, [{ address, family: 4 }])
  dns.lookup = answer as unknown as typeof dns.lookup
  syncBuiltinESMExports()
  t.after(() => {
    dns.lookup = real
    syncBuiltinESMExports()
  })
}

describe('a call', () => {
  test('sends method, headers and body, and takes any status for an answer', async t => {
    const { client, url } = await bench(t, (request, response, body) => {
      response.writeHead(418, { 'x-one': 'a', 'x-two': ['b', 'c'] })
      response.end(
        `${request.method} ${request.url} ${request.headers['x-mine']} ${request.headers['user-agent']} ${body}`,
      )
    })
    const answer = await client.call({
      method: 'PUT',
      url: `${url}/p?q=1`,
      headers: { 'x-mine': 'yes' },
      body: 'grüß',
    })
    assert.equal(answer.status, 418)
    assert.equal(Buffer.from(answer.body).toString(), 'PUT /p?q=1 yes Kontor/0.1 grüß')
    assert.equal(answer.headers['x-one'], 'a')
    assert.equal(answer.headers['x-two'], 'b, c')
    assert.deepEqual(
      { ...client.calls, ms: 0 },
      { count: 1, ms: 0, bytesIn: answer.body.length, bytesOut: 6 },
    )
  })

  test('follows no redirect, keeps no cookie and decompresses nothing', async t => {
    const seen: (string | undefined)[] = []
    const { client, url } = await bench(t, (request, response) => {
      seen.push(`${request.url} ${request.headers.cookie} ${request.headers['accept-encoding']}`)
      response
        .writeHead(302, { location: '/elsewhere', 'set-cookie': 'a=b', 'content-encoding': 'gzip' })
        .end('plain')
    })
    for (let time = 0; time < 2; time++) {
      const answer = await client.call({ method: 'POST', url: `${url}/here`, body: 'x' })
      assert.equal(answer.status, 302)
      assert.equal(Buffer.from(answer.body).toString(), 'plain')
    }
    assert.deepEqual(seen, ['/here undefined undefined', '/here undefined undefined'])
  })

  test('makes no more calls at once than are allowed', async t => {
    let atOnce = 0
    let most = 0
    const { client, url } = await bench(
      t,
      (_request, response) => {
        most = Math.max(most, ++atOnce)
        setImmediate(() => {
          atOnce--
          response.end()
        })
      },
      { concurrent: 2 },
    )
    await Promise.all(Array.from({ length: 12 }, () => client.call({ method: 'GET', url })))
    assert.ok(most <= 2, `${most} at once`)
  })
})

describe('a call without an answer', () => {
  test('is unreachable, and nothing can have happened, where nobody listens', async t => {
    const { client, url } = await bench(t, () => {})
    // The near end of a connection: nobody listens there, and nobody else gets that port while it is open.
    const near = connect(Number(new URL(url).port), '127.0.0.1')
    await once(near, 'connect')
    t.after(() => near.destroy())
    const nowhere = `http://127.0.0.1:${near.localPort}`
    const error = await failure(client.call({ method: 'POST', url: nowhere, body: 'x' }))
    assert.ok(error instanceof Unreachable && !error.mayHaveWorked, String(error))
  })

  test('is unreachable, and may have worked, where the connection breaks', async t => {
    const { client, url } = await bench(t, request => request.socket.destroy())
    const error = await failure(client.call({ method: 'POST', url, body: 'x' }))
    assert.ok(error instanceof Unreachable && error.mayHaveWorked, String(error))
  })

  test('is unreachable where the answer breaks off', async t => {
    const { client, url } = await bench(t, (_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('only this')
      setImmediate(() => response.destroy())
    })
    assert.ok((await failure(client.call({ method: 'GET', url }))) instanceof Unreachable)
  })

  test('ends within the time-out of the connector, or that of the call', async t => {
    const { client, url } = await bench(
      t,
      (request, response) => {
        if (request.url === '/body') response.writeHead(200).write('more to come')
      },
      { timeoutMs: 150 },
    )
    for (const wish of [{ url }, { url: `${url}/body` }, { url, timeoutMs: 50 }]) {
      const started = performance.now()
      const error = await failure(client.call({ method: 'GET', ...wish }))
      assert.ok(error instanceof Unreachable && error.mayHaveWorked, String(error))
      assert.ok(performance.now() - started < 4000)
    }
  })

  test('ends when the run ends, and none begins afterwards', async t => {
    const stop = new AbortController()
    let calls = 0
    const { client, url } = await bench(
      t,
      () => {
        calls++
        stop.abort()
      },
      { signal: stop.signal },
    )
    assert.ok((await failure(client.call({ method: 'GET', url }))) instanceof Unreachable)
    assert.ok((await failure(client.call({ method: 'GET', url }))) instanceof Unreachable)
    assert.equal(calls, 1)
  })

  test('is unreachable after the client was closed', async t => {
    const { client, close, url } = await bench(t, (_request, response) => response.end())
    await close()
    assert.ok((await failure(client.call({ method: 'GET', url }))) instanceof Unreachable)
  })

  test('is unreachable where the answer is larger than it may be, and the next call works', async t => {
    const { client, url } = await bench(t, (request, response) =>
      response.end(Buffer.alloc(request.url === '/big' ? 200_000 : 1000)),
    )
    const error = await failure(client.call({ method: 'GET', url: `${url}/big` }))
    assert.ok(error instanceof Unreachable && error.code === 'ANSWER_TOO_LARGE', String(error))
    assert.equal((await client.call({ method: 'GET', url })).body.length, 1000)
  })
})

describe('secrets', () => {
  test('are taken out of texts in the forms in which they travel', async t => {
    const secret = 'p"ä ss/w+rd'
    const { client } = await bench(t, () => {}, { secrets: [secret] })
    const said = `a ${secret} b ${encodeURIComponent(secret)} c ${JSON.stringify({ secret })}`
    assert.equal(client.redact(said), 'a ••• b ••• c {"secret":"•••"}')
  })

  test('are taken out whole where one is the beginning of another', async t => {
    const { client } = await bench(t, () => {}, { secrets: ['token', 'token-and-more'] })
    assert.equal(client.redact('sent token-and-more'), 'sent •••')
  })

  test('learned in the session are taken out from then on', async t => {
    const { client } = await bench(t, () => {})
    client.hide('session-4711')
    assert.equal(client.redact('in session-4711'), 'in •••')
  })

  test('are taken out before a text is cut', async t => {
    const { client } = await bench(t, () => {}, { secrets: ['0123456789'] })
    assert.equal(client.redact('abc0123456789', 8), 'abc•••')
    assert.equal(client.redact('abcdefghijkl', 5), 'abcde…')
  })
})

describe('where a call may go', () => {
  test('not to private addresses, in whatever form they are written', () => {
    const hosts = [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f.1',
      '0.0.0.0',
      '10.1.2.3',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:a00:1]',
      '[fe80::1]',
      '[fd00::1]',
      '[64:ff9b::7f00:1]',
      'localhost',
      'LOCALHOST',
      'a.localhost',
    ]
    for (const host of hosts)
      assert.throws(
        () => checkedUrl(`https://${host}/`, nothing),
        (error: unknown) => error instanceof Refused && error.code === 'ADDRESS_NOT_ALLOWED',
        host,
      )
  })

  test('not behind a name that leads to a private address', async t => {
    const { client } = await bench(t, () => {}, { allow: nothing })
    resolveTo(t, '192.168.7.7')
    const error = await failure(client.call({ method: 'GET', url: 'https://shop.example/' }))
    assert.ok(error instanceof Refused && error.code === 'ADDRESS_NOT_ALLOWED', String(error))
  })

  test('behind a name that leads to an allowed address, over the address that was checked', async t => {
    const { client, url } = await bench(t, (request, response) => response.end(request.headers.host))
    resolveTo(t, '127.0.0.1')
    const { port } = new URL(url)
    const answer = await client.call({ method: 'GET', url: `http://shop:${port}` })
    assert.equal(Buffer.from(answer.body).toString(), `shop:${port}`)
  })

  test('to public addresses, and to private ones that are allowed', () => {
    for (const url of ['https://example.com/a?b', 'https://8.8.8.8', 'https://[2a00:1450::1]'])
      assert.ok(checkedUrl(url, nothing))
    assert.ok(checkedUrl('http://127.0.0.1:8080', loopback))
    assert.ok(
      mayReach('127.0.0.1', loopback) &&
        mayReach('::ffff:127.0.0.1', loopback) &&
        !mayReach('127.0.0.1', nothing),
    )
  })

  test('over https, unless the address is in the own network', () => {
    for (const url of ['http://example.com', 'http://8.8.8.8'])
      assert.throws(
        () => checkedUrl(url, nothing),
        (error: unknown) => error instanceof Refused && error.code === 'URL_INSECURE',
      )
    assert.ok(checkedUrl('http://shop', nothing))
  })

  test('not to other schemes, nor with credentials in the address, which no error shows', () => {
    for (const url of [
      '',
      'shop.example',
      'file:///etc/passwd',
      'ftp://a.example',
      'javascript:1',
      'https://user:geheim@a.example',
      'https://geheim@a.example',
    ])
      assert.throws(
        () => checkedUrl(url, nothing),
        (error: unknown) =>
          error instanceof Refused && error.code === 'URL_INVALID' && !String(error).includes('geheim'),
        url,
      )
  })
})
