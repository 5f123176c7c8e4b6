/** Orders that were changed or made in the ERP. */
import { minus } from '../money.ts'
import type { Said } from '../scripts.ts'
import { nextKey, type ShopState, store } from '../state.ts'
import { fullRow } from '../store/readRow.ts'
import { shopTime } from '../time.ts'
import { listOf, textOf, type XmlNode } from '../wire/readXml.ts'
import { deleteLines, mailOf } from './orderFiles.ts'

/** `upd_bestellung.xml`: all lines are made anew, with new numbers. Its number has to be the shop's. */
export function changeOrder(state: ShopState, root: XmlNode): Said | undefined {
  if (root.name !== 'tbestellung') return undefined
  const { at } = state.tables
  const id = root.attributes['kBestellung'] ?? ''
  const order = at.tbestellung.get(id)
  if (!order) return undefined
  const said = (name: string) => textOf(root, name) ?? ''
  if (said('cBestellNr') !== order['cBestellNr'])
    return `8\nFehler: Zur Bestellung ${id} gehört die Bestellnummer ${order['cBestellNr']}.`
  const [billing] = listOf(root, 'trechnungsadresse')
  if (!billing || ['cNachname', 'cFirma', 'cStrasse'].every(name => !textOf(billing, name)))
    return `8\nFehler: Zur Bestellung ${id} fehlt die Rechnungsadresse.`
  at.tbestellung.patch([id], {
    fGuthaben: said('fGuthaben') || '0',
    fGesamtsumme: minus(said('fGesamtsumme') || '0', said('fGuthaben') || '0'),
    cKommentar: said('cKommentar'),
    ...(said('cZahlungsartName') === '' ? {} : { cZahlungsartName: said('cZahlungsartName') }),
  })
  replaceAddress(state, 'trechnungsadresse', billing, order['kRechnungsadresse'] ?? '')
  const [shipping] = listOf(root, 'tlieferadresse')
  if (shipping && order['kLieferadresse'] !== '0')
    replaceAddress(state, 'tlieferadresse', shipping, order['kLieferadresse'] ?? '')
  deleteLines(at, id)
  addLines(state, root, id)
  if (said('cSendeEMail') === 'Y') state.log.mail('orderChanged', mailOf(state, order))
  return undefined
}

/** `ins_bestellung.xml`: the order is offered to the ERP like any other, and its number is not said. */
export function insertOrder(state: ShopState, root: XmlNode): Said | undefined {
  if (root.name !== 'tbestellung' || root.children.length === 0) return '5'
  const { at } = state.tables
  const kKunde = root.attributes['kKunde'] ?? ''
  if (!at.tkunde.get(kKunde)) return `8\nFehler: Der Kunde ${kKunde} ist unbekannt.`
  const id = nextKey(state, 'tbestellung')
  const cBestellNr = textOf(root, 'cBestellNr') || `BEST-${id.padStart(5, '0')}`
  if (at.tbestellung.all().some(row => row['cBestellNr'] === cBestellNr))
    return `8\nFehler: Die Bestellnummer ${cBestellNr} gibt es schon.`
  const kRechnungsadresse = nextKey(state, 'trechnungsadresse')
  const [billing] = listOf(root, 'trechnungsadresse')
  if (billing) store(state, 'trechnungsadresse', keyed(billing, kKunde), { kRechnungsadresse, kKunde })
  at.tbestellung.put(
    fullRow('tbestellung', {
      kBestellung: id,
      kKunde,
      kRechnungsadresse,
      kSprache: root.attributes['kSprache'] ?? '1',
      kWaehrung: root.attributes['kWaehrung'] ?? '1',
      fGuthaben: textOf(root, 'fGuthaben') || '0',
      fGesamtsumme: textOf(root, 'fGesamtsumme') || '0',
      cBestellNr,
      cZahlungsartName: textOf(root, 'cZahlungsartName') ?? '',
      cKommentar: textOf(root, 'cKommentar') ?? '',
      cAbgeholt: 'N',
      cStatus: '1',
      dErstellt: shopTime(state.clock()),
      fWaehrungsFaktor: '1',
    }),
  )
  addLines(state, root, id)
  return undefined
}

// An address may come without any attribute; here its key is the shop's.
function keyed(node: XmlNode, kKunde: string): XmlNode {
  return { ...node, attributes: { kKunde } }
}

function replaceAddress(
  state: ShopState,
  table: 'trechnungsadresse' | 'tlieferadresse',
  node: XmlNode,
  key: string,
): void {
  const [column] = state.tables.at[table].shape.key
  const before = state.tables.at[table].get(key)
  const kKunde = before?.['kKunde'] ?? '0'
  store(state, table, keyed(node, kKunde ?? '0'), { [column ?? '']: key, kKunde })
}

function addLines(state: ShopState, root: XmlNode, kBestellung: string): void {
  for (const line of listOf(root, 'twarenkorbpos')) {
    const kWarenkorbPos = nextKey(state, 'twarenkorbpos')
    const row = store(state, 'twarenkorbpos', line, { kWarenkorbPos, kBestellung })
    if (!row) continue
    for (const choice of listOf(line, 'twarenkorbposeigenschaft'))
      store(state, 'twarenkorbposeigenschaft', choice, {
        kWarenkorbPos,
        kWarenkorbPosEigenschaft: nextKey(state, 'twarenkorbposeigenschaft'),
      })
  }
  for (const node of listOf(root, 'tbestellattribut'))
    state.tables.at.tbestellattribut.put({
      kBestellattribut: nextKey(state, 'tbestellattribut'),
      kBestellung,
      key: textOf(node, 'key') ?? '',
      value: textOf(node, 'value') ?? '',
    })
}
