import { z } from 'zod'
import { transact } from '../base/database.ts'
import { anonymisePersons } from '../sync/person/anonymisePersons.ts'
import { exportPerson } from '../sync/person/exportPerson.ts'
import { customerArgument, customerOf, customersOf } from './customerShapes.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { doing, refusalOf, refusalShape } from './orderActs.ts'

const rows = z.record(z.string(), z.array(z.record(z.string(), z.unknown())).readonly())
const forgotten = z.object({
  id: z.uuid(),
  did: z.enum(['anonymised', 'already', 'refused']),
  kept: z.int().nullable(),
  ...refusalShape,
})

/** What a person may ask for by law: all that is kept of it, and that it is forgotten. */
export const personOperations: readonly Operation[] = [
  operation({
    name: 'customer.export-person',
    method: 'GET',
    path: '/customers/:customer/person',
    command: 'customer export-person <customer>',
    right: 'persons.manage',
    summary: {
      en: 'Everything that is kept of a person, as one document (GDPR, article 15)',
      de: 'Alles, was über eine Person gespeichert ist, als ein Dokument (DSGVO, Artikel 15)',
    },
    input: z.object({ customer: customerArgument }),
    output: z.object({
      id: z.uuid(),
      madeAt: z.date(),
      customer: rows,
      orders: z.array(rows).readonly(),
      records: z.array(rows).readonly(),
    }),
    audit: (_, output) => ({
      objectKind: 'customer',
      objectId: output.id,
      data: { orders: output.orders.length, records: output.records.length },
    }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const id = await customerOf(tx, context.tenant, input.customer)
        return { id, madeAt: context.kontor.now(), ...(await exportPerson(tx, context.tenant, id)) }
      }),
  }),
  operation({
    name: 'customer.anonymise',
    method: 'POST',
    path: '/customers/anonymise',
    command: 'customer anonymise <customers…>',
    right: 'persons.manage',
    long: true,
    summary: {
      en: 'Forget persons for good; orders keep figures, and addresses for as long as the law demands',
      de: 'Personen endgültig vergessen; Aufträge behalten ihre Zahlen, Anschriften so lange, wie das Gesetz es verlangt',
    },
    input: z.object({
      customers: z
        .array(customerArgument)
        .min(1)
        .max(100)
        .meta({ description: 'Ids or numbers of customers.', 'x-de': 'Kennungen oder Nummern von Kunden.' }),
    }),
    output: z.object({ items: z.array(forgotten) }),
    audit: (_, output) => ({
      objectKind: 'customer',
      data: { customers: output.items.filter(one => one.did === 'anonymised').map(one => one.id) },
    }),
    run: async (context, input) => {
      const { kontor, tenant } = context
      const ids = await transact(kontor.db, { tenant }, tx => customersOf(tx, tenant, input.customers))
      const results = await anonymisePersons(kontor.db, tenant, [...new Set(ids)], doing(context))
      return {
        items: results.map(one => ({
          id: one.id,
          did: one.did,
          kept: one.kept ?? null,
          ...refusalOf(context, one),
        })),
      }
    },
  }),
]
