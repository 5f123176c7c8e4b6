/** What a payment without a transaction of its own is called at a shop: known again when the shop reports it as one of its own. */
export function paymentMark(paymentId: string): string {
  return `${prefix}${paymentId}`
}

const prefix = 'kontor-'

/** The id of the payment in a transaction, as SQL: null where it is none of ours. `transaction` is a column. */
export function markedPayment(transaction: string): string {
  return `case when ${transaction} ~ '^${prefix}[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then substr(${transaction}, ${prefix.length + 1})::uuid end`
}
