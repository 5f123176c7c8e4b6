import { z } from 'zod'
import { countAudit, listAudit } from '../company/auditStore.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

/** What was done, by whom. */
export const auditOperations: readonly Operation[] = [
  operation({
    name: 'audit.list',
    method: 'GET',
    path: '/audit',
    command: 'audit list',
    right: 'audit.read',
    summary: { en: 'Who did what, newest first', de: 'Wer hat was getan, das Neueste zuerst' },
    input: z.object({
      ...pageInput,
      action: z.string().max(100).optional().meta({
        description: 'Only this action, such as user.add.',
        'x-de': 'Nur diese Handlung, etwa user.add.',
      }),
      actor: z.uuid().optional().meta({
        description: 'Only by this user or key.',
        'x-de': 'Nur von diesem Benutzer oder Schlüssel.',
      }),
      object: z
        .string()
        .max(100)
        .optional()
        .meta({ description: 'Only to this object.', 'x-de': 'Nur an diesem Objekt.' }),
    }),
    output: pageOf(
      z.object({
        id: z.uuid(),
        at: z.date(),
        actorKind: z.string(),
        actorId: z.uuid().nullable(),
        actorName: z.string(),
        action: z.string(),
        objectKind: z.string().nullable(),
        objectId: z.string().nullable(),
        data: z.record(z.string(), z.unknown()),
      }),
    ),
    run: (context, { after, limit, action, actor, object }) =>
      inTransaction(context, async tx => {
        const filter = { action, actorId: actor, objectId: object }
        const rows = await listAudit(tx, context.tenant, filter, { after, limit: limit + 1 })
        return asPage(rows, limit, await countAudit(tx, context.tenant, filter, countLimit + 1))
      }),
  }),
]
