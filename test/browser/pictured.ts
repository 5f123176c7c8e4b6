import type { Browser, Page } from 'playwright-core'
import { lockedChannel, newChannel, recoveringChannel, shownChannel } from './fixtureChannels.ts'
import { shownCategory, triedImport } from './fixtureCsv.ts'
import { moment } from './fixtureParts.ts'
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

/** The pages that are pictured and checked: name → address. */
export const pictures: Readonly<Record<string, string>> = {
  start: '/',
  platforms: '/platforms',
  inbox: '/inbox?row=00000000-0000-7000-8000-000000000403',
  orders: '/orders',
  order: '/orders/00000000-0000-7000-8000-000000000706',
  categories: `/categories?row=${shownCategory}`,
  csv: `/csv?view=file&file=${'0'.repeat(64)}&name=lieferant-november.csv`,
  csvPreview: `/csv?view=imports&import=${triedImport}`,
  csvImports: '/csv?view=imports',
  csvExport: '/csv?view=export',
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
  worker: '/worker',
  incidents: '/worker?view=incidents',
}
