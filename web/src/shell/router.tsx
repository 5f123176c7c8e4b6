import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { type CsvSearch, csvSearch } from './csvSearch.ts'
import { customerRoutes } from './customerRoutes.ts'
import type { DeliveriesSearch, ReturnsSearch } from './lifeSearch.ts'
import { type NewOrderSearch, type QuotationsSearch, readOrdersSearch } from './ordersSearch.ts'
import { root } from './root.tsx'
import { searchTexts } from './searchTexts.ts'

/** What the inbox shows: it stands in the address, so that a link shows a colleague the same. */
export interface InboxSearch {
  readonly state?: string | undefined
  readonly connection?: string | undefined
  readonly search?: string | undefined
  readonly row?: string | undefined
}

/** What the list of items shows. */
export interface ItemsSearch {
  readonly folder?: string | undefined
  readonly search?: string | undefined
  readonly category?: string | undefined
  readonly manufacturer?: string | undefined
  readonly channel?: string | undefined
  readonly kind?: string | undefined
  readonly stock?: string | undefined
  readonly sort?: string | undefined
  readonly row?: string | undefined
  readonly tab?: string | undefined
}

/** Which bulk edit is shown, and whether only what was refused. */
export interface BulkEditsSearch {
  readonly edit?: string | undefined
  readonly refused?: boolean | undefined
}

/** Which sales channel is shown, and what of it. */
export interface ChannelsSearch {
  readonly show?: string | undefined
  readonly search?: string | undefined
  readonly channel?: string | undefined
  readonly tab?: string | undefined
  readonly add?: string | undefined
}

export interface LedgerSearch {
  readonly where?: string | undefined
  readonly outcome?: string | undefined
  readonly connection?: string | undefined
  readonly code?: string | undefined
  readonly kind?: string | undefined
  readonly row?: string | undefined
}

export interface OutboxSearch {
  readonly view?: string | undefined
  readonly channel?: string | undefined
  readonly object?: string | undefined
  readonly result?: string | undefined
  readonly run?: string | undefined
  readonly row?: string | undefined
}

export interface ConflictsSearch {
  readonly state?: string | undefined
  readonly channel?: string | undefined
  readonly row?: string | undefined
}

export interface TasksSearch {
  readonly state?: string | undefined
  readonly channel?: string | undefined
  readonly order?: string | undefined
  readonly row?: string | undefined
}

/** Which view of the prices is shown, and what of it. */
export interface PricesSearch {
  readonly view?: string | undefined
  readonly when?: string | undefined
  readonly channel?: string | undefined
  readonly item?: string | undefined
  readonly list?: string | undefined
  readonly row?: string | undefined
}

/** Which view of the stock is shown, and what of it. */
export interface StockSearch {
  readonly view?: string | undefined
  readonly search?: string | undefined
  readonly channel?: string | undefined
  readonly warehouse?: string | undefined
  readonly stock?: string | undefined
  readonly item?: string | undefined
  readonly cause?: string | undefined
  readonly act?: string | undefined
  readonly row?: string | undefined
}

/** Which stocktaking is shown, and which of its lines. */
export interface StocktakingSearch {
  readonly id?: string | undefined
  readonly state?: string | undefined
  readonly row?: string | undefined
}

