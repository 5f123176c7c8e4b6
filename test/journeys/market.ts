import { fileURLToPath } from 'node:url'
import type { NewOrder } from '../../testkit/reference/records.ts'
import { type ReferenceSystem, startReferenceSystem } from '../../testkit/reference/system.ts'
import { openTrade, type Trade, things } from './trade.ts'

/** A merchant who sells the same things at a marketplace in several countries, through one connection. */
export interface Market extends Trade {
  readonly system: ReferenceSystem
  /** A buyer orders pieces of the cup at a place. The order's id there. */
  buy(number: string, order?: Partial<NewOrder> & { readonly pieces?: number }): string
}

interface Scope {
  after(hook: () => Promise<void>): void
}

/** Opens the trade and the marketplace, and connects them: the channels Deutschland (de) and Österreich (at) of "Markt". */
export async function openMarket(scope: Scope, timeZone = 'Europe/Berlin'): Promise<Market> {
  const connectors = fileURLToPath(new URL('marketplace', import.meta.url))
  const trade = await openTrade(scope, { KONTOR_CONNECTORS: connectors })
  const { kontor } = trade
  const system = await startReferenceSystem({ way: 'watermark' })
  scope.after(() => system.stop())
  await kontor`connection add reference --name Markt --ready --place de --time-zone ${timeZone} --set url=${system.url} --set token=${system.token}`
  await kontor`channel set Markt --name Deutschland`
  await kontor`channel add Markt --place at --name Österreich`
  for (const [number] of things)
    for (const channel of ['Deutschland', 'Österreich']) await kontor`item sell-on ${number} ${channel}`
  return {
    ...trade,
    system,
    buy: (number, { pieces = 1, ...more } = {}) =>
      system.placeOrder({
        id: `o-${number}`,
        number,
        placedAt: new Date().toISOString(),
        place: 'de',
        currency: 'EUR',
        total: (pieces * 11.9).toFixed(2),
        paid: true,
        method: 'marketplace',
        buyer: {
          email: 'annegret@example.com',
          firstName: 'Annegret',
          lastName: 'Thies',
          street: 'Am Markt 7',
          postcode: '23552',
          city: 'Lübeck',
          country: 'DE',
        },
        lines: [
          {
            sku: 'TASSE',
            name: 'Tasse, blau',
            quantity: String(pieces),
            net: '10',
            gross: '11.90',
            vat: '19',
          },
        ],
        ...more,
      }),
  }
}
