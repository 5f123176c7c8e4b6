/** What is said of orders: that they were fetched, how they stand, that they are cancelled or gone. */
import { allows, type ShopState } from '../state.ts'
import type { Row } from '../store/tables.ts'
import { daysSince } from '../time.ts'
import { listOf, textOf, textsOf, type XmlNode } from '../wire/readXml.ts'

/** `ack_bestellung.xml`: unknown ones are ignored. */
export function ackOrders(state: ShopState, root: XmlNode): void {
  if (root.name !== 'ack_bestellungen') return
  const { at } = state.tables
  for (const id of textsOf(root, 'kBestellung')) {
    const order = at.tbestellung.get(id)
    if (!order || !allows(state, 'tbestellung', { kBestellung: id })) continue
    at.tbestellung.patch([id], { cAbgeholt: 'Y', ...(order['cStatus'] === '1' ? { cStatus: '2' } : {}) })
    for (const bank of at.tzahlungsinfo.of(id))
      at.tzahlungsinfo.patch([bank['kZahlungsInfo'] ?? ''], { cAbgeholt: 'Y' })
  }
}

/** `ack_zahlungseingang.xml`. */
export function ackPayments(state: ShopState, root: XmlNode): void {
  if (root.name !== 'ack_zahlungseingang') return
  for (const id of textsOf(root, 'kZahlungseingang'))
    if (allows(state, 'tzahlungseingang', { kZahlungseingang: id }))
      state.tables.at.tzahlungseingang.patch([id], { cAbgeholt: 'Y' })
}

/** `set_bestellung.xml`: what is not said is cleared. Unknown orders are skipped. */
export function setOrders(state: ShopState, root: XmlNode): void {
  if (root.name !== 'tbestellungen') return
  const { at } = state.tables
  for (const node of listOf(root, 'tbestellung')) {
    const id = node.attributes['kBestellung'] ?? ''
    const order = at.tbestellung.get(id)
    if (!order || !allows(state, 'tbestellung', { kBestellung: id })) continue
    const said = (name: string) => textOf(node, name)?.trim() ?? ''
    const paid = said('dBezahltDatum') || null
    const shipped = said('dVersandt') || null
    const cStatus = statusOf(state, order, node)
    at.tbestellung.patch([id], {
      cStatus,
      dBezahltDatum: paid,
      dVersandDatum: shipped,
      cVersandInfo: said('cVersandInfo'),
      cTracking: said('cIdentCode'),
      cLogistik: said('cLogistik'),
      cLogistikURL: said('cLogistikURL'),
      cZahlungsartName: said('cZahlungsartName'),
    })
    mailChanges(state, order, { cStatus, paid, shipped })
  }
}

function statusOf({ tables: { at } }: ShopState, order: Row, node: XmlNode): string {
  if (order['cStatus'] === '-1') return '-1'
  const delivered = at.tlieferschein.of(order['kBestellung'] ?? '').length > 0
  if (textOf(node, 'nKomplettAusgeliefert')?.trim() === '0' && delivered) return '5'
  if ((textOf(node, 'dVersandt')?.trim() ?? '') !== '') return '4'
  return textOf(node, 'cBezahlt')?.trim() === 'Y' ? '3' : '2'
}

interface Changes {
  readonly cStatus: string
  readonly paid: string | null
  readonly shipped: string | null
}

function mailChanges(state: ShopState, order: Row, { cStatus, paid, shipped }: Changes): void {
  const to = mailOf(state, order)
  const now = state.clock()
  if (cStatus === '4' && order['cStatus'] !== '4' && daysSince(shipped, now) <= 7)
    state.log.mail('shipped', to)
  if (paid !== null && order['dBezahltDatum'] === null && daysSince(paid, now) < 7) state.log.mail('paid', to)
  if (cStatus !== '5') return
  const { tlieferschein } = state.tables.at
  for (const { kLieferschein = '', bEmailVerschickt } of tlieferschein.of(order['kBestellung'] ?? ''))
    if (bEmailVerschickt !== '1') {
      tlieferschein.patch([kLieferschein ?? ''], { bEmailVerschickt: '1' })
      state.log.mail('partlyShipped', to)
    }
}

/** Where mails about an order go. */
export function mailOf({ tables: { at } }: ShopState, order: Row): string {
  return at.trechnungsadresse.get(order['kRechnungsadresse'] ?? '')?.['cMail'] ?? ''
}

/** `storno_bestellung.xml` and `reaktiviere_bestellung.xml`. */
export function setStatus(state: ShopState, root: XmlNode, name: string, cStatus: '-1' | '2'): void {
  if (root.name !== name) return
  const { at } = state.tables
  for (const id of textsOf(root, 'kBestellung')) {
    const order = at.tbestellung.get(id)
    if (!order || !allows(state, 'tbestellung', { kBestellung: id })) continue
    at.tbestellung.patch([id], { cStatus })
    if (cStatus === '-1') state.log.mail('cancelled', mailOf(state, order))
  }
}

/** `del_bestellung.xml` and `delonly_bestellung.xml`; the account of a guest goes with the last order. */
export function deleteOrders(state: ShopState, root: XmlNode, withUploads: boolean): void {
  if (root.name !== 'del_bestellungen') return
  const { at } = state.tables
  for (const id of textsOf(root, 'kBestellung')) {
    const order = at.tbestellung.get(id)
    if (!order) continue
    state.tick()
    deleteOrder(state, order)
    if (withUploads) at.tuploadqueue.deleteOf(id)
    const kKunde = order['kKunde'] ?? ''
    const others = at.tbestellung.all().some(one => one['kKunde'] === kKunde)
    if (!others && at.tkunde.get(kKunde)?.['nRegistriert'] === '0') at.tkunde.delete(kKunde)
  }
}

/** Takes away an order with its lines. */
export function deleteOrder({ tables: { at } }: ShopState, order: Row): void {
  const id = order['kBestellung'] ?? ''
  deleteLines(at, id)
  at.tbestellattribut.deleteOf(id)
  at.tzahlungsinfo.deleteOf(id)
  at.tbestellung.delete(id)
}

/** Takes away the lines of an order. */
export function deleteLines(at: ShopState['tables']['at'], id: string): void {
  for (const { kWarenkorbPos } of at.twarenkorbpos.of(id))
    at.twarenkorbposeigenschaft.deleteOf(kWarenkorbPos ?? '')
  at.twarenkorbpos.deleteOf(id)
}
