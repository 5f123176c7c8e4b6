import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'

/**
 * The window of a demo shop on loopback: what it sells, for how much, how many are left, and a button to buy. What is
 * bought there reaches Kontor with the next synchronisation, as from any shop.
 */
export async function openShopWindow(
  name: string,
  shop: Shop,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (request.method === 'POST' && url.pathname === '/buy') {
      // Only from this very page: no other site may buy here through somebody's browser.
      if (request.headers['sec-fetch-site'] !== 'same-origin') return void response.writeHead(403).end()
      const sku = url.searchParams.get('sku') ?? ''
      const number = shop.item(sku) && shop.placeOrder({ ...buyer, lines: [{ sku, quantity: '1' }] }).number
      const back = new URLSearchParams({
        q: url.searchParams.get('q') ?? '',
        ...(number ? { bought: number } : {}),
      })
      return void response.writeHead(303, { location: `/?${back}` }).end()
    }
    if (url.pathname !== '/') return void response.writeHead(404).end()
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
      'cache-control': 'no-store',
    })
    response.end(page(name, shop, url.searchParams))
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise(done => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

const address = {
  firstName: 'Gerda',
  lastName: 'Gast',
  street: '4 Lime Walk',
  zipCode: 'SW1A 1AA',
  city: 'London',
  country: 'GB',
  email: 'gerda.gast@example.com',
}
const buyer = {
  billing: address,
  shipping: address,
  currency: 'GBP',
  language: 'en',
  shippingMethodName: 'Parcel',
} as const

function page(name: string, shop: Shop, asked: URLSearchParams): string {
  const search = asked.get('q') ?? ''
  const fits = (text: string) => text.toLowerCase().includes(search.toLowerCase())
  const found = shop.items().filter(item => fits(item.sku) || fits(item.texts[0]?.name ?? ''))
  const rows = found.slice(0, 60).map(item => {
    const query = new URLSearchParams({ sku: item.sku, q: search })
    return `<tr><td>${html(item.sku)}<td>${html(item.texts[0]?.name ?? '')}<td class=n>${html(item.priceNet)}<td class=n>${html(item.stock)}<td><form method=post action="/buy?${html(query.toString())}"><button>buy 1</button></form>`
  })
  const bought = asked.get('bought')
  return `<!doctype html><html lang=en><meta charset=utf-8><title>${html(name)} – demo shop</title>
<style>body{font:14px system-ui;margin:24px;max-width:900px}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:4px 8px;text-align:left}.n{text-align:right;font-variant-numeric:tabular-nums}p.ok{background:#e0f0e4;padding:8px}</style>
<h1>${html(name)}</h1><p>A simulated shop. What you buy here reaches Kontor with the next synchronisation.</p>
${bought ? `<p class=ok role=status>Order ${html(bought)} placed.</p>` : ''}
<form><label>Search <input name=q value="${html(search)}"></label> <button>search</button></form>
<p>${found.length} items${found.length > 60 ? ', the first 60' : ''}</p>
<table><thead><tr><th>Item<th>Name<th class=n>Price, net<th class=n>Left<th><span hidden>buy</span></thead><tbody>${rows.join('\n')}</tbody></table></html>`
}

function html(text: string): string {
  return text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`)
}
