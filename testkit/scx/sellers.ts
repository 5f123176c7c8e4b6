/** Sellers: how they come, change and go. */
import type { Client } from './client.ts'
import { type Market, tell } from './market.ts'
import type { Quirks } from './quirks.ts'
import type { Seller } from './state.ts'

/** What a page of the marketplace reads in the address that a seller was sent to. */
export interface Session {
  readonly session: string
  readonly expiresAt: Date | undefined
}

/** The session in an address of the sign-up page. Throws a RangeError where there is none. */
export function sessionIn(url: string): Session {
  const { searchParams, pathname } = new URL(url)
  const session =
    searchParams.get('session') ?? /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(pathname)?.[0]
  if (!session) throw new RangeError(`there is no session in ${url}`)
  const expires = searchParams.get('expiresAt')
  return { session, expiresAt: expires === null ? undefined : new Date(Number(expires) * 1000) }
}

/** A merchant signs up on the page that the address leads to: the host is told. Throws a RangeError for an address that has expired. */
export function signUp(
  market: Market,
  url: string,
  seller: { readonly sellerId: string; readonly companyName?: string },
): Seller {
  const { session, expiresAt } = sessionIn(url)
  if (expiresAt && expiresAt <= market.now())
    throw new RangeError(`the session ended at ${expiresAt.toISOString()}`)
  const { sellerId, companyName = `Firma ${seller.sellerId}` } = seller
  tell(market, { call: 'signUpSession', query: { session }, keep: `account ${sellerId}` })
  tell(market, { call: 'createSeller', body: { session, sellerId, companyName } })
  return addSeller(market, sellerId, companyName)
}

/** A seller that the host knows already. */
export function addSeller({ state }: Market, sellerId: string, companyName: string): Seller {
  const seller: Seller = { sellerId, companyName, active: true, forgotten: false }
  state.sellers[sellerId] = seller
  return seller
}

/** A merchant comes to the page of changes: whose it is is asked of the host, and what changed is told. */
export function changeSeller(
  market: Market,
  url: string,
  quirks: Quirks,
  change: { readonly sellerId: string; readonly isActive?: boolean; readonly companyName?: string },
): void {
  const { session } = sessionIn(url)
  const { sellerId, isActive = true, companyName } = change
  const name = quirks.sessionIdName ? 'sessionId' : 'session'
  tell(market, { call: 'updateSession', query: { session }, keep: `update ${sellerId}` })
  tell(market, {
    call: 'updateSeller',
    body: { [name]: session, isActive, ...(companyName === undefined ? {} : { companyName }) },
  })
  const seller = market.state.sellers[sellerId]
  if (!seller) return
  seller.active = isActive
  if (companyName !== undefined) seller.companyName = companyName
}

/** The marketplace closes an account. */
export function closeSeller(market: Market, sellerId: string, reason: string): void {
  const seller = market.state.sellers[sellerId]
  if (seller) seller.active = false
  tell(market, { call: 'deleteSeller', id: sellerId, query: { reason } })
}

/** Asks the host which sellers it has. Those that both sides have open are known from then on. */
export async function learnSellers(market: Market, client: Client): Promise<void> {
  const { fields } = await client.call({ operation: 'sellers' })
  const list = Array.isArray(fields['sellerList']) ? fields['sellerList'] : []
  for (const entry of list as readonly Readonly<Record<string, unknown>>[]) {
    const { sellerId, companyName, isActiveByJTL, isActiveByChannel } = entry
    if (typeof sellerId !== 'string' || isActiveByJTL === false || isActiveByChannel === false) continue
    if (!market.state.sellers[sellerId]) addSeller(market, sellerId, String(companyName ?? sellerId))
  }
}
