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
  const someone = () => `${newId()}@stranger.example`
  return {
    setup: own({ code: '0000-0000-0000-0000', company: 'X', email: someone(), name: 'X', password }),
    'setup.show': own(),
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
    'channel.show': { input: { channel: planted.id('channel') } },
    'channel.set': { input: { channel: planted.id('channel'), name: 'stranger' } },
    'sync.start': { input: { channels: [connection] } },
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
    'order.where': own({ number: marker }),
    'page.list': own(),
    'page.retry': { input: { connection } },
    'inbox.list': { input: { connection } },
    'inbox.show': { input: { id: planted.id('web_order') } },
    'item.add': own({ itemNumber: newId(), name: 'X' }),
    'item.add-many': own({ items: [{ itemNumber: newId(), name: 'X' }] }),
    'item.list': own({ after: planted.id('item') }),
    'verify.run': own(),
  }
}

/** Commands for the whole installation, by their words: none is for a user. */
export const operatorSamples: Readonly<Record<string, readonly string[]>> = {
  start: [],
  serve: [],
  migrate: [],
  'tenant add': ['stranger', '--name', 'X'],
  'tenant list': [],
  systems: [],
  demo: [],
  contract: ['folder', 'simulator.ts'],
  'secrets rotate': [],
}
