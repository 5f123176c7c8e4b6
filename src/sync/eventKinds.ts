import type { Texts } from '../base/errors.ts'
import type { Connector, Facts } from '../port/connector.ts'
import { type IncomingKind, incomingKinds } from '../port/records.ts'

/** What comes in, in the words of the trade. */
export const eventLabels: Readonly<Record<IncomingKind, Texts>> = {
  order: { de: 'Bestellungen', en: 'Orders' },
  order_status: { de: 'Bestellung: Statusaktualisierung', en: 'Order: status update' },
  order_address: { de: 'Bestellung: Adressaktualisierung', en: 'Order: address update' },
  customer: { de: 'Kunden', en: 'Customers' },
  payment: { de: 'Zahlungen', en: 'Payments' },
  refund: { de: 'Erstattungen', en: 'Refunds' },
  cancellation_request: { de: 'Stornoanfrage', en: 'Cancellation request' },
  cancellation_accepted: { de: 'Akzeptierte Bestellstornierung', en: 'Accepted order cancellation' },
  cancellation_refused: { de: 'Abgelehnte Bestellstornierung', en: 'Refused order cancellation' },
  return: { de: 'Retouren', en: 'Returns' },
  term: { de: 'Begriffe des Shops', en: 'Terms of the shop' },
}

/**
 * The kinds of events that a system delivers by itself, in the order of the list of kinds: what its connector pulls, or what
 * it is posted, less what this very system lacks and what is read only when it is asked for.
 */
export function eventKindsOf(connector: Connector, facts: Facts): IncomingKind[] {
  const lacking = new Set<string>(connector.without?.(facts) ?? [])
  const pulled = connector.pull?.kinds.flatMap(one =>
    one.when === 'asked' || lacking.has(one.kind) ? [] : [one.kind, ...(one.also ?? [])],
  )
  return incomingKinds.filter(
    kind =>
      kind !== 'term' &&
      !lacking.has(kind) &&
      (pulled ? pulled.includes(kind) : connector.map[kind] !== undefined),
  )
}
