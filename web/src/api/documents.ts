import { queryOptions } from '@tanstack/react-query'
import { addressOf, call } from './call.ts'

export const documentKinds = ['invoice', 'credit_note'] as const
export type DocumentKind = (typeof documentKinds)[number]

/** An invoice or a credit note of an order. */
export interface OrderDocument {
  readonly id: string
  /** Made here, or by the channel of the order. */
  readonly origin: 'here' | 'channel'
  readonly kind: DocumentKind
  readonly number: string
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly issuedAt: string
  readonly storedBy: string
  /** When its channel was told of it. */
  readonly toldAt: string | null
  readonly refusedText: string | null
}

/** The documents of an order, oldest first. */
export function documentsQuery(orderId: string) {
  return queryOptions({
    queryKey: ['orders', orderId, 'documents'],
    queryFn: async ({ signal }) =>
      (await call<{ items: readonly OrderDocument[] }>('GET', `/orders/${orderId}/documents`, { signal }))
        .items,
  })
}

/** Gives an order an uploaded PDF file. Errors: DOCUMENT_NO_PDF, DOCUMENT_TOO_LARGE, DOCUMENT_TAKEN. */
export function attachDocument(
  orderId: string,
  document: {
    readonly file: string
    readonly kind: DocumentKind
    readonly number: string
    readonly name: string
  },
): Promise<{ readonly id: string }> {
  return call('POST', `/orders/${orderId}/documents`, { body: document })
}

/** Where the file of a document is fetched. */
export function documentAddress(id: string): string {
  return addressOf(`/documents/${id}`)
}
