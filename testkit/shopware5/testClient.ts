/** A caller for the simulator's own tests: as a connector calls, and as none should. */
import { createHash } from 'node:crypto'
import type { Shop } from './shop.ts'
import { startShopware5 } from './startShopware5.ts'
import type { ShopOptions } from './state.ts'
import { type Json, type Row, rowOf, rowsOf } from './wire.ts'

/** Does something with a shop, and stops it. */
export async function withShop(options: ShopOptions, act: (shop: Shop) => Promise<void>): Promise<void> {
  const shop = await startShopware5(options)
  try {
    await act(shop)
  } finally {
    await shop.stop()
  }
}

export interface Heard {
  readonly status: number
  readonly text: string
  readonly headers: Headers
  /** The envelope; empty where the answer is no JSON. */
  readonly body: Row
  readonly data: Row
  readonly list: readonly Row[]
}

/** Calls with Basic, or with the header that is given. */
export async function call(
  shop: Shop,
  method: string,
  path: string,
  body?: Json | Buffer,
  authorization = `Basic ${Buffer.from(`${shop.user}:${shop.apiKey}`).toString('base64')}`,
): Promise<Heard> {
  const answer = await fetch(`${shop.url}${path.startsWith('api') ? path : `api/${path}`}`, {
    method,
    redirect: 'manual',
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined
      ? {}
      : { body: Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body) }),
  })
  const text = await answer.text()
  const whole = text.startsWith('{') && text.endsWith('}') ? rowOf(JSON.parse(text)) : {}
  return {
    status: answer.status,
    text,
    headers: answer.headers,
    body: whole,
    data: rowOf(whole['data']),
    list: rowsOf(whole['data']),
  }
}

export const get = (shop: Shop, path: string) => call(shop, 'GET', path)
export const put = (shop: Shop, path: string, body: Json) => call(shop, 'PUT', path, body)
export const post = (shop: Shop, path: string, body: Json) => call(shop, 'POST', path, body)

/** What Digest answers to a challenge. */
export function digest(shop: Shop, challenge: string, method: string, uri: string, count = 1): string {
  const field = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? ''
  const [realm, nonce] = [field('realm'), field('nonce')]
  const nc = count.toString(16).padStart(8, '0')
  const response = md5(
    `${md5(`${shop.user}:${realm}:${shop.apiKey}`)}:${nonce}:${nc}:c0ffee:auth:${md5(`${method}:${uri}`)}`,
  )
  return `Digest username="${shop.user}", realm="${realm}", nonce="${nonce}", uri="${uri}", qop=auth, nc=${nc}, cnonce="c0ffee", response="${response}"`
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

/** A plain article with that number. */
export function article(number: string, more: Row = {}): Row {
  return {
    name: `Artikel ${number}`,
    taxId: 1,
    supplier: 'Hersteller',
    mainDetail: { number, inStock: 33, prices: [{ customerGroupKey: 'EK', price: 11.9 }] },
    ...more,
  }
}
