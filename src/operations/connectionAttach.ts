import { z } from 'zod'
import { transact } from '../base/database.ts'
import { changeSettings, setArchived } from '../channels/addConnection.ts'
import { endPauses, findConnection, loadConnection, markRefused } from '../channels/connectionStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { checkConnection } from '../sync/checkConnection.ts'
import {
  connectionShape,
  connectorOf,
  settingsInput,
  shownConnection,
  whichConnection,
} from './connectionShape.ts'
import { type Operation, operation } from './operation.ts'
import { laneParts } from './syncParts.ts'

/** Archived connections come back with everything that was known of their account. */
export const connectionAttachOperations: readonly Operation[] = [
  operation({
    name: 'connection.attach',
    long: true,
    method: 'POST',
    path: '/connections/:connection/attach',
    command: 'connection attach <connection>',
    right: 'connections.write',
    summary: {
      en: 'Attach an archived connection again, after a check: links, cursors, ledger and what was accepted are as before',
      de: 'Eine archivierte Verbindung nach einer Prüfung wieder anhängen: Verknüpfungen, Lesestände, Protokoll und Angenommenes wie zuvor',
    },
    input: z.object({
      connection: whichConnection,
      set: settingsInput.default({}),
      anyway: z.boolean().default(false).meta({
        description: 'Also if the check finds something.',
        'x-de': 'Auch wenn die Prüfung etwas findet.',
      }),
    }),
    output: connectionShape,
    audit: (input, { id }) => ({
      objectKind: 'connection',
      objectId: id,
      data: { fields: Object.keys(input.set) },
    }),
    run: async (context, { connection, set, anyway }) => {
      const { tenant, kontor } = context
      const inTenant = <T>(work: Parameters<typeof transact<T>>[2]) => transact(kontor.db, { tenant }, work)
      const archived = await inTenant(async tx => {
        const found = await findConnection(tx, tenant, connection)
        if (!found.archivedAt) throw channelProblem('NOT_ARCHIVED', { name: found.name })
        const connector = connectorOf(context, found.system)
        if (Object.keys(set).length > 0)
          await changeSettings(tx, kontor.keyring, tenant, connector, found.id, set)
        return loadConnection(tx, tenant, found.id)
      })
      if (!anyway) {
        const report = await checkConnection(
          laneParts(context),
          tenant,
          { ...archived, archivedAt: null },
          context.signal,
        )
        const wrong = report.lines.find(line => !line.ok)
        if (wrong)
          throw channelProblem('ATTACH_CHECK_FAILED', {
            name: archived.name,
            code: wrong.code,
            reason: wrong.text[context.language],
          })
      }
      await inTenant(async tx => {
        await setArchived(tx, tenant, archived.id, null)
        await markRefused(tx, tenant, archived.id, null)
        await endPauses(tx, tenant, archived.id)
      })
      return shownConnection(context, archived.id)
    },
  }),
]
