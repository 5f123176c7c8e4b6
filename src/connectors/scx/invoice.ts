import type { ReceiveRoute } from '../../port/receive.ts'
import { conflict, failure, noSeller, notFound, notValid, ok, type Said, type ScxError } from './answers.ts'
import { formOf, type PostedFile } from './form.ts'
import { guarded, objectOf } from './guarded.ts'
import { joined } from './ids.ts'
import { isOpen } from './isOpen.ts'
import { address, orderId } from './orderWire.ts'
import { bool, enumOf, id, instant, list, optional, optionalText, sellerId, text } from './scalars.ts'

/** What is read of `InvoiceMetaData`: the document says the rest. */
const invoiceData = objectOf({
  type: enumOf('INVOICE', 'CREDITNOTE'),
  sellerId,
  orderId,
  invoiceNumber: id(256),
  originalInvoiceNumber: optionalText(256),
  transactionDate: instant,
  taxCalculationDate: instant,
  currency: text(1, 10),
  billingAddress: address,
  exportOutsideEu: optional(bool),
  orderList: optional(list(objectOf({ orderId }), 1, 1000)),
})

/** The largest document, with the form around it. */
const bodyBytes = 17 * 1024 * 1024

/**
 * `POST /v1/channel/order/invoice`: an invoice or a credit note that the channel made (`invoiceDocumentTransfer` `from-channel`), a form with
 * `invoice` (JSON) and `document` (a file). Its order
 * may come later. The same again is silent; other bytes under the same number are refused.
 */
const upload = guarded({
  method: 'POST',
  path: '/v1/channel/order/invoice',
  limit: 'order',
  told: { noun: { de: 'Rechnung der Bestellung', en: 'invoice of the order' }, about: 'order' },
  bodyBytes,
  schema: invoiceData,
  field: 'invoice',
  read: ({ request, body }) => {
    if (!isOpen(request, body)) return failure(request, 404, noSeller(body.orderId))
    const file = formOf(request)?.file('document')
    if (file === undefined || file.bytes.length === 0)
      return failure(
        request,
        400,
        notValid({ de: 'document: Pflichtfeld fehlt', en: 'document: is required' }),
      )
    const document = {
      place: body.sellerId,
      order: joined(body.sellerId, body.orderId),
      kind: body.type === 'INVOICE' ? 'invoice' : 'credit_note',
      number: body.invoiceNumber,
      at: body.transactionDate,
      name: file.name || `${body.invoiceNumber.replace(/[^\w.-]+/g, '_')}.pdf`,
      mediaType: mediaTypeOf(file),
      bytes: file.bytes,
    } as const
    return { documents: [document] }
  },
  answer: ({ request, body, done }) =>
    done.documents?.includes('refused')
      ? failure(request, 409, conflict(postedBefore, body.orderId))
      : ok(201),
})

const postedBefore: Said = {
  de: 'Unter dieser Nummer gibt es schon ein anderes Dokument; es bleibt, wie es ist.',
  en: 'Another document is here under this number; it stays as it is.',
}

/**
 * `POST /v1/channel/order/invoice-data`: an invoice in figures, without a document (in the client since 09/2026, nowhere described). There is
 * nothing to keep it as: it is answered with GEN404, and a person is told which order it was of.
 */
const dataAlone = guarded({
  method: 'POST',
  path: '/v1/channel/order/invoice-data',
  limit: 'order',
  told: { noun: { de: 'Rechnungsdaten der Bestellung', en: 'invoice data of the order' }, about: 'order' },
  schema: objectOf({ sellerId: optionalText(50), orderId: optionalText(200) }),
  read: ({ request, body: { orderId: hint } }) =>
    failure(request, 404, { ...noData, ...(hint === undefined ? {} : { hint }) }),
  answer: ({ request }) => failure(request, 404, noData),
})

const noData: ScxError = {
  code: 'GEN404',
  message: {
    de: 'Rechnungsdaten ohne Dokument werden nicht angenommen.',
    en: 'Invoice data without a document are not taken.',
  },
}

/** `GET /v1/channel/order/invoice/{documentId}`: the document that `Seller:Order.Invoice` named. */
const download = guarded({
  method: 'GET',
  path: '/v1/channel/order/invoice/:documentId',
  limit: 'order',
  asks: ({ request }) => {
    const document = documentIdOf(request.parts)
    return document === undefined ? {} : { document }
  },
  read: ({ request, known: { document } }) => {
    const isTheirs = document !== undefined && request.seats.some(seat => seat.place === document.place)
    if (!isTheirs) return failure(request, 404, notFound)
    const name = document.name.replace(/[^\w.-]+/g, '_')
    return {
      status: 200,
      headers: {
        'content-type': document.mediaType,
        'content-disposition': `attachment; filename="${name}"`,
      },
      body: document.bytes,
    }
  },
  answer: ({ request }) => failure(request, 404, notFound),
})

export const invoiceRoutes: readonly ReceiveRoute[] = [upload, dataAlone, download]

function documentIdOf(parts: Readonly<Record<string, string>>): string | undefined {
  const named = parts['documentId'] ?? ''
  return /^[\w.-]{1,200}$/.test(named) ? named : undefined
}

function mediaTypeOf({ bytes, mediaType }: PostedFile): string {
  const isPdf = Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-'
  return isPdf ? 'application/pdf' : mediaType || 'application/octet-stream'
}
