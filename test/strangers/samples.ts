import { newId } from '../../src/base/ids.ts'
import { marker, type PlantedTenant } from './plantMarkers.ts'

/** What a stranger sends: an input that names objects of the planted tenant wherever it can name any. */
export interface Sample {
  readonly input: Readonly<Record<string, unknown>>
  /** True where it names nothing of anybody: then a stranger with rights may well succeed, in their own tenant. */
  readonly ownOnly?: boolean
}

const password = 'correct horse battery'
const own = (input: Sample['input'] = {}): Sample => ({ input, ownOnly: true })

/**
 * One sample for each route and command, by operation id. A new operation without a line here fails the test: think of
 * what of another tenant it could be asked for.
 */
export function samplesFor(planted: PlantedTenant): Readonly<Record<string, Sample>> {
  const user = planted.id('app_user')
  const connection = planted.id('connection')
  const ledger = planted.id('ledger')
  const run = planted.id('sync_run')
  const item = planted.id('item')
  const channel = planted.id('channel')
  const category = planted.id('category')
  const group = planted.id('customer_group')
  const warehouse = planted.id('warehouse')
  const someone = () => `${newId()}@stranger.example`
  return {
    'setup.show': own(),
    'guard.list': { input: { channel } },
    'guard.show': { input: { stop: planted.id('guard_stop') } },
    'guard.release': { input: { stops: [planted.id('guard_stop')] } },
    'guard.drop': { input: { stops: [planted.id('guard_stop')] } },
    'guard.settings': { input: { channel } },
    'guard.set': { input: { channel, vanish: 1 } },
    'conflict.list': { input: { channel } },
    'conflict.decide': own({ ids: [planted.id('conflict')], take: 'ours' }),
    'conflict.rules': { input: { channel } },
    'conflict.set-rules': { input: { channel, lead: { price: 'theirs' } } },
    'outbox.refused': { input: { connection } },
    'outbox.send-again': { input: { connection } },
    setup: own({ code: '0000-0000-0000-0000', company: 'X', email: someone(), name: 'X', password }),
    'session.open': own({ tenant: planted.slug, email: marker, password }),
    'session.show': own(),
    'session.end': own(),
    'session.password': own({ current: 'not the password', password }),
    'user.add': own({ email: someone(), name: 'X', password }),
    'user.list': own({ after: user }),
    'user.password': { input: { user, password } },
    'user.disable': { input: { user } },
    'user.enable': { input: { user } },
    'user.roles': { input: { user, roles: ['reader'] } },
    'role.list': own(),
    'apikey.add': own({ name: newId(), scope: ['audit.read'] }),
    'apikey.list': own(),
    'apikey.revoke': { input: { key: planted.id('api_key') } },
    'audit.list': own({ object: marker }),
    'connection.add': own({
      system: 'jtl-connector',
      name: newId(),
      set: { url: 'https://shop.example/', token: 'x' },
    }),
    'connection.list': own({ archived: true }),
    'connection.show': { input: { connection } },
    'connection.set': { input: { connection, set: { url: 'https://stranger.example/' } } },
    'connection.check': { input: { connection } },
    'connection.lock': { input: { connection, reason: 'stranger' } },
    'connection.unlock': { input: { connection } },
    'connection.archive': { input: { connection } },
    'channel.list': own(),
    'channel.show': { input: { channel } },
    'channel.set': { input: { channel, name: 'stranger' } },
    'channel.offer': { input: { channel } },
    'channel.set-offer': { input: { channel, share: '0.5', rootCategory: '' } },
    'sync.start': { input: { channels: [connection] } },
    'sync.progress': { input: { channels: [connection] } },
    'sync.pause': { input: { channels: [connection] } },
    'sync.resume': { input: { channels: [connection] } },
    'sync.discard': { input: { channels: [connection] } },
    'sync.list': { input: { connection } },
    'sync.show': { input: { id: run } },
    'sync.cancel': { input: { id: run } },
    'run.events': { input: { id: run } },
    'ledger.list': { input: { connection } },
    'ledger.summary': own(),
    'ledger.show': { input: { id: ledger } },
    'ledger.payload': { input: { id: ledger } },
    'ledger.retry-import': { input: { ids: [ledger] } },
    'ledger.retry-parked': { input: { connection } },
    'ledger.again': { input: { ids: [ledger] } },
    'ledger.retry-download': { input: { ids: [ledger] } },
    'ledger.ignore': { input: { ids: [ledger], why: 'stranger' } },
    'order.where': own({ text: marker }),
    'page.list': own(),
    'page.retry': { input: { connection } },
    'home.show': own(),
    'platform.list': own(),
    'inbox.list': { input: { connection } },
    'inbox.counts': { input: { connection } },
    'inbox.take-over': { input: { ids: [planted.id('web_order')], customerId: planted.id('customer') } },
    'inbox.assign': { input: { ids: [planted.id('web_order')], customerId: planted.id('customer') } },
    'order.deliver-many': own({ deliveries: [{ orderId: planted.id('sales_order'), packages: [] }] }),
    'order.deliver': own({ order: planted.id('sales_order'), warehouseId: planted.id('warehouse') }),
    'order.pay-many': own({ payments: [{ orderId: planted.id('sales_order'), amount: '1.00' }] }),
    'order.pay': own({ order: planted.id('sales_order'), amount: '1.00' }),
    'order.cancel': own({ ids: [planted.id('sales_order')], reason: 'stranger' }),
    'customer.list': own({ search: marker, after: planted.id('customer') }),
    'customer.show': { input: { customer: planted.id('customer') } },
    'customer.add': own({ lastName: 'X' }),
    'customer.add-many': own({ customers: [{ lastName: 'X' }] }),
    'customer.change': { input: { customer: planted.id('customer'), lastName: 'stranger' } },
    'inbox.show': { input: { id: planted.id('web_order') } },
    'order.list': own({ channel: planted.id('channel'), customer: marker, process: marker, item: marker }),
    'order.counts': own(),
    'order.show': { input: { id: planted.id('sales_order') } },
    'item.add': own({ itemNumber: newId(), name: 'X' }),
    'item.add-many': own({ items: [{ itemNumber: newId(), name: 'X' }] }),
    'item.list': own({ after: planted.id('item'), search: marker }),
    'item.show': { input: { item } },
    'item.change': { input: { item, name: 'stranger' } },
    'item.change-many': own({ items: [{ id: item, name: 'stranger', netPrice: '1' }] }),
    'item.price': { input: { item, net: '1' } },
    'item.price-many': own({
      items: [{ itemId: item, customerGroupId: group, scales: [{ from: '0', net: '1' }] }],
    }),
    'item.sell-on': { input: { item, channel } },
    'item.sell-on-many': own({ items: [{ itemId: item, channelId: channel }] }),
    'item.categories': { input: { item, categories: [category] } },
    'item.categories-many': own({ items: [{ itemId: item, categoryIds: [category] }] }),
    'category.list': own(),
    'category.add': { input: { name: newId(), parent: category } },
    'category.add-many': own({ categories: [{ name: newId(), parentId: category }] }),
    'category.change': { input: { category, name: 'stranger' } },
    'category.change-many': own({ categories: [{ id: category, parentId: null, active: false }] }),
    'customer-group.list': own(),
    'customer-group.add': own({ names: [newId()] }),
    'customer-group.change': { input: { group, name: 'stranger' } },
    'tax-class.list': own(),
    'warehouse.list': own(),
    'warehouse.add': own({ code: newId().slice(-12), name: 'X' }),
    'warehouse.change': { input: { warehouse, lockShipment: true } },
    'stock.show': { input: { item } },
    'stock.book': { input: { item, quantity: '5', warehouse } },
    'stock.book-many': {
      input: { moves: [{ itemId: item, warehouseId: warehouse, quantity: '5' }] },
    },
    'verify.run': own(),
    'worker.show': own(),
    'worker.schedule': { input: { connection, every: '5m' } },
    'worker.run-now': { input: { connection } },
  }
}

/** Commands for the whole installation, by their words: none is for a user. */
export const operatorSamples: Readonly<Record<string, readonly string[]>> = {
  start: [],
  serve: [],
  worker: [],
  migrate: [],
  'tenant add': ['stranger', '--name', 'X'],
  'tenant list': [],
  systems: [],
  demo: [],
  contract: ['folder', 'simulator.ts'],
  'secrets rotate': [],
}
