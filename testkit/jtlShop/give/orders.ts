/** Orders and payments as the shop gives them out: those that were not acknowledged, oldest first, again and again. */
import type { ShopState } from '../state.ts'
import { shapes } from '../store/tableShapes.ts'
import type { Row } from '../store/tables.ts'
import { germanDate } from '../time.ts'
import { document, rowElement, type Value, type Written } from '../wire/writeXml.ts'

/** Columns of an order that the message does not have. There is no total in it. */
const hidden = new Set(['fGesamtsumme', 'dBezahltDatum', 'cLogistik', 'cLogistikURL'])

/** Keys of a line that are no attributes. */
const asElements = new Set(['kKonfigitem', 'kBestellpos'])

/** The document of GetBestellungen; undefined if there is none. */
export function openOrders(state: ShopState): string | undefined {
  const orders = inOrder(state.tables.at.tbestellung.of('N'), 'kBestellung').slice(0, state.pageSize ?? 100)
  if (orders.length === 0) return undefined
  const inner = orders.map(order => orderElement(state, order))
  return document({ name: 'bestellungen', attributes: { anzahl: String(orders.length) }, inner })
}

/** The document of GetZahlungen, without a limit; undefined if there is none. */
export function openPayments(state: ShopState): string | undefined {
  const payments = inOrder(state.tables.at.tzahlungseingang.of('N'), 'kZahlungseingang').slice(
    0,
    state.pageSize,
  )
  if (payments.length === 0) return undefined
  const inner = payments.map(payment =>
    rowElement('tzahlungseingang', payment, {
      inner: [['dZeit_formatted', germanDate(payment['dZeit'] ?? null)]],
    }),
  )
  return document({ name: 'zahlungseingaenge', attributes: { anzahl: String(payments.length) }, inner })
}

/** Rows by the number that they have. */
export function inOrder(rows: readonly Row[], key: string): readonly Row[] {
  return [...rows].sort((a, b) => Number(a[key]) - Number(b[key]))
}

/** Each of the list as an element; one that is empty where there is none, as the shop's writer does it. */
export function listElements(name: string, list: readonly Written[]): readonly Written[] {
  return list.length > 0 ? list : [{ name, inner: [] }]
}

function orderElement({ tables: { at } }: ShopState, order: Row): Written {
  const { kBestellung = '', kRechnungsadresse, kLieferadresse } = order
  const id = kBestellung ?? ''
  const lines = at.twarenkorbpos.of(id).map(line =>
    rowElement('twarenkorbpos', line, {
      asElements,
      inner: listElements(
        'twarenkorbposeigenschaft',
        at.twarenkorbposeigenschaft
          .of(line['kWarenkorbPos'] ?? '')
          .map(choice => rowElement('twarenkorbposeigenschaft', choice)),
      ),
    }),
  )
  const billing = at.trechnungsadresse.get(kRechnungsadresse ?? '')
  const shipping = at.tlieferadresse.get(kLieferadresse ?? '')
  const [bank] = at.tzahlungsinfo.of(id)
  const attributes = at.tbestellattribut.of(id).map(({ key = '', value = '' }) => ({
    name: 'tbestellattribut',
    inner: [pair('key', key), pair('value', value)],
  }))
  return rowElement('tbestellung', order, {
    hidden,
    inner: [
      ['dErstellt_formatted', germanDate(order['dErstellt'] ?? null)],
      pair('tkampagne', null),
      pair('ttrackinginfo', null),
      ...lines,
      rowElement('trechnungsadresse', billing ?? {}),
      // Without an address of its own there is an element without keys, and only an empty street in it.
      shipping
        ? rowElement('tlieferadresse', shipping)
        : { name: 'tlieferadresse', inner: [['cStrasse', '']] },
      bankElement(bank),
      ...listElements('tbestellattribut', attributes),
    ],
  })
}

function pair(name: string, value: Value | undefined): readonly [string, Value] {
  return [name, value ?? null]
}

function bankElement(bank: Row | undefined): Written {
  const columns = shapes.tzahlungsinfo.columns.filter(
    column => !column.startsWith('k') && column !== 'cAbgeholt',
  )
  return {
    name: 'tzahlungsinfo',
    inner: columns.map(column => pair(column, bank ? (bank[column] ?? '') : null)),
  }
}
