/** The pages of the menu, with the right that opens them and the letter behind G. Only what exists stands here. */
export const menu = [
  { page: 'home', to: '/', right: 'orders.read', key: 's', icon: 'home' },
  { page: 'inbox', to: '/inbox', right: 'inbox.read', key: 'e', group: 'sales', icon: 'cart' },
  { page: 'orders', to: '/orders', right: 'orders.read', key: 'a', group: 'sales', icon: 'cart' },
  { page: 'tasks', to: '/tasks', right: 'orders.read', key: 't', group: 'sales', icon: 'cart' },
  { page: 'categories', to: '/categories', right: 'items.read', key: 'c', group: 'items', icon: 'table' },
  { page: 'csv', to: '/csv', right: 'items.read', key: 'd', group: 'items', icon: 'table' },
  {
    page: 'overview',
    to: '/platforms',
    right: 'connections.read',
    key: 'p',
    group: 'platforms',
    icon: 'plug',
  },
  {
    page: 'channels',
    to: '/channels',
    right: 'connections.read',
    key: 'v',
    group: 'platforms',
    icon: 'plug',
  },
  { page: 'ledger', to: '/ledger', right: 'ledger.read', key: 'i', group: 'platforms', icon: 'plug' },
  { page: 'outbox', to: '/outbox', right: 'connections.read', key: 'o', group: 'platforms', icon: 'plug' },
  {
    page: 'conflicts',
    to: '/conflicts',
    right: 'connections.read',
    key: 'k',
    group: 'platforms',
    icon: 'plug',
  },
  { page: 'guard', to: '/guard', right: 'connections.read', key: 'w', group: 'platforms', icon: 'plug' },
  { page: 'again', to: '/request-again', right: 'sync.read', key: 'n', group: 'platforms', icon: 'plug' },
  { page: 'runs', to: '/runs', right: 'sync.read', key: 'u', group: 'platforms', icon: 'plug' },
  { page: 'worker', to: '/worker', right: 'worker.read', key: 'h', icon: 'clock' },
] as const

export type MenuEntry = (typeof menu)[number]
