/** A plain caller for the tests of this folder: fetch, form fields, nothing clever. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

export interface Reply {
  readonly id: string
  readonly result: Json
  readonly error: { readonly code: number; readonly message: string; readonly data: string | null } | null
  readonly warnings?: readonly string[]
}

export interface TestClient {
  /** Sends a packet in the open session. Rejects when the answer is no JSON or does not come. */
  call(method: string, params?: unknown): Promise<Reply>
  /** The result of a call that must succeed. */
  ok(method: string, params?: unknown): Promise<Json>
  /** Opens a session of its own. */
  login(): Promise<void>
  pull(controller: string, limit?: number): Promise<readonly Json[]>
  /** The ids that a pull delivers. */
  ids(controller: string, limit?: number): Promise<Json[]>
  ack(key: string, pairs: readonly (readonly [unknown, unknown])[]): Promise<Reply>
  session: string | null
}

/** Sends form fields and returns the whole answer as text. */
export async function post(url: string, fields: Readonly<Record<string, string>>) {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

/** A caller without session. */
export function createTestClient(shop: { readonly url: string; readonly token: string }): TestClient {
  let count = 0
  const client: TestClient = {
    session: null,
    async call(method, params) {
      const packet = {
        jtlrpc: '2.0',
        id: String(++count),
        method,
        ...(params === undefined ? {} : { params }),
      }
      const auth = client.session === null ? {} : { jtlauth: client.session }
      const { text } = await post(shop.url, { jtlrpc: JSON.stringify(packet), ...auth })
      return JSON.parse(text) as Reply
    },
    async ok(method, params) {
      const { result, error } = await client.call(method, params)
      if (error) throw new Error(`${method}: ${error.code} ${error.message}`)
      return result
    },
    async login() {
      client.session = null
      client.session = String(get(await client.ok('core.connector.auth', { token: shop.token }), 'sessionId'))
    },
    async pull(controller, limit = 100) {
      const result = await client.ok(`${controller}.pull`, { limit, filters: {} })
      if (!Array.isArray(result)) throw new Error('a pull must answer a list')
      return result as readonly Json[]
    },
    async ids(controller, limit) {
      return (await client.pull(controller, limit)).map(model => get(model, 'id', 0))
    },
    ack: (key, pairs) => client.call('core.connector.ack', { identities: { [key]: pairs }, checksums: [] }),
  }
  return client
}

/** What stands at a path of names and positions; null if there is nothing. */
export function get(value: Json | undefined, ...path: readonly (string | number)[]): Json {
  let found: Json | undefined = value
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return null
    found = (found as Record<string | number, Json>)[step]
  }
  return found ?? null
}
