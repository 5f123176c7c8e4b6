import type { Run } from '../../port/connector.ts'
import { Refused } from '../../port/errors.ts'
import { type Api, baseOf, createApi } from './api.ts'
import { holdFirstKey } from './firstKey.ts'
import { type Setup, setupOf } from './setup.ts'

/** One run at a shop. */
export interface Session {
  readonly run: Run
  readonly api: Api
  readonly setup: Setup
  readonly version: number
  /** Delivery addresses of the orders that this run has fetched, by the ids of both. */
  readonly addressOf: Map<string, string>
  /** The highest ids of the shop that were stored here; told at the begin of the next run. */
  readonly highest: Record<string, string>
  /** Master data was sent, or need not be. */
  globalsSent: boolean
  /** What the shop has of cross-selling groups, as a hash; empty: nobody knows. */
  groups: string
  /** Our numbers of what PHP died of when it was sent alone. */
  readonly died: Set<string>
  /** Which image this run has put at which place of an item. */
  readonly placed: Map<string, number>
}

/** The oldest shop that is spoken to: 4.06. */
export const oldest = 406

/** The first of Shop 5: all before it answer Latin-1. */
export const shopFive = 500

/** Signs in and learns the shop's version. Throws `Refused` for a wrong login or address and for a shop that is too old. */
export async function begin(run: Run): Promise<Session> {
  const address = baseOf(run.settings['url'] ?? '')
  const sameShop = run.facts['shop'] === address
  const api = createApi(run, sameShop)
  const highest = sameShop ? idsOf(run.facts['highest']) : {}
  const { version } = await api.test(highest)
  if (version < oldest)
    throw new Refused(
      'PROTOCOL_UNKNOWN',
      `JTL-Shop ${versionText(version)}; ${versionText(oldest)} is needed`,
    )
  run.remember({ shop: address, version, ...(sameShop ? {} : { highest: {}, globals: '', groups: '' }) })
  const setup = setupOf(run.settings)
  const groups = sameShop && typeof run.facts['groups'] === 'string' ? run.facts['groups'] : ''
  holdFirstKey({ run, setup })
  return {
    run,
    api,
    setup,
    version,
    highest,
    addressOf: new Map(),
    globalsSent: false,
    groups,
    died: new Set(),
    placed: new Map(),
  }
}

/** 504 as people say it: 5.4; 406 is 4.06. */
export function versionText(version: number): string {
  const minor = version % 100
  const major = Math.floor(version / 100)
  return `${major}.${major < 5 ? String(minor).padStart(2, '0') : minor}`
}

/** The form fields of mytest by the kinds whose ids the shop gives. */
export const idNames = { customer: 'kKunde', order: 'kBestellung', payment: 'kZahlungseingang' } as const

/** Remembers ids of the shop that are stored here, where they are higher than those before. */
export function noteIds({ run, highest }: Session, name: string, ids: readonly string[]): void {
  const best = ids.reduce((most, id) => Math.max(most, Number(id)), Number(highest[name] ?? 0))
  if (best <= Number(highest[name] ?? 0) || best > largestKey) return
  highest[name] = String(best)
  run.remember({ highest: { ...highest } })
}

/** Keeps which delivery addresses came with orders: an acknowledgement names the order alone. */
export function noteAddresses({ addressOf }: Session, list: readonly (readonly [string, string])[]): void {
  for (const [order, address] of list) addressOf.set(order, address)
}

/** The shop's keys are int unsigned. */
export const largestKey = 4_294_967_295

function idsOf(value: unknown): Record<string, string> {
  const found = typeof value === 'object' && value !== null ? Object.entries(value) : []
  return Object.fromEntries(
    found.flatMap(([name, id]) => (typeof id === 'string' && /^\d{1,10}$/.test(id) ? [[name, id]] : [])),
  )
}
