import type { Texts } from '../base/errors.ts'

/**
 * What many records have in common that share a code, in a few words: the sentences of the catalogue name one record each.
 */
const titles: Readonly<Record<string, Texts>> = {
  ADDRESS_CHANGED_AT_CHANNEL: { de: 'Anschrift im Shop geändert', en: 'Address changed at the shop' },
  ADDRESS_INVALID: { de: 'Anschrift unvollständig', en: 'Address incomplete' },
  ADDRESS_MISSING: { de: 'Anschrift fehlt', en: 'Address missing' },
  BEFORE_START_DATE: { de: 'vor dem Importbeginn', en: 'before the start of the import' },
  CANCELLATION_REFUSED_AT_CHANNEL: { de: 'Stornierung abgelehnt', en: 'Cancellation refused' },
  CANCELLATION_REQUESTED: { de: 'Stornierung erbeten', en: 'Cancellation requested' },
  CANCELLED_AFTER_DELIVERY: { de: 'nach der Auslieferung storniert', en: 'cancelled after delivery' },
  CANCELLED_AT_CHANNEL: { de: 'im Shop storniert', en: 'cancelled at the shop' },
  CHANGED_AT_CHANNEL: { de: 'im Shop geändert', en: 'changed at the shop' },
  CHANNEL_INACTIVE: { de: 'Verkaufskanal nicht angelegt', en: 'Sales channel not set up' },
  COUNTRY_UNKNOWN: { de: 'Land nicht bekannt', en: 'Country not known' },
  CURRENCY_UNKNOWN: { de: 'Währung nicht bekannt', en: 'Currency not known' },
  CUSTOMER_AMBIGUOUS: { de: 'Mehrere Kunden passen', en: 'Several customers match' },
  CUSTOMER_BLOCKED: { de: 'Kunde gesperrt', en: 'Customer blocked' },
  CUSTOMER_UNSURE: { de: 'Kunde nicht sicher', en: 'Customer not certain' },
  EVENT_LINE_UNKNOWN: { de: 'Position nicht bekannt', en: 'Line not known' },
  EVENT_STORED: { de: 'aufbewahrt, noch nicht verarbeitet', en: 'kept, not processed yet' },
  IGNORED_BY_PERSON: { de: 'von einer Person ignoriert', en: 'ignored by a person' },
  IGNORED_BY_RULE: { de: 'durch eine Regel übersprungen', en: 'skipped by a rule' },
  INTERNAL_ERROR: { de: 'Unerwarteter Fehler', en: 'Unexpected error' },
  ITEM_AMBIGUOUS: { de: 'Artikelnummer nicht eindeutig', en: 'Item number not unique' },
  ITEM_BLOCKED: { de: 'Artikel gesperrt', en: 'Item blocked' },
  ITEM_IS_PARENT: { de: 'Vaterartikel bestellt', en: 'Parent item ordered' },
  ITEM_UNKNOWN: { de: 'Artikel nicht bekannt', en: 'Item not known' },
  PARENT_RECORD_MISSING: { de: 'wartet auf die Bestellung', en: 'waits for its order' },
  PAYLOAD_INVALID: { de: 'Daten nicht lesbar', en: 'Data not readable' },
  PAYLOAD_TOO_LARGE: { de: 'Datensatz zu groß', en: 'Record too large' },
  PAYMENT_FAILED_AT_CHANNEL: { de: 'Zahlung fehlgeschlagen', en: 'Payment failed' },
  PENDING_AT_CHANNEL: {
    de: 'vom Marktplatz noch nicht freigegeben',
    en: 'not yet released by the marketplace',
  },
  QUANTITY_INVALID: {
    de: 'Menge nicht möglich (negativ oder 0)',
    en: 'Quantity not possible (negative or 0)',
  },
  REFUND_REFUSED_AT_CHANNEL: { de: 'Erstattung abgelehnt', en: 'Refund refused' },
  RETURN_REFUSED_AT_CHANNEL: { de: 'Retourenmeldung abgelehnt', en: 'Return refused' },
  REFUNDED_AT_CHANNEL: { de: 'im Shop erstattet', en: 'refunded at the shop' },
  SHIPPED_AT_CHANNEL: { de: 'im Shop versendet', en: 'shipped at the shop' },
  TO_REFUND: { de: 'zu erstatten', en: 'to be refunded' },
  TAX_UNKNOWN: { de: 'Steuersatz nicht hinterlegt', en: 'Tax rate not set up' },
  TOTAL_MISMATCH: { de: 'Summe weicht ab', en: 'Total differs' },
}

/** In a few words why records with that code are where they are; a code without words of its own is said to be another reason. */
export function titleOf(code: string): Texts {
  return titled(code) ?? { de: 'anderer Grund', en: 'another reason' }
}

/** The same; undefined for a code that has no title, or a text that is none. */
export function titled(code: string): Texts | undefined {
  return Object.hasOwn(titles, code) ? titles[code] : undefined
}
