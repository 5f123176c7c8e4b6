import assert from 'node:assert/strict'
import { afterEach } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import axe from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { buildBackOffice } from '../../src/cli/buildBackOffice.ts'
import { loadRegistry } from '../../src/registry.ts'
import { type ServerScratch, seedAdministrator, serverScratch } from '../../src/server/serverScratch.ts'
import { testDatabase } from '../../testkit/database/testDatabase.ts'
import { generateShop } from '../../testkit/jtlConnector/generate.ts'
import type { Shop } from '../../testkit/jtlConnector/shop.ts'
import { startShop } from '../../testkit/jtlConnector/startShop.ts'
import { load } from './visit.ts'

/** A merchant with a running Kontor, one shop full of orders, and a browser. */
export interface Merchant {
  readonly server: ServerScratch
  readonly shop: Shop
  /** The name of the shop, its connection and its channel. */
  readonly shopName: string
  readonly email: string
  readonly password: string
  /** A page of a browser that is signed in; it is closed after the test, since an open one goes on asking and drawing. */
  open(address: string, language?: 'de' | 'en'): Promise<Page>
  /** Does something by HTTP, signed in as the same person. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into answers of every shape
  ask(method: string, path: string, body?: object): Promise<any>
  /** Synchronises by HTTP and waits for the end. */
  synchronise(): Promise<void>
}

interface Scope {
  after(hook: () => Promise<void>): void
}

/** Starts all of it; the items of the shop are in Kontor, with stock, and nothing was synchronised yet. */
export async function openMerchant(
  scope: Scope,
  browser: Browser,
  options: { readonly orders: number; readonly seed?: number },
): Promise<Merchant> {
  const server = await serverScratch(scope, await testDatabase(), {
    backOffice: await buildBackOffice(),
    connectors: await loadRegistry([]),
    allowAddresses: '127.0.0.0/8',
    realClock: true,
  })
  const { user, password } = await seedAdministrator(server, 'main')
  const shop = await startShop({
    ...generateShop({ items: 40, seed: options.seed ?? 3, orders: options.orders, until: new Date() }),
    generation: 5,
    token: 'a-token-of-the-shop',
  })
  scope.after(() => shop.close())
  const shopName = 'Herzstück Shop'
  const client = server.client()
  const ask: Merchant['ask'] = async (method, path, body) => {
    const answer = await client.call(method, `/api/v1${path}`, body === undefined ? {} : { body })
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.text}`)
    return answer.body
  }
  const contexts: BrowserContext[] = []
  const close = async () => {
    await Promise.all(contexts.splice(0).map(context => context.close()))
  }
  scope.after(close)
  afterEach(close)
  await ask('POST', '/session', { email: user.email, password })
  const catalogue = shop.items().map(item => ({
    itemNumber: item.sku,
    name: item.texts[0]?.name ?? item.sku,
    netPrice: item.priceNet,
  }))
  const { items } = await ask('POST', '/items/bulk', { items: catalogue })
  const warehouse = await ask('POST', '/warehouses', { code: 'HAUPT', name: 'Hauptlager' })
  // A part of the items is missing, so that some orders cannot be delivered.
  const moves = items.slice(0, 30).map((item: { id: string }) => ({
    itemId: item.id,
    warehouseId: warehouse.id,
    quantity: '500',
    reason: 'opening',
  }))
  await ask('POST', '/stock/movements/bulk', { moves })
  await ask('POST', '/connections', {
    system: 'jtl-connector',
    name: shopName,
    ready: true,
    set: { url: shop.url, token: shop.token },
  })
  return {
    server,
    shop,
    shopName,
    email: user.email,
    password,
    ask,
    async open(address, language = 'de') {
      const context = await browser.newContext({
        baseURL: server.url,
        viewport: { width: 1440, height: 900 },
        reducedMotion: 'reduce',
        timezoneId: 'Europe/Berlin',
      })
      contexts.push(context)
      await context.addInitScript(`localStorage['kontor-language'] ??= ${JSON.stringify(language)}`)
      const [name = '', value = ''] = (client.cookie ?? '').split(/=(.*)/)
      await context.addCookies([{ name, value, url: server.url }])
      const page = await context.newPage()
      await load(page, address)
      return page
    },
    async synchronise() {
      const { id } = await ask('POST', '/sync-runs', { only: ['orders'] })
      for (;;) {
        const run = await ask('GET', `/sync-runs/${id}`)
        if (run.endedAt !== null) return assert.equal(run.state, 'done', JSON.stringify(run))
        await pause(25)
      }
    },
  }
}

/**
 * What axe finds on a page that is serious; the rules of WCAG 2.2 AA and its best practice. Of a page that was looked at before
 * and has changed its theme and language, those alone that ask for colours, names and texts.
 */
export async function seriousFindings(page: Page, after?: 'another look'): Promise<string[]> {
  if (!(await page.evaluate(`typeof axe === 'object'`))) await page.evaluate(axe.source)
  // Where each finding stands is told by its text; to find a selector for all that is well costs most of the time. A rule whose
  // findings are never serious (each rule says so) would be asked for nothing, and so would one of structure in other colours and words.
  return await page.evaluate(`axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'], selectors: false,
      rules: Object.fromEntries(axe._audit.rules
        .filter(({ id, impact, tags }) => impact === 'minor' || impact === 'moderate' || ${after !== undefined} &&
          !/name|label|title/.test(id) && !['cat.color', 'cat.language', 'cat.text-alternatives'].some(tag => tags.includes(tag)))
        .map(({ id }) => [id, { enabled: false }])) })
    .then(result => result.passes.length < ${after ? 5 : 15} ? ['axe looked at nothing'] : result.violations
      .filter(one => one.impact === 'serious' || one.impact === 'critical')
      .map(one => one.id + ': ' + one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ')))`)
}
