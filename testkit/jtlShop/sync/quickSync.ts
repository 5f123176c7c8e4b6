/** Stock and prices of many items in one file. */
import { exact } from '../../../src/base/decimal.ts'
import { allows, type ShopState } from '../state.ts'
import { shopTime } from '../time.ts'
import { listOf, type XmlNode } from '../wire/readXml.ts'
import { numberOrNull, writePrices } from './prices.ts'
import { lessUnfetched } from './unfetched.ts'

/** `quicksync.xml`. An item that is not there gets price rows, and the answer is the same. */
export function quickSync(state: ShopState, root: XmlNode, readsPrices: boolean): void {
  if (root.name !== 'quicksync') return
  for (const item of listOf(root, 'tartikel')) {
    const kArtikel = item.attributes['kArtikel']
    if (Object.keys(item.attributes).length === 0) continue
    const stray = Object.keys(item.attributes).find(name => name !== 'kArtikel')
    if (kArtikel === undefined || stray !== undefined) {
      state.log.rowError(
        'tartikel',
        stray === undefined ? 'kArtikel is missing' : `Unknown column '${stray}'`,
      )
      continue
    }
    const stock = lessUnfetched(state, kArtikel, numberOrNull(item, 'fLagerbestand') ?? '0')
    const standard = numberOrNull(item, 'fStandardpreisNetto')
    const changes = {
      fLagerbestand: exact(stock).isNegative() ? '0' : stock,
      fStandardpreisNetto: standard,
      dLetzteAktualisierung: shopTime(state.clock()),
    }
    if (!allows(state, 'tartikel', { kArtikel, ...changes })) continue
    const there = state.tables.at.tartikel.patch([kArtikel], changes)
    writePrices(state, kArtikel, standard, item, readsPrices)
    if (there && exact(changes.fLagerbestand).greaterThan(0)) mailAvailable(state, kArtikel)
  }
}

/** Tells those who wait for the item that it is there. */
function mailAvailable(state: ShopState, kArtikel: string): void {
  const table = state.tables.at.tverfuegbarkeitsbenachrichtigung
  for (const row of table.of(kArtikel))
    if (row['nStatus'] !== '1') {
      table.patch([row['kVerfuegbarkeitsbenachrichtigung'] ?? ''], { nStatus: '1' })
      state.log.mail('available', row['cMail'] ?? '')
    }
}
