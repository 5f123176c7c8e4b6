/** What customers have ordered and the ERP has not acknowledged yet: the shop takes it off whatever stock it is sent. */
import { exact } from '../../../src/base/decimal.ts'
import type { ShopState } from '../state.ts'

/** The stock as the shop stores it: less all quantities of orders that were not acknowledged. */
export function lessUnfetched(state: ShopState, kArtikel: string, sent: string): string {
  state.unfetched ??= countUnfetched(state)
  const quantity = state.unfetched.get(kArtikel)
  return quantity === undefined ? sent : exact(sent).minus(quantity).toFixed()
}

function countUnfetched({ tables: { at } }: ShopState): ReadonlyMap<string, string> {
  const quantities = new Map<string, string>()
  for (const { kBestellung } of at.tbestellung.of('N'))
    for (const { kArtikel, nAnzahl } of at.twarenkorbpos.of(kBestellung ?? ''))
      if (kArtikel && kArtikel !== '0')
        quantities.set(
          kArtikel,
          exact(quantities.get(kArtikel) ?? '0')
            .plus(exact(nAnzahl ?? '0'))
            .toFixed(),
        )
  return quantities
}
