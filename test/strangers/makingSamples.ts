import { marker, type PlantedTenant } from './plantMarkers.ts'
import type { Sample } from './samples.ts'

const own = (input: Sample['input'] = {}): Sample => ({ input, ownOnly: true })

/** Samples of making, editing, splitting and merging orders, and of quotations. */
export function makingSamples(planted: PlantedTenant): Readonly<Record<string, Sample>> {
  return {
    'order.add': own({ customer: planted.id('customer'), items: { [marker]: '1' } }),
    'order.add-many': own({ orders: [{ customer: planted.id('customer'), items: { [marker]: '1' } }] }),
    'order.preview': own({
      customer: planted.id('customer'),
      lines: [{ itemId: planted.id('item'), quantity: '1' }],
    }),
    'order.change': own({ order: planted.id('sales_order'), version: 1, note: 'stranger' }),
    'order.change-many': own({ edits: [{ order: planted.id('sales_order'), version: 1, note: 'stranger' }] }),
    'order.split': own({ order: planted.id('sales_order'), lines: { 1: '1' } }),
    'order.split-many': own({ splits: [{ order: planted.id('sales_order'), lines: { 1: '1' } }] }),
    'order.merge': own({ orders: [planted.id('sales_order'), planted.id('sales_order')] }),
    'order.merge-many': own({ merges: [[planted.id('sales_order'), planted.id('sales_order')]] }),
    'quotation.list': { input: { customer: planted.id('customer') } },
    'quotation.show': { input: { quotation: planted.id('quotation') } },
    'quotation.add': own({ customer: planted.id('customer'), items: { [marker]: '1' } }),
    'quotation.add-many': own({
      quotations: [{ customer: planted.id('customer'), items: { [marker]: '1' } }],
    }),
    'quotation.change': own({
      quotation: planted.id('quotation'),
      version: 1,
      customer: planted.id('customer'),
    }),
    'quotation.decline': own({ quotations: [planted.id('quotation')] }),
    'quotation.order': own({ quotations: [planted.id('quotation')] }),
    'total-rule.show': own(),
    'total-rule.set': own({ tolerance: '0.05' }),
    'inbox.accept-difference': own({ ids: [planted.id('web_order')] }),
  }
}
