import { EventEmitter, once } from 'node:events'
import type { Page, Request } from 'playwright-core'

interface Asking {
  /** Requests that have no answer yet. */
  readonly open: Set<Request>
  /** Says `none` when the last of them has. */
  readonly told: EventEmitter<{ none: [] }>
}

const askingOf = new WeakMap<Page, Asking>()

/**
 * Goes to a page of the back office as a link does, and waits until it is drawn and quiet: to load all anew costs more than to look at
 * it. The first page is opened by its address.
 */
export async function visit(page: Page, address: string): Promise<void> {
  if (page.url() === 'about:blank') return load(page, address)
  const to = JSON.stringify(address)
  await page.evaluate(
    `window.left = __TSR_ROUTER__.state.resolvedLocation; history.pushState(null, '', ${to}); dispatchEvent(new PopStateEvent('popstate'))`,
  )
  await arrived(page)
}

/**
 * Opens a page of the back office by its address, and waits until it is drawn and quiet. That the network is idle says less: a slow
 * machine is so already before the page has asked its first question.
 */
export async function load(page: Page, address: string): Promise<void> {
  if (!askingOf.has(page)) follow(page)
  await page.goto(address)
  await arrived(page)
}

async function arrived(page: Page): Promise<void> {
  // The router says where it has arrived after it has drawn that page. Nothing is evaluated later: the security policy forbids it.
  await page.evaluate(`new Promise(done => {
    const look = () => {
      const state = window.__TSR_ROUTER__?.state
      const isThere = state?.status === 'idle' && ![undefined, window.left].includes(state.resolvedLocation)
      isThere ? done() : requestAnimationFrame(look)
    }
    look()
  })`)
  await quiet(page)
}

/** Waits until nothing is asked any more, and what was answered is drawn. Of a page that was visited. */
export async function quiet(page: Page): Promise<void> {
  const asking = askingOf.get(page)
  if (!asking) throw new TypeError('a page is followed from its first visit on')
  do {
    while (asking.open.size > 0) await once(asking.told, 'none')
    await page.evaluate('new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))')
  } while (asking.open.size > 0)
}

function follow(page: Page): void {
  const asking: Asking = { open: new Set(), told: new EventEmitter() }
  askingOf.set(page, asking)
  const answered = (request: Request) => {
    if (asking.open.delete(request) && asking.open.size === 0) asking.told.emit('none')
  }
  page
    .on('request', request => void (request.resourceType() !== 'eventsource' && asking.open.add(request)))
    .on('requestfinished', answered)
    .on('requestfailed', answered)
}
