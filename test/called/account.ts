import { createHmac } from 'node:crypto'
import { type Database, transact } from '../../src/base/database.ts'
import type { Keyring } from '../../src/base/keyring.ts'
import { createItems } from '../../src/catalog/createItems.ts'
import { addConnection } from '../../src/channels/addConnection.ts'
import { connectionKey } from '../../src/channels/connectionKey.ts'
import type { Connector } from '../../src/port/connector.ts'
import { seedTenant } from '../../testkit/database/seed.ts'
import { encode, type WireObject } from '../../testkit/reference/wireJson.ts'

/** A merchant's account at the reference system, and how that system calls us for it. */
export interface Account {
  readonly tenant: string
  readonly connectionId: string
  readonly channelId: string
  readonly key: string
  /** With which the system signs. */
  readonly secret: string
  call(method: string, path: string, options?: CallOptions): Promise<Answered>
  /** Posts orders of these numbers. */
  post(...ids: string[]): Promise<Answered>
  /** Takes letters; answers their ids. */
  take(): Promise<string[]>
  drop(ids: readonly string[]): Promise<Answered>
  query<Row extends object = Record<string, unknown>>(text: string, ...values: unknown[]): Promise<Row[]>
}

export interface CallOptions {
  readonly body?: string | Uint8Array<ArrayBuffer>
  /** What is signed, where it is not what is sent. */
  readonly signed?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly secret?: string
  readonly key?: string
}

export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** With which Kontor signs in at the system. */
export const token = 'token-of-the-account'

/** Makes a tenant with one connection; `url` is where Kontor listens. */
export async function openAccount(
  { db, keyring }: { readonly db: Database; readonly keyring: Keyring },
  connector: Connector,
  where: {
    readonly url: () => string
    readonly slug: string
    readonly system?: string
    readonly secret?: string
  },
): Promise<Account> {
  const { tenant, company } = await seedTenant(db, { slug: where.slug })
  const { id, channelId, madeSecrets } = await transact(db, { tenant }, async tx => {
    await createItems(tx, tenant, [{ itemNumber: 'A-1', name: 'Becher', netPrice: '10' }])
    return addConnection(tx, keyring, tenant, connector, {
      system: connector.name,
      name: 'Markt',
      settings: {
        url: where.system ?? 'https://reference.example/',
        token,
        ...(where.secret === undefined ? {} : { pushSecret: where.secret }),
      },
      timeZone: 'Europe/Berlin',
      companyId: company,
    })
  })
  const key = connectionKey(tenant, id)
  const secret = where.secret ?? madeSecrets['pushSecret'] ?? ''
  const call: Account['call'] = async (method, path, options = {}) => {
    const { body = '', headers = {} } = options
    const answer = await fetch(`${where.url()}/reference/${options.key ?? key}${path}`, {
      method,
      headers: { 'x-signature': sign(options.signed ?? body, options.secret ?? secret), ...headers },
      ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
    })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }
  return {
    tenant,
    connectionId: id,
    channelId,
    key,
    secret,
    call,
    post: (...ids) => call('POST', '/events', { body: ordersOf(ids) }),
    take: async () => {
      const { text } = await call('GET', '/queue')
      return (JSON.parse(text) as { events: { id: string }[] }).events.map(event => event.id)
    },
    drop: ids => call('DELETE', '/queue', { body: JSON.stringify({ ids }) }),
    query: (text, ...values) => transact(db, { tenant }, tx => tx.query(text, values)),
  }
}

/** The system's signature of a body. */
export function sign(body: string | Uint8Array, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex')
}

/** A push of orders of one piece each, as the system writes it. */
export function ordersOf(ids: readonly string[]): string {
  return encode({ records: ids.map(order) })
}

function order(id: string): WireObject {
  const address = { lastName: 'Muster', street: 'Weg 1', postcode: '10115', city: 'Berlin', country: 'DE' }
  return {
    type: 'order',
    id,
    place: '',
    number: `N-${id}`,
    placedAt: '2026-03-01T10:00:00Z',
    currency: 'EUR',
    total: '11.90',
    state: 'new',
    billTo: address,
    payment: { method: 'invoice', state: 'open' },
    positions: [
      {
        id: `${id}/1`,
        kind: 'item',
        item: { sku: 'A-1' },
        name: 'Becher',
        quantity: '1',
        net: '10',
        gross: '11.90',
        vat: '19',
      },
    ],
  }
}
