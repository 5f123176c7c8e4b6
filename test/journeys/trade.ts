import type { Shop } from '../../testkit/jtlConnector/shop.ts'
import type { ShopAddress } from '../../testkit/jtlConnector/shopData.ts'
import { startShop } from '../../testkit/jtlConnector/startShop.ts'
import type { ShopOptions } from '../../testkit/jtlConnector/state.ts'
import { type MerchantTerminal, openTerminal } from './terminal.ts'

/** A merchant who sells cups, plates and spoons, and the shops that he has connected. */
export interface Trade extends MerchantTerminal {
  /** Starts a shop, connects it and sells the three things there. The shop and its channel have that name. */
  connectShop(name: string, options?: Partial<ShopOptions>): Promise<Shop>
}

interface Scope {
  after(hook: () => Promise<void>): void
}

/** Item number, name, net price and what lies in the warehouse. */
export const things = [
  ['TASSE', 'Tasse, blau', '10', '50'],
  ['TELLER', 'Teller, flach', '20', '8'],
  ['LOEFFEL', 'Löffel', '2.50', '200'],
] as const

/** Opens a Kontor with its catalogue, prices, category and stock, as the merchant enters them. */
export async function openTrade(
  scope: Scope,
  environment: Readonly<Record<string, string>> = {},
): Promise<Trade> {
  const terminal = await openTerminal(scope, environment)
  const { kontor } = terminal
  await kontor`warehouse add HAUPT --name Hauptlager`
  const { id: category } = await kontor`category add Geschirr`
  for (const [number, name, price, onHand] of things) {
    await kontor`item add ${number} --name ${name} --net-price ${price}`
    await kontor`item categories ${number} ${category}`
    await kontor`stock book ${number} ${onHand} --reason opening`
  }
  return {
    ...terminal,
    async connectShop(name, options = {}) {
      const shop = await startShop({ generation: 5, token: 'geheim', ...options })
      scope.after(() => shop.close())
      await kontor`connection add jtl-connector --name ${name} --ready --set url=${shop.url} --set token=${shop.token}`
      for (const [number] of things) await kontor`item sell-on ${number} ${name}`
      return shop
    },
  }
}

/** A buyer of that name, always the same person. */
export function buyer(firstName: string, lastName: string): ShopAddress {
  return {
    firstName,
    lastName,
    street: 'Am Markt 7',
    zipCode: '23552',
    city: 'Lübeck',
    country: 'DE',
    email: `${firstName}.${lastName}@example.com`.toLowerCase(),
  }
}
