import type { Run } from '../../port/connector.ts'
import { type Api, baseOf, createApi } from './api.ts'
import { type Globals, readGlobals } from './globals.ts'
import { type ShopSettings, settingsOf } from './settings.ts'

/** One run at a shop. */
export interface Session {
  readonly run: Run
  readonly api: Api
  readonly settings: ShopSettings
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
    globals: () => {
      known ??= readGlobals(api)
      return known
    },
  }
}
