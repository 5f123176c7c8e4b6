import type { Pairs } from './pairs.ts'

/** One object of a kind of data, as a row names it; several of them are in `sync`. */
export const kinds = {
  order: ['Bestellung', 'Order'],
  customer: ['Kunde', 'Customer'],
  payment: ['Zahlung', 'Payment'],
  category: ['Kategorie', 'Category'],
  manufacturer: ['Hersteller', 'Manufacturer'],
  characteristic: ['Merkmal', 'Characteristic'],
  image: ['Bild', 'Image'],
  cross_selling: ['Cross-Selling', 'Cross-selling'],
  item: ['Artikel', 'Item'],
  price: ['Preis', 'Price'],
  stock: ['Bestand', 'Stock'],
  order_status: ['Auftragsstatus', 'Order status'],
  delivery: ['Lieferung', 'Delivery'],
  refund: ['Erstattung', 'Refund'],
  cancellation: ['Stornierung', 'Cancellation'],
  cancellation_answer: ['Antwort auf Stornowunsch', 'Answer to a cancellation'],
  cancellation_request: ['Stornowunsch', 'Cancellation request'],
  cancellation_accepted: ['Storno angenommen', 'Cancellation accepted'],
  cancellation_refused: ['Storno abgelehnt', 'Cancellation refused'],
  return: ['Retoure', 'Return'],
  confirmation: ['Bestätigung', 'Confirmation'],
  document: ['Dokument', 'Document'],
  order_address: ['Adressänderung', 'Address change'],
  term: ['Begriff des Shops', 'Term of the shop'],
} as const satisfies Pairs
