/** Customers as the shop gives them out: with and without an account, and those who are gone. */
import type { ShopState } from '../state.ts'
import type { Row } from '../store/tables.ts'
import { germanDate } from '../time.ts'
import { document, rowElement, type Written } from '../wire/writeXml.ts'
import { inOrder, listElements } from './orders.ts'

/** The document of GetKunden; undefined if there is none. */
export function openCustomers(state: ShopState): string | undefined {
  const customers = inOrder(state.tables.at.tkunde.of('N'), 'kKunde').slice(0, state.pageSize ?? 100)
  if (customers.length === 0) return undefined
  const inner = customers.map(customer => customerElement(state, customer))
  return document({ name: 'kunden', attributes: { anzahl: String(customers.length) }, inner })
}

/** A customer as GetKunden and SetKunde show him. */
export function customerElement(
  { tables: { at } }: ShopState,
  { cSperre: _locked, ...customer }: Row,
): Written {
  const own = at.tkundenattribut
    .of(customer['kKunde'] ?? '')
    .map(attribute => rowElement('tkundenattribut', attribute))
  return rowElement('tkunde', customer, {
    inner: [
      ['dGeburtstag_formatted', germanDate(customer['dGeburtstag'] ?? null)],
      ...listElements('tkundenattribut', own),
    ],
  })
}

/** The document of GetDeletedCustomers: there is always one. */
export function deletedCustomers({ tables: { at } }: ShopState): string {
  const all = at.tkundegeloescht.all()
  const shown = all.slice(0, 100)
  const inner = shown.map(({ acked: _acked, ...row }) => rowElement('deleted_customer', row))
  return document({
    name: 'kunden',
    attributes: { anzahl: String(shown.length), max: String(all.length) },
    inner,
  })
}
