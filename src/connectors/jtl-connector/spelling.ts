import type { Run } from '../../port/connector.ts'
import { type Api, createApi } from './api.ts'
import { isMissing } from './rpc.ts'

/** How methods of two words are spelled: `customer_order.pull`, or `customerOrder.pull`. */
export type Spelling = 'snake' | 'camel'

// They write and consume nothing. The global data alone would not do: some endpoints know those in both spellings.
const probes = [
  ['product_stock_level.push', []],
  ['customer_order.statistic', { limit: 1, filters: {} }],
] as const

/**
 * The other spelling, where the endpoint knows none of our methods in the one that is set, and some in the other; undefined where
 * nothing has to be changed.
 */
export async function otherSpelling(run: Run, api: Api): Promise<Spelling | undefined> {
  if (await knowsAny(api)) return undefined
  const other = run.settings['methodCase'] === 'camel' ? 'snake' : 'camel'
  const there = createApi({ ...run, settings: { ...run.settings, methodCase: other } }, true)
  await there.login()
  return (await knowsAny(there)) ? other : undefined
}

async function knowsAny(api: Api): Promise<boolean> {
  for (const [method, params] of probes) {
    const { error } = await api.ask(method, params)
    if (!error || !isMissing(error)) return true
  }
  return false
}
