import { z } from 'zod'
import { blobPlace } from '../base/blobs.ts'
import { verify } from '../sync/verify.ts'
import { verifyBlobs } from '../sync/verifyBlobs.ts'
import { inTransaction, type Operation, operation } from './operation.ts'

/** What an auditor, or a worried operator, asks for. */
export const verifyOperations: readonly Operation[] = [
  operation({
    name: 'verify.run',
    method: 'GET',
    path: '/verify',
    command: 'verify',
    right: 'verify.run',
    summary: {
      en: 'Check every promise that the data can show',
      de: 'Jedes Versprechen prüfen, das die Daten zeigen können',
    },
    input: z.object({}),
    output: z.object({
      ok: z.boolean(),
      findings: z
        .array(
          z.object({
            promise: z.string(),
            ok: z.boolean(),
            count: z.int(),
            wrong: z.array(z.string()).readonly(),
          }),
        )
        .readonly(),
    }),
    run: context =>
      inTransaction(context, async tx => {
        const place = blobPlace(context.kontor.config)
        const findings = [...(await verify(tx, context.tenant)), await verifyBlobs(tx, context.tenant, place)]
        return { ok: findings.every(finding => finding.ok), findings }
      }),
  }),
]
