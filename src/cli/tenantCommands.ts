import { z } from 'zod'
import { transact } from '../base/database.ts'
import { newId } from '../base/ids.ts'
import { writeAudit } from '../company/auditStore.ts'
import { createTenant } from '../company/createTenant.ts'
import { listTenants } from '../company/tenantStore.ts'
import { tenantSlug } from '../operations/session.ts'
import { type OperatorCommand, operatorCommand } from './operatorCommand.ts'
import { thisOperator } from './thisOperator.ts'

const tenantShape = z.object({ id: z.uuid(), slug: z.string(), name: z.string(), createdAt: z.date() })

/** Tenants concern the installation: no user of one of them may make or see others. */
export const tenantCommands: readonly OperatorCommand[] = [
  operatorCommand({
    command: 'tenant add <slug>',
    summary: { en: 'Make a tenant with its company', de: 'Einen Mandanten mit seiner Firma anlegen' },
    input: z.object({
      slug: tenantSlug,
      name: z.string().trim().min(1).max(200).meta({ description: 'Its name.', 'x-de': 'Sein Name.' }),
      company: z.string().trim().min(1).max(200).optional().meta({
        description: 'Name of the company; that of the tenant by default.',
        'x-de': 'Name der Firma; sonst der des Mandanten.',
      }),
      country: z
        .string()
        .length(2)
        .default('DE')
        .meta({ description: 'Country code.', 'x-de': 'Länderkürzel.' }),
      currency: z
        .string()
        .length(3)
        .default('EUR')
        .meta({ description: 'Currency code.', 'x-de': 'Währungskürzel.' }),
      timeZone: z
        .string()
        .max(60)
        .default('Europe/Berlin')
        .meta({ description: 'Time zone.', 'x-de': 'Zeitzone.' }),
    }),
    output: tenantShape,
    async run(work, { company, ...wish }) {
      const { kontor } = await work.open()
      const id = newId()
      return transact(kontor.db, { tenant: id }, async tx => {
        const tenant = await createTenant(
          tx,
          { id, ...wish, companyName: company ?? wish.name },
          kontor.now(),
        )
        const entry = { actor: thisOperator(), action: 'tenant.add', objectKind: 'tenant', objectId: id }
        await writeAudit(tx, id, entry, kontor.now())
        return tenant
      })
    },
  }),
  operatorCommand({
    command: 'tenant list',
    summary: { en: 'List the tenants', de: 'Die Mandanten auflisten' },
    input: z.object({}),
    output: z.object({ items: z.array(tenantShape) }),
    async run(work) {
      const { kontor } = await work.open()
      return { items: await transact(kontor.db, { role: 'kontor_clock' }, tx => listTenants(tx, 10_000)) }
    },
  }),
]
