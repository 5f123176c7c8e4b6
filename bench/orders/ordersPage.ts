import { cpus } from 'node:os'
import type { Browser, Page } from 'playwright-core'
import { openDatabase, transact } from '../../src/base/database.ts'
import { newId } from '../../src/base/ids.ts'
import { buildBackOffice } from '../../src/cli/buildBackOffice.ts'
import { operator } from '../../src/company/rights.ts'
import { addUser } from '../../src/company/users.ts'
import { serverScratch } from '../../src/server/serverScratch.ts'
import { noBrowser, openBrowser } from '../../test/browser/browser.ts'
import { atMost, type Goal } from '../support/goals.ts'
import { ordersDatabase } from './ordersDatabase.ts'
import { type Painted, paintClock, untilPainted } from './paintClock.ts'

/** p95 from the click to the painted rows, warm, in ms. */
const limit = 300
/** Rounds for each repeat; in each everything is done once on a page that was loaded afresh. */
const roundsEach = 4

export interface OrdersPageWish {
  readonly orders: readonly number[]
  readonly repeats: number
  readonly keepDatabase: boolean
  readonly print: (line: string) => void
  readonly keep: (figures: object) => Promise<object>
}

/** How long the list of orders takes in a real browser, from what a person does until the rows are painted. */
export async function ordersPage(wish: OrdersPageWish) {
  const browser = await openBrowser()
  if (!browser) throw new Error(noBrowser)
  const results: object[] = []
  try {
    for (const count of wish.orders) results.push(...(await measure(browser, count, wish)))
  } finally {
    await browser.close()
  }
  return { bench: 'ordersPage', node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model, results }
}

async function measure(browser: Browser, count: number, wish: OrdersPageWish): Promise<object[]> {
  const { url, tenant, close } = await ordersDatabase(count, wish.keepDatabase, wish.print)
  const hooks: (() => Promise<void>)[] = [close]
  try {
    const db = openDatabase({ url })
    const drop = () => db.close()
    const scope = { after: (hook: () => Promise<void>) => void hooks.unshift(hook) }
    const server = await serverScratch(
      scope,
      { db, drop },
      { backOffice: await buildBackOffice(), realClock: true },
    )
    const email = `${newId()}@bench.example`
    const password = 'correct horse battery'
    const doing = { tenant, actor: operator('bench'), now: new Date() }
    await transact(db, { tenant }, tx =>
      addUser(tx, doing, { email, password, name: 'Bench', roles: ['administrator'], language: 'de' }),
    )
    const client = server.client()
    const { rows } = await db.pool.query<{ slug: string }>(`select slug from tenant where id = $1`, [tenant])
    const signedIn = await client.call('POST', '/api/v1/session', {
      body: { email, password, tenant: rows[0]?.slug },
    })
    if (signedIn.status >= 300) throw new Error(`nobody is signed in: ${signedIn.text}`)
    const context = await browser.newContext({
      baseURL: server.url,
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      timezoneId: 'Europe/Berlin',
    })
    scope.after(() => context.close())
    await context.addInitScript(`localStorage['kontor-language'] ??= 'de'`)
    await context.addInitScript(paintClock)
    const [name = '', value = ''] = (client.cookie ?? '').split(/=(.*)/)
    await context.addCookies([{ name, value, url: server.url }])
    const page = await context.newPage()
    const times = new Map<string, Painted[]>()
    // The first round warms: code, connections, what the database keeps in memory.
    for (let round = -1; round < wish.repeats * roundsEach; round++)
      for (const [what, painted] of await oneRound(page))
        if (round >= 0) times.set(what, [...(times.get(what) ?? []), painted])
    const results: object[] = []
    for (const [what, all] of times) results.push(await report(what, all, count, wish))
    return results
  } finally {
    for (const hook of hooks) await hook()
  }
}

async function report(what: string, all: readonly Painted[], count: number, wish: OrdersPageWish) {
  const at = (of: 'ms' | 'answer', share: number) => {
    const sorted = all.map(one => one[of]).sort((a, b) => a - b)
    return Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0)
  }
  const p95 = at('ms', 0.95)
  const goals: Goal[] = [atMost(limit, p95, `ms p95, ${what} of ${count}, from click to painted rows`)]
  const figures = { p50: at('ms', 0.5), p95, answerP50: at('answer', 0.5), answerP95: at('answer', 0.95) }
  wish.print(
    `${what.padEnd(36)} p50 ${figures.p50} ms  p95 ${p95} ms  of these the answer p50 ${figures.answerP50} ms  p95 ${figures.answerP95} ms  ${all[0]?.rows} rows`,
  )
  return wish.keep({ shape: what, orders: count, times: all.length, ...figures, goals })
}

/** Everything once, by mouse and keys, each as soon as the page is quiet. */
async function oneRound(page: Page): Promise<[string, Painted][]> {
  const all: [string, Painted][] = []
  const timed = async (what: string, event: string, act: () => Promise<void>) => {
    await page.waitForLoadState('networkidle')
    const painted = page.evaluate(untilPainted(event)) as Promise<Painted>
    // Answered once the clock listens: what is done afterwards is heard.
    await page.evaluate('0')
    await act()
    all.push([what, await painted])
  }
  const folder = (label: string) => page.locator(`.folder:has(.folder-name:text-is("${label}"))`).click()
  const head = (label: string) => page.locator('.head-sort', { hasText: label }).click()
  const opened = (tag: string) => page.locator('.tag-button', { hasText: `${tag}:` }).click()
  const choice = (label: string) => page.locator('.tag-drop').getByLabel(label, { exact: true }).click()
  const filtered = async (tag: string, label: string) => {
    await opened(tag)
    await timed(`filter, ${tag} ${label}`, 'click', () => choice(label))
    await page.keyboard.press('Escape')
  }
  const searched = async (field: string, text: string) => {
    await page.goto('/orders')
    await page.waitForLoadState('networkidle')
    const box = page.locator('.orders-field', { hasText: field }).getByRole('searchbox')
    // From the typing on: where the machine is slow, the search may begin before Enter is pressed.
    await timed(`search, ${field} ${text}`, 'input', async () => {
      await box.fill(text)
      await box.press('Enter')
    })
  }
  await page.goto('/tasks')
  await timed('opened from the menu', 'click', () => page.locator('.menu-link[href="/orders"]').click())
  await timed('next page', 'wheel', () => scrollDown(page))
  await timed('folder, open', 'click', () => folder('Offen'))
  await timed('folder, cancelled', 'click', () => folder('Storniert'))
  await timed('sorted by total', 'click', () => head('Brutto'))
  await timed('folder, all by total', 'click', () => folder('Alle'))
  await timed('sorted by customer', 'click', () => head('Kunde'))
  await filtered('Zahlung', 'teilbezahlt')
  await filtered('Land', 'Österreich')
  await searched('Vorgang', 'AA-')
  await searched('Kunde', 'haeufig')
  await searched('Kunde', 'alt')
  await searched('Kunde', 'vorname8')
  await searched('Position', 'vielding')
  await searched('Position', 'nix')
  return all
}

async function scrollDown(page: Page): Promise<void> {
  await page.locator('table[role=grid] tbody tr').nth(5).hover()
  await page.mouse.wheel(0, 100_000)
}
