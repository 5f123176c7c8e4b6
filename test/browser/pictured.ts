import type { Browser, Page } from 'playwright-core'
import { lockedChannel, newChannel, recoveringChannel, shownChannel } from './fixtureChannels.ts'
import { shownCategory, triedImport } from './fixtureCsv.ts'
import { shownCustomer } from './fixtureCustomers.ts'
import { kitItem, parentItem, shownItem } from './fixtureItem.ts'
import { madeCustomer, shownQuotation, shownView } from './fixtureMaking.ts'
import { moment } from './fixtureParts.ts'
import { shownTaking } from './fixtureStock.ts'
import { answers, completeRun, previewRun, runningRun } from './fixtures.ts'

export interface Look {
  readonly theme: 'light' | 'dark'
  readonly language: 'de' | 'en'
  readonly width?: number
  readonly height?: number
}

const runs = [runningRun, previewRun, completeRun]

/** A page of the back office at `url` whose questions are answered by the fixtures, at their moment. */
export async function openPictured(browser: Browser, url: string, look: Look): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1440, height: look.height ?? 900 },
    colorScheme: look.theme,
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Berlin',
    baseURL: url,
  })
  await context.addInitScript(`localStorage.setItem('kontor-language', '${look.language}')`)
  const page = await context.newPage()
  await page.clock.install({ time: new Date(moment) })
  await page.route('**/api/v1/**', async route => {
    const { pathname, search, searchParams } = new URL(route.request().url())
    const path = decodeURIComponent(pathname.replace('/api/v1', ''))
    if (path.startsWith('/sync-runs/') && path.endsWith('/events')) {
      const heard = runs.find(run => path.includes(run.id)) ?? runningRun
      return route.fulfill({
        contentType: 'text/event-stream',
        body: `id: 9\nevent: run\ndata: ${JSON.stringify(heard)}\n\nevent: end\ndata: {}\n\n`,
      })
    }
    if (path.startsWith('/files/')) return route.fulfill({ contentType: 'image/svg+xml', body: drawn(path) })
    if (route.request().method() === 'POST' && path === '/sync-runs') {
      const wish = route.request().postDataJSON() as { dryRun?: boolean; complete?: boolean }
      return route.fulfill({ json: wish.dryRun ? previewRun : wish.complete ? completeRun : runningRun })
    }
    const ofOrder = searchParams.has('order') ? answers[`${path}?order`] : undefined
    const answer = ofOrder ?? answers[path + search] ?? answers[path]
    if (answer === undefined)
      return route.fulfill({
        status: 404,
        contentType: 'application/problem+json',
        body: JSON.stringify({ status: 404, code: 'ROUTE_UNKNOWN', detail: `no fixture for ${path}` }),
      })
    return route.fulfill({ json: answer })
  })
  return page
}

/** Stands for a photograph: another colour for each. */
function drawn(path: string): string {
  const hue = (path.charCodeAt(8) * 67) % 360
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="hsl(${hue} 35% 88%)"/><path d="M8 30h24L20 10z" fill="hsl(${hue} 40% 60%)"/></svg>`
}

/** The pages that are pictured and checked: name → address. */
export const pictures: Readonly<Record<string, string>> = {
  start: '/',
  platforms: '/platforms',
  inbox: '/inbox?row=00000000-0000-7000-8000-000000000403',
  orders: '/orders',
  order: '/orders/00000000-0000-7000-8000-000000000706',
  customers: '/customers',
  customer: `/customers/${shownCustomer}`,
  customerOrders: `/customers/${shownCustomer}?tab=orders`,
  customerNotes: `/customers/${shownCustomer}?tab=notes`,
  customerHistory: `/customers/${shownCustomer}?tab=history`,
  duplicates: '/duplicates',
  numberRanges: '/settings',
  taxes: '/settings?view=taxes',
  reasons: '/settings?view=reasons',
  matchRule: '/settings?view=matching',
  orderDeliveries: '/orders/00000000-0000-7000-8000-000000000706?tab=deliveries',
  orderEdit: '/orders/00000000-0000-7000-8000-000000000706?edit=true',
  deliveries: '/deliveries',
  returns: '/returns?row=00000000-0000-7000-8000-000000001201',
  ordersFiltered:
    '/orders?payment=open~partly_paid&country=AT~CH&processFields=note~number&fromMinor=5000&sort=total&tab=transmissions',
  ordersView: `/orders?view=${shownView}&kind=instant`,
  newOrder: `/orders/new?quotation=${shownQuotation}`,
  newOrderEmpty: `/orders/new?customer=${madeCustomer}`,
  quotations: '/quotations',
  quotation: `/quotations/${shownQuotation}`,
  categories: `/categories?row=${shownCategory}`,
  csv: `/csv?view=file&file=${'0'.repeat(64)}&name=lieferant-november.csv`,
  csvPreview: `/csv?view=imports&import=${triedImport}`,
  csvImports: '/csv?view=imports',
  csvExport: '/csv?view=export',
  items: '/items?row=00000000-0000-7000-8000-000000008000',
  itemHistory: '/items?tab=history',
  bulkEdits: '/bulk-edits',
  item: `/items/${shownItem}`,
  itemTexts: `/items/${shownItem}?tab=texts`,
  itemCategories: `/items/${shownItem}?tab=categories`,
  itemProperties: `/items/${shownItem}?tab=properties`,
  itemVariants: `/items/${parentItem}?tab=variants`,
  itemParts: `/items/${kitItem}?tab=parts`,
  itemImages: `/items/${shownItem}?tab=images`,
  itemChannels: `/items/${shownItem}?tab=channels`,
  itemPrices: `/items/${shownItem}?tab=prices`,
  itemChanges: `/items/${shownItem}?tab=history`,
  newItem: '/items/new',
  channels: `/channels?channel=${shownChannel}&tab=import`,
  channelGeneral: `/channels?channel=${shownChannel}&tab=general`,
  channelConnection: `/channels?channel=${shownChannel}&tab=connection`,
  channelMappings: `/channels?channel=${shownChannel}&tab=mappings`,
  channelOffer: `/channels?channel=${shownChannel}&tab=offer`,
  channelLocked: `/channels?channel=${lockedChannel}&tab=import`,
  addChannel: '/channels?add=jtl-connector',
  firstRun: `/channels?channel=${newChannel}`,
  recovery: `/channels?channel=${recoveringChannel}`,
  again: '/request-again',
  ledger: '/ledger?where=HS-88210',
  runs: '/runs',
  run: `/runs/${runningRun.id}`,
  outbox: '/outbox',
  awaited: '/outbox?view=awaited',
  refused: '/outbox?view=refused',
  journal: '/outbox?view=journal',
  conflicts: '/conflicts',
  guard: '/guard',
  tasks: '/tasks',
  prices: '/prices',
  priceLists: '/prices?view=lists',
  pricesOfItem: '/prices?item=22423',
  stock: '/stock',
  movements: '/stock?view=movements',
  warehouses: '/stock?view=warehouses',
  stocktaking: `/stocktaking?id=${shownTaking}`,
  worker: '/worker',
  incidents: '/worker?view=incidents',
}