export interface CategoriesSearch {
  readonly search?: string | undefined
  readonly row?: string | undefined
}

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/home/Home.tsx')),
})
const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox',
  validateSearch: (search): InboxSearch => searchTexts(search, ['state', 'connection', 'search', 'row']),
  component: lazyRouteComponent(() => import('../pages/inbox/Inbox.tsx')),
})
const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  validateSearch: readOrdersSearch,
  component: lazyRouteComponent(() => import('../pages/orders/Orders.tsx')),
})
const newOrder = createRoute({
  getParentRoute: () => root,
  path: '/orders/new',
  validateSearch: (search): NewOrderSearch => searchTexts(search, ['customer', 'quotation']),
  component: lazyRouteComponent(() => import('../pages/newOrder/NewOrder.tsx')),
})
const quotations = createRoute({
  getParentRoute: () => root,
  path: '/quotations',
  validateSearch: (search): QuotationsSearch => searchTexts(search, ['state', 'number', 'row']),
  component: lazyRouteComponent(() => import('../pages/quotations/Quotations.tsx')),
})
const quotation = createRoute({
  getParentRoute: () => root,
  path: '/quotations/$id',
  component: lazyRouteComponent(() => import('../pages/quotations/QuotationPage.tsx')),
})
const order = createRoute({
  getParentRoute: () => root,
  path: '/orders/$id',
  validateSearch: (search): { tab?: string | undefined; act?: string | undefined; edit?: boolean } => ({
    ...searchTexts(search, ['tab', 'act']),
    ...(search['edit'] === true ? { edit: true } : {}),
  }),
  component: lazyRouteComponent(() => import('../pages/order/OrderPage.tsx')),
})
const deliveries = createRoute({
  getParentRoute: () => root,
  path: '/deliveries',
  validateSearch: (search): DeliveriesSearch =>
    searchTexts(search, ['folder', 'number', 'warehouse', 'order', 'row']),
  component: lazyRouteComponent(() => import('../pages/deliveries/Deliveries.tsx')),
})
const returns = createRoute({
  getParentRoute: () => root,
  path: '/returns',
  validateSearch: (search): ReturnsSearch => searchTexts(search, ['folder', 'search', 'order', 'row']),
  component: lazyRouteComponent(() => import('../pages/returns/Returns.tsx')),
})
const items = createRoute({
  getParentRoute: () => root,
  path: '/items',
  validateSearch: (search): ItemsSearch => ({
    // What the server calls a list without prices is a folder here.
    ...(search['priced'] === false ? { folder: 'unpriced' } : {}),
    ...searchTexts(search, [
      'folder',
      'search',
      'category',
      'manufacturer',
      'channel',
      'kind',
      'stock',
      'sort',
      'row',
      'tab',
    ]),
  }),
  component: lazyRouteComponent(() => import('../pages/items/Items.tsx')),
})
const bulkEdits = createRoute({
  getParentRoute: () => root,
  path: '/bulk-edits',
  validateSearch: (search): BulkEditsSearch => ({
    ...searchTexts(search, ['edit']),
    ...(search['refused'] === true ? { refused: true } : {}),
  }),
  component: lazyRouteComponent(() => import('../pages/bulk/BulkEdits.tsx')),
})
const newItem = createRoute({
  getParentRoute: () => root,
  path: '/items/new',
  component: lazyRouteComponent(() => import('../pages/item/NewItem.tsx')),
})
const item = createRoute({
  getParentRoute: () => root,
  path: '/items/$item',
  validateSearch: (search): { tab?: string } => searchTexts(search, ['tab']),
  component: lazyRouteComponent(() => import('../pages/item/ItemPage.tsx')),
})
const platforms = createRoute({
  getParentRoute: () => root,
  path: '/platforms',
  component: lazyRouteComponent(() => import('../pages/platforms/Platforms.tsx')),
})
const channels = createRoute({
  getParentRoute: () => root,
  path: '/channels',
  validateSearch: (search): ChannelsSearch =>
    searchTexts(search, ['show', 'search', 'channel', 'tab', 'add']),
  component: lazyRouteComponent(() => import('../pages/channels/Channels.tsx')),
})
const again = createRoute({
  getParentRoute: () => root,
  path: '/request-again',
  component: lazyRouteComponent(() => import('../pages/again/RequestAgain.tsx')),
})
const ledger = createRoute({
  getParentRoute: () => root,
  path: '/ledger',
  validateSearch: (search): LedgerSearch =>
    searchTexts(search, ['where', 'outcome', 'connection', 'code', 'kind', 'row']),
  component: lazyRouteComponent(() => import('../pages/ledger/Ledger.tsx')),
})
const runs = createRoute({
  getParentRoute: () => root,
  path: '/runs',
  component: lazyRouteComponent(() => import('../pages/runs/Runs.tsx')),
})
const run = createRoute({
  getParentRoute: () => root,
  path: '/runs/$id',
  component: lazyRouteComponent(() => import('../pages/runs/RunPage.tsx')),
})
const outbox = createRoute({
  getParentRoute: () => root,
  path: '/outbox',
  validateSearch: (search): OutboxSearch =>
    searchTexts(search, ['view', 'channel', 'object', 'result', 'run', 'row']),
  component: lazyRouteComponent(() => import('../pages/outbox/Outbox.tsx')),
})
const conflicts = createRoute({
  getParentRoute: () => root,
  path: '/conflicts',
  validateSearch: (search): ConflictsSearch => searchTexts(search, ['state', 'channel', 'row']),
  component: lazyRouteComponent(() => import('../pages/conflicts/Conflicts.tsx')),
})
const guard = createRoute({
  getParentRoute: () => root,
  path: '/guard',
  validateSearch: (search): { stop?: string; ended?: string } => searchTexts(search, ['stop', 'ended']),
  component: lazyRouteComponent(() => import('../pages/guard/Guard.tsx')),
})
const tasks = createRoute({
  getParentRoute: () => root,
  path: '/tasks',
  validateSearch: (search): TasksSearch => searchTexts(search, ['state', 'channel', 'order', 'row']),
  component: lazyRouteComponent(() => import('../pages/tasks/Tasks.tsx')),
})
const prices = createRoute({
  getParentRoute: () => root,
  path: '/prices',
  validateSearch: (search): PricesSearch =>
    searchTexts(search, ['view', 'when', 'channel', 'item', 'list', 'row']),
  component: lazyRouteComponent(() => import('../pages/prices/Prices.tsx')),
})
const stock = createRoute({
  getParentRoute: () => root,
  path: '/stock',
  validateSearch: (search): StockSearch =>
    searchTexts(search, ['view', 'search', 'channel', 'warehouse', 'stock', 'item', 'cause', 'act', 'row']),
  component: lazyRouteComponent(() => import('../pages/stock/Stock.tsx')),
})
const stocktaking = createRoute({
  getParentRoute: () => root,
  path: '/stocktaking',
  validateSearch: (search): StocktakingSearch => searchTexts(search, ['id', 'state', 'row']),
  component: lazyRouteComponent(() => import('../pages/stocktaking/Stocktakings.tsx')),
})
const categories = createRoute({
  getParentRoute: () => root,
  path: '/categories',
  validateSearch: (search): CategoriesSearch => searchTexts(search, ['search', 'row']),
  component: lazyRouteComponent(() => import('../pages/categories/Categories.tsx')),
})
const csv = createRoute({
  getParentRoute: () => root,
  path: '/csv',
  validateSearch: (search): CsvSearch => searchTexts(search, csvSearch),
  component: lazyRouteComponent(() => import('../pages/csv/Csv.tsx')),
})
const worker = createRoute({
  getParentRoute: () => root,
  path: '/worker',
  validateSearch: (search): { view?: string } => searchTexts(search, ['view']),
  component: lazyRouteComponent(() => import('../pages/worker/Worker.tsx')),
})

/** All pages. Each is a file of its own for the browser, fetched when a link to it is looked at. */
export const router = createRouter({
  routeTree: root.addChildren([
    home,
    inbox,
    orders,
    newOrder,
    order,
    quotations,
    quotation,
    deliveries,
    returns,
    items,
    bulkEdits,
    newItem,
    item,
    platforms,
    channels,
    categories,
    csv,
    again,
    ledger,
    outbox,
    conflicts,
    guard,
    tasks,
    prices,
    stock,
    stocktaking,
    runs,
    run,
    worker,
    ...customerRoutes,
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
