import { z } from 'zod'
import { listTaxClasses } from '../company/taxClassStore.ts'
import { inTransaction, type Operation, operation } from './operation.ts'

/** Tax classes: which rate an item is sold with. */
export const taxClassOperations: readonly Operation[] = [
  operation({
    name: 'tax-class.list',
    method: 'GET',
    path: '/tax-classes',
    command: 'tax-class list',
    right: 'items.read',
    summary: {
      en: 'List the tax classes and the rates charged in them today',
      de: 'Die Steuerklassen und ihre heutigen Steuersätze auflisten',
    },
    input: z.object({}),
    output: z.object({
      items: z.array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          isDefault: z.boolean(),
          rates: z.array(z.object({ country: z.string(), rate: z.string() })).readonly(),
        }),
      ),
    }),
    run: context =>
      inTransaction(context, async tx => ({
        items: await listTaxClasses(tx, context.tenant, context.kontor.now()),
      })),
  }),
]
