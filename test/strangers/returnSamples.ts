import type { PlantedTenant } from './plantMarkers.ts'
import type { Sample } from './samples.ts'

const own = (input: Sample['input'] = {}): Sample => ({ input, ownOnly: true })

/** Samples of returns, documents, answers, reasons, money and ranges of numbers; part of `samplesFor`. */
export function returnSamples(planted: PlantedTenant): Readonly<Record<string, Sample>> {
  return {
    'return.counts': own(),
    'return.show': { input: { return: planted.id('order_return') } },
    'return.receive': own({ return: planted.id('order_return'), condition: 'as_new', restock: true }),
    'return.receive-many': own({
      receipts: [
        { returnId: planted.id('order_return'), lines: [{ line: 1, condition: 'as_new', restock: true }] },
      ],
    }),
    'return.restock': own({ return: planted.id('order_return'), lines: { 1: '1' } }),
    'return.decide': own({ ids: [planted.id('order_return')], decision: 'accept' }),
    'return.exchange': own({ return: planted.id('order_return') }),
    'return.close': own({ ids: [planted.id('order_return')] }),
    'return.change': own({ return: planted.id('order_return'), note: 'stranger' }),
    'order.attach-document': {
      input: { order: planted.id('sales_order'), file: 'ab'.repeat(32), number: 'R-1' },
    },
    'order.documents': { input: { order: planted.id('sales_order') } },
    'order.document': { input: { document: planted.id('order_document'), file: '/dev/null' } },
    'inbox.confirm': own({ ids: [planted.id('web_order')] }),
    'inbox.refuse': own({ ids: [planted.id('web_order')], comment: 'stranger' }),
    'return-reason.list': own(),
    'return-reason.add': own({ code: 'stranger', de: 'Fremd', en: 'Strange' }),
    'return-reason.change': { input: { reason: planted.id('return_reason'), de: 'Fremd' } },
    'cancel-reason.list': own(),
    'cancel-reason.add': own({ code: 'stranger', de: 'Fremd', en: 'Strange' }),
    'cancel-reason.change': { input: { reason: planted.id('cancellation_reason'), de: 'Fremd' } },
    'order.undo-cancel': own({ ids: [planted.id('sales_order')] }),
    'payment.list': own({ after: planted.id('payment') }),
    'payment.refund': own({ order: planted.id('sales_order'), amount: '1' }),
    'payment.refund-many': own({ refunds: [{ orderId: planted.id('sales_order'), amount: '1' }] }),
    'payment.move': own({ payments: [planted.id('payment')], to: planted.id('sales_order') }),
    'payment.reverse': own({ payments: [planted.id('payment')], reason: 'stranger' }),
    'number-range.list': own(),
    'number-range.set': own({ kind: 'return', prefix: 'X-' }),
  }
}
