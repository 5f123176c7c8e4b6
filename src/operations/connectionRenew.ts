import { z } from 'zod'
import { renewSecret } from '../channels/addConnection.ts'
import { findConnection } from '../channels/connectionStore.ts'
import { connectorOf, whichConnection } from './connectionShape.ts'
import { madeSecretsShape, showMadeSecrets } from './madeSecrets.ts'
import { inTransaction, type Operation, operation } from './operation.ts'

/** Secrets that Kontor makes for systems that call us. */
export const connectionRenewOperations: readonly Operation[] = [
  operation({
    name: 'connection.renew-secret',
    method: 'POST',
    path: '/connections/:connection/secrets/:field',
    command: 'connection renew-secret <connection> <field>',
    right: 'connections.write',
    summary: {
      en: 'Make a secret of a connection anew, as after it became known; the former one is void at once',
      de: 'Ein Geheimnis einer Verbindung neu erzeugen, etwa nachdem es bekannt wurde; das alte gilt sofort nicht mehr',
    },
    creates: true,
    input: z.object({
      connection: whichConnection,
      field: z.string().max(100).meta({
        description: 'The setting, one that Kontor makes.',
        'x-de': 'Die Einstellung, eine die Kontor erzeugt.',
      }),
    }),
    output: z.object({ id: z.uuid(), name: z.string(), ...madeSecretsShape }),
    audit: (input, { id }) => ({ objectKind: 'connection', objectId: id, data: { field: input.field } }),
    run: (context, input) =>
      inTransaction(context, async tx => {
        const { id, name, system } = await findConnection(tx, context.tenant, input.connection)
        const connector = connectorOf(context, system)
        const { keyring } = context.kontor
        const secret = await renewSecret(tx, keyring, context.tenant, connector, id, input.field)
        return { id, name, ...showMadeSecrets(context.language, { [input.field]: secret }) }
      }),
  }),
]
