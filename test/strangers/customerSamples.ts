import { marker, type PlantedTenant } from './plantMarkers.ts'
import type { Sample } from './samples.ts'

const own = (input: Sample['input'] = {}): Sample => ({ input, ownOnly: true })

/** What a stranger asks of customers. */
export function customerSamples(planted: PlantedTenant): Readonly<Record<string, Sample>> {
  return {
    'customer.list': own({ search: marker, after: planted.id('customer') }),
    'customer.show': { input: { customer: planted.id('customer') } },
    'customer.add': own({ lastName: 'X' }),
    'customer.add-many': own({ customers: [{ lastName: 'X' }] }),
    'customer.duplicates': own({ after: planted.id('customer') }),
    'customer.alike': own({ lastName: marker, company: marker, email: marker }),
    'customer.not-same': { input: { customer: planted.id('customer'), others: [planted.id('customer')] } },
    'customer.change': { input: { customer: planted.id('customer'), lastName: 'stranger' } },
    'customer.change-many': { input: { customers: [planted.id('customer')], blocked: false } },
    'customer.address-add': { input: { customer: planted.id('customer'), street: 'stranger' } },
    'customer.address-change': { input: { address: planted.id('customer_address'), street: 'stranger' } },
    'customer.address-remove': { input: { address: planted.id('customer_address') } },
    'customer.notes': { input: { customer: planted.id('customer') } },
    'customer.note-add': { input: { customer: planted.id('customer'), text: 'stranger' } },
    'customer.note-change': { input: { note: planted.id('customer_note'), text: 'stranger' } },
    'customer.note-remove': { input: { note: planted.id('customer_note') } },
    'customer.history': { input: { customer: planted.id('customer') } },
    'customer.merge-preview': { input: { into: planted.id('customer'), from: [planted.id('customer')] } },
    'customer.merge': { input: { into: planted.id('customer'), from: [planted.id('customer')] } },
    'customer.merges': { input: { customer: planted.id('customer') } },
    'customer.undo-merge': { input: { merge: planted.id('customer_merge') } },
    'customer.export-person': { input: { customer: planted.id('customer') } },
    'customer.anonymise': { input: { customers: [planted.id('customer')] } },
  }
}
