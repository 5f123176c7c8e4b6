import { z } from 'zod'
import { transact } from '../base/database.ts'
import { findConnection, listConnections } from '../channels/connectionStore.ts'
import { explain } from '../channels/reasons.ts'
import { dayCompleteness, dayStates } from '../sync/completeness.ts'
import { type Operation, operation } from './operation.ts'
import { laneParts } from './syncParts.ts'

/** Whether everything that the shops have of a day is here. */
export const completenessOperations: readonly Operation[] = [
  operation({
    name: 'ledger.completeness',
    long: true,
    method: 'GET',
    path: '/ledger-completeness',
    command: 'ledger completeness',
    right: 'ledger.read',
    summary: {
      en: 'Compare the orders that the channels report of a day with those in the ledger',
      de: 'Die Bestellungen, die die Kanäle für einen Tag melden, mit denen im Protokoll vergleichen',
    },
    input: z.object({
      day: z.iso.date().optional().meta({
        description: 'The day, such as 2026-03-29, in the time zone of each connection; today if absent.',
        'x-de': 'Der Tag, etwa 2026-03-29, in der Zeitzone jeder Verbindung; ohne Angabe heute.',
      }),
      channel: z.string().min(1).max(200).optional().meta({
        description: 'Only this connection or channel.',
        'x-de': 'Nur diese Verbindung oder dieser Kanal.',
      }),
    }),
    output: z.object({
      items: z.array(
        z.object({
          connectionId: z.uuid(),
          connection: z.string(),
          channels: z.array(z.string()).readonly(),
          day: z.string(),
          timeZone: z.string(),
          state: z.enum(dayStates),
          remote: z.int().nullable(),
          here: z.int(),
          undated: z.int(),
          missing: z.int().nullable(),
          missingIds: z.array(z.string()).readonly().nullable(),
          code: z.string().nullable(),
          reason: z.string().nullable(),
          remedy: z.string().nullable(),
        }),
      ),
    }),
    run: async (context, { day, channel }) => {
      const { tenant, language } = context
      const connections = await transact(context.kontor.db, { tenant }, async tx =>
        channel
          ? [await findConnection(tx, tenant, channel)]
          : listConnections(tx, tenant, { archived: false }),
      )
      const days = await dayCompleteness(laneParts(context), tenant, connections, day, context.signal)
      return {
        items: days.map(({ data, ...one }) => {
          const reason = one.code ? explain(one.code, data) : undefined
          return { ...one, reason: reason?.[language] ?? null, remedy: reason?.remedy[language] || null }
        }),
      }
    },
  }),
]
