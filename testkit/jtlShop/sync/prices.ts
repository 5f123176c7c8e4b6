/** Prices: each message resets all of an item and then writes what it says. */
import { type ShopState, store } from '../state.ts'
import { listOf, textOf, type XmlNode } from '../wire/readXml.ts'

/**
 * Takes away all scales, sets every base price (of each group and customer) to the standard price, and then writes the `tpreis` of
 * the message. A version that wants `vers` ignores them without it.
 */
export function writePrices(
  state: ShopState,
  kArtikel: string,
  standard: string | null,
  message: XmlNode,
  readsPrices: boolean,
): void {
  const { tpreis, tpreisdetail, tkundengruppe } = state.tables.at
  const groups = tkundengruppe.all().map(row => row['kKundengruppe'] ?? '')
  const known = new Set(tpreis.of(kArtikel).map(row => `${row['kKundenGruppe']}|${row['kKunde']}`))
  for (const group of groups)
    if (!known.has(`${group}|0`)) tpreis.put({ kArtikel, kKundenGruppe: group, kKunde: '0', kPreis: '0' })
  tpreisdetail.deleteOf(kArtikel)
  for (const { kKundenGruppe = '', kKunde = '', kPreis = '0' } of tpreis.of(kArtikel))
    tpreisdetail.put({ kArtikel, kKundenGruppe, kKunde, kPreis, nAnzahlAb: '0', fNettoPreis: standard })
  if (!readsPrices) return
  for (const price of listOf(message, 'tpreis')) {
    const row = store(state, 'tpreis', price, { kArtikel })
    if (!row) continue
    const { kKundenGruppe = '', kKunde = '' } = row
    for (const detail of listOf(price, 'tpreisdetail'))
      store(state, 'tpreisdetail', detail, {
        kArtikel,
        kKundenGruppe,
        kKunde,
        ...(textOf(detail, 'fNettoPreis') === undefined ? { fNettoPreis: null } : {}),
      })
  }
}

/** A number of the message as it is stored: what is not there is NULL. */
export function numberOrNull(node: XmlNode, name: string): string | null {
  const text = textOf(node, name)
  if (text === undefined || text === '_DBNULL_') return null
  return /^\s*-?\d+(\.\d+)?/.exec(text)?.[0].trim() ?? '0'
}
