/** The systems whose calls are measured: how each signs, posts and polls. What is measured knows nothing else of them. */

import { createHmac } from 'node:crypto'
import { connectionKey } from '../../src/channels/connectionKey.ts'
import { connector as scxConnector } from '../../src/connectors/scx/index.ts'
import type { Connector } from '../../src/port/connector.ts'
import { referenceConnector } from '../../testkit/reference/connector/index.ts'
import { encode } from '../../testkit/reference/wireJson.ts'

/** A call of a program, ready to be sent. */
export interface ReadyCall {
  readonly method: string
  /** Behind the address of the server. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** A program that calls us, for one connection. */
export interface Program {
  /** What it does before it posts or polls, once; its answer is given to `ready`. */
  readonly signIn?: ReadyCall
  ready?(answer: string): void
  /** Orders of these ids, each of these items in one piece and of shipping. */
  post(ids: readonly string[], items: readonly string[]): ReadyCall
  poll(): ReadyCall
}

/** A system that is measured. */
export interface ProgramKind {
  readonly connector: Connector
  /** The place that each connection has open, where the system knows any. */
  readonly place?: string
  /** What a connection needs; the secret is among it. */
  settings(tenant: string, connectionId: string): Readonly<Record<string, string>>
  program(tenant: string, connectionId: string): Program
}

const secretOf = (connectionId: string) => `bench-${connectionId}`

const reference: ProgramKind = {
  connector: referenceConnector({
    inward: 'pushed',
    outward: 'letters',
    keys: 'ours',
  }) as unknown as Connector,
  settings: (_tenant, connectionId) => ({
    url: 'https://reference.example/',
    token: 'bench-token',
    pushSecret: secretOf(connectionId),
  }),
  program: (tenant, connectionId) => {
    const prefix = `/reference/${connectionKey(tenant, connectionId)}`
    const sign = (body: string) => ({
      'x-signature': createHmac('sha256', secretOf(connectionId)).update(body).digest('hex'),
    })
    return {
      post: (ids, items) => {
        const body = encode({ records: ids.map(id => referenceOrder(id, items)) })
        return { method: 'POST', path: `${prefix}/events`, headers: sign(body), body }
      },
      poll: () => ({ method: 'GET', path: `${prefix}/queue`, headers: sign('') }),
    }
  },
}

function referenceOrder(id: string, items: readonly string[]) {
  const sold = items.map((sku, at) => ({
    id: `${id}/${at}`,
    kind: 'item',
    item: { id: sku, sku },
    name: `Artikel ${sku}`,
    quantity: '1',
    net: '10',
    gross: '11.90',
    vat: '19',
  }))
  const shipping = {
    id: `${id}/s`,
    kind: 'shipping',
    name: 'DHL',
    quantity: '1',
    net: '5',
    gross: '5.95',
    vat: '19',
  }
  const buyer = {
    lastName: 'Muster',
    firstName: 'Eva',
    street: 'Weg 1',
    postcode: '10115',
    city: 'Berlin',
    country: 'DE',
  }
  return {
    type: 'order',
    id,
    number: `N-${id}`,
    placedAt: '2026-03-01T10:00:00Z',
    currency: 'EUR',
    total: (items.length * 11.9 + 5.95).toFixed(2),
    state: 'new',
    buyer: { id: `B-${id}`, email: `${id}@mail.example` },
    billTo: buyer,
    shipTo: buyer,
    payment: { method: 'invoice', state: 'open' },
    positions: [...sold, shipping],
  }
}

const scxToken = (tenant: string, connectionId: string) =>
  `${connectionKey(tenant, connectionId)}.${secretOf(connectionId)}`
/** The one seller of each program. */
const sellerId = 'laden'

const scx: ProgramKind = {
  connector: scxConnector as unknown as Connector,
  place: sellerId,
  settings: (tenant, connectionId) => ({
    refreshToken: scxToken(tenant, connectionId),
    channel: 'MARKTPLATZ',
    displayName: 'Marktplatz',
    signUpUrl: 'https://marktplatz.example/anmelden',
  }),
  program: (tenant, connectionId) => {
    const json = { accept: 'application/json', 'content-type': 'application/json' }
    let bearer = ''
    const headers = () => ({ ...json, authorization: `Bearer ${bearer}` })
    return {
      signIn: {
        method: 'POST',
        path: '/scx/v1/auth',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ refreshToken: scxToken(tenant, connectionId) }).toString(),
      },
      ready: answer => {
        bearer = (JSON.parse(answer) as { authToken: string }).authToken
      },
      post: (ids, items) => ({
        method: 'POST',
        path: '/scx/v1/channel/order',
        headers: headers(),
        body: JSON.stringify({ orderList: ids.map(id => scxOrder(id, items)) }),
      }),
      poll: () => ({ method: 'GET', path: '/scx/v1/channel/event', headers: headers() }),
    }
  },
}

// Integers are texts, as the real client writes them.
function scxOrder(id: string, items: readonly string[]) {
  const at = new Date().toISOString().replace(/\.\d+Z$/, '+0000')
  const address = {
    firstName: 'Eva',
    lastName: 'Muster',
    street: 'Weg',
    houseNumber: '1',
    postcode: '10115',
    city: 'Berlin',
    country: 'DE',
  }
  const sold = items.map((sku, at) => ({
    orderItemId: `${id}-${at}`,
    type: 'ITEM',
    grossPrice: '11.90',
    total: '11.90',
    taxPercent: '19',
    quantity: '1.0',
    sku,
    title: `Artikel ${sku}`,
    itemStatus: 'UNSHIPPED',
    itemPaymentStatus: 'PAID',
  }))
  const shipping = {
    orderItemId: `${id}-s`,
    type: 'SHIPPING',
    grossPrice: '5.95',
    taxPercent: '19',
    shippingGroup: 'Standard',
  }
  return {
    sellerId,
    orderStatus: 'ACCEPTED',
    orderId: id,
    purchasedAt: at,
    lastChangedAt: at,
    currency: 'EUR',
    orderItem: [...sold, shipping],
    billingAddress: address,
    shippingAddress: address,
    buyer: { email: `${id}@mail.example` },
    paymentMethod: 'INVOICE',
    invoiceDocumentTransfer: 'not-set',
  }
}

/** By name; `--only NAME` measures one. */
export const programKinds: Readonly<Record<string, ProgramKind>> = { reference, scx }
