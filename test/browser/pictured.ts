import type { Browser, Page } from 'playwright-core'
import { calledChannel, cutChannel } from './fixtureCalled.ts'
import { lockedChannel, newChannel, recoveringChannel, shownChannel } from './fixtureChannels.ts'
import { shownCategory, triedImport } from './fixtureCsv.ts'
import { shownCustomer } from './fixtureCustomers.ts'
import { kitItem, parentItem, shownItem } from './fixtureItem.ts'
import { madeCustomer, shownQuotation, shownView } from './fixtureMaking.ts'
import { moment } from './fixtureParts.ts'
import { shownTaking } from './fixtureStock.ts'
import { runningRun } from './fixtures.ts'

export interface Look {
  readonly theme: 'light' | 'dark'
  readonly language: 'de' | 'en'
  readonly width?: number
  readonly height?: number
}

/** A page of the back office that `servePictured` serves at `url`, at the moment of the fixtures; its language can be changed. */
export async function openPictured(browser: Browser, url: string, look: Look): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: look.width ?? 1440, height: look.height ?? 900 },
    colorScheme: look.theme,
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Berlin',
    baseURL: url,
  })
  await context.addInitScript(`localStorage['kontor-language'] ??= '${look.language}'`)
  const page = await context.newPage()
  await page.clock.install({ time: new Date(moment) })
  return page
}

/** The pages that are pictured and checked: name → address. */
export const pictures: Readonly<Record<string, string>> = {
  start: '/',
  platforms: '/platforms',
  inbox: '/inbox?row=00000000-0000-7000-8000-000000000403',
  inboxAnswer: '/inbox?row=00000000-0000-7000-8000-000000000402',
  orderDocuments: '/orders/00000000-0000-7000-8000-000000000706?tab=documents',
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
  methods: '/settings?view=methods',
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
  channelShipping: `/channels?channel=${calledChannel}&tab=shipping`,
  channelPayment: `/channels?channel=${shownChannel}&tab=payment`,
  channelOffer: `/channels?channel=${shownChannel}&tab=offer`,
  channelSignedUp: `/channels?channel=${calledChannel}&tab=connection`,
  channelOffers: `/channels?channel=${calledChannel}&tab=offer`,
  channelCutOff: `/channels?channel=${cutChannel}&tab=connection`,
  channelFunctions: `/channels?channel=${calledChannel}&tab=functions`,
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
