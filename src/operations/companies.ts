import { z } from 'zod'
import { listCompanies } from '../company/companyStore.ts'
import { inTransaction, type Operation, operation } from './operation.ts'

/** A company as it is chosen from. */
export const companyShape = z.object({
  id: z.uuid(),
  name: z.string(),
  country: z.string(),
  currency: z.string(),
  timeZone: z.string(),
})

/** The companies of a tenant: who sells. */
export const companyOperations: readonly Operation[] = [
  operation({
    name: 'company.list',
    method: 'GET',
    path: '/companies',
    command: 'company list',
    right: 'orders.read',
    summary: {
      en: 'List the companies that sell, with country, currency and time zone',
      de: 'Die Firmen auflisten, die verkaufen, mit Land, Währung und Zeitzone',
    },
    input: z.object({}),
    output: z.object({ items: z.array(companyShape) }),
    run: context => inTransaction(context, async tx => ({ items: await listCompanies(tx, context.tenant) })),
  }),
]
