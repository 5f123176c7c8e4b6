import type { Run } from '../../port/connector.ts'
import { type Api, baseOf, createApi } from './api.ts'
import { type Globals, readGlobals } from './globals.ts'
import { type Seen, seenIn } from './seen.ts'
import { type ShopSettings, settingsOf } from './settings.ts'

/** One run at a shop. */
export interface Session {
  readonly run: Run
  readonly api: Api
  readonly settings: ShopSettings
  /** The address of the shop, as facts are kept under it. */
  readonly shop: string
  /** Open orders that an earlier read has delivered. */
  seen: Seen | undefined
  /** Sub shops and customer groups as the shop has them; asked for once in a run, when they are first needed. */
  globals(): Promise<Globals>
}

/** Begins a run. Nothing is called: the login goes with every call. */
export function begin(run: Run): Session {
  const shop = baseOf(run.settings['url'] ?? '')
  const api = createApi(run, run.facts['shop'] === shop)
  let known: Promise<Globals> | undefined
  return {
    run,
    api,
    settings: settingsOf(run.settings),
    shop,
    seen: seenIn(run.facts),
    globals: () => {
      known ??= readGlobals(api)
      return known
    },
  }
}
