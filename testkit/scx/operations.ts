/** The calls of the Channel API that a program makes. */

export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `{name}` is filled in. */
  readonly path: string
  /** The only statuses that count as success; absent: any from 200 to 299. */
  readonly ok?: readonly number[]
}

/** Every call, by the name under which faults and records name it. */
export const operations = {
  events: { method: 'GET', path: '/v1/channel/event' },
  ack: { method: 'DELETE', path: '/v1/channel/event', ok: [204] },
  channel: { method: 'GET', path: '/v1/channel' },
  notification: { method: 'POST', path: '/v1/channel/notification', ok: [201] },
  priceType: { method: 'POST', path: '/v1/channel/price', ok: [201] },
  categories: { method: 'PUT', path: '/v1/channel/categories', ok: [201] },
  globalAttributes: { method: 'PUT', path: '/v1/channel/attribute/global', ok: [201] },
  categoryAttributes: { method: 'PUT', path: '/v1/channel/attribute/category/{id}', ok: [201] },
  sellerAttributes: { method: 'PUT', path: '/v1/channel/attribute/seller/{id}', ok: [201] },
  deleteGlobalAttribute: { method: 'DELETE', path: '/v1/channel/attribute/global/{id}', ok: [204] },
  deleteCategoryAttributes: { method: 'DELETE', path: '/v1/channel/attribute/category', ok: [204] },
  paymentRules: { method: 'PUT', path: '/v1/channel/payment-rules', ok: [201] },
  shippingRules: { method: 'PUT', path: '/v1/channel/shipping-rules', ok: [201] },
  createSeller: { method: 'POST', path: '/v1/channel/seller' },
  updateSeller: { method: 'PATCH', path: '/v1/channel/seller', ok: [201] },
  updateSession: { method: 'GET', path: '/v1/channel/seller/update-session' },
  signUpSession: { method: 'GET', path: '/v1/channel/seller/signup-session' },
  sellers: { method: 'GET', path: '/v1/channel/seller/list' },
  deleteSeller: { method: 'DELETE', path: '/v1/channel/seller/{id}' },
  order: { method: 'POST', path: '/v1/channel/order' },
  orderStatus: { method: 'PUT', path: '/v1/channel/order/status', ok: [201] },
  orderAddress: { method: 'PUT', path: '/v1/channel/order/address-update', ok: [201] },
  cancellation: { method: 'POST', path: '/v1/channel/order/cancellation', ok: [201] },
  cancellationAccept: { method: 'PUT', path: '/v1/channel/order/cancellation-accept', ok: [201] },
  cancellationDenied: { method: 'PUT', path: '/v1/channel/order/cancellation-denied', ok: [201] },
  return: { method: 'POST', path: '/v1/channel/order/return', ok: [201] },
  returnResult: { method: 'POST', path: '/v1/channel/order/return/processing-result', ok: [201] },
  refundResult: { method: 'POST', path: '/v1/channel/order/refund/processing-result' },
  invoice: { method: 'POST', path: '/v1/channel/order/invoice', ok: [201] },
  getInvoice: { method: 'GET', path: '/v1/channel/order/invoice/{id}', ok: [200] },
  inProgress: { method: 'POST', path: '/v1/channel/offer/in-progress' },
  listed: { method: 'POST', path: '/v1/channel/offer/listed' },
  listingFailed: { method: 'POST', path: '/v1/channel/offer/listing-failed' },
  stockUpdates: { method: 'GET', path: '/v1/channel/offer/stock-updates' },
  allStockUpdates: { method: 'GET', path: '/v1/channel/offer/stock-updates/all' },
  report: { method: 'POST', path: '/v1/channel/report/{id}' },
  reportData: { method: 'POST', path: '/v1/channel/report/{id}/data' },
  reportCompleted: { method: 'POST', path: '/v1/channel/report/{id}/completed' },
  ticket: { method: 'POST', path: '/v1/channel/ticket', ok: [201] },
  ticketAttachment: { method: 'POST', path: '/v1/channel/ticket/attachment', ok: [201] },
} as const satisfies Record<string, Operation>

export type OperationName = keyof typeof operations
/** Signing in is a call too: hooks and faults see it. */
export type CallName = OperationName | 'auth'
