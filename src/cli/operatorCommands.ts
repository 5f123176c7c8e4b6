import { z } from 'zod'
import { transact } from '../base/database.ts'
import { isOldSeal, rotateKeyring } from '../base/keyring.ts'
import { resealRoutes } from '../channels/alertStore.ts'
import { resealSecrets } from '../channels/connectionStore.ts'
import { listTenants } from '../company/tenantStore.ts'
import { resealAnswers } from '../operations/resealAnswers.ts'
import { titleIn } from '../port/titleIn.ts'
import { backupCommands } from './backup/backupCommands.ts'
import { demoCommand } from './demo/demoCommand.ts'
import { type OperatorCommand, operatorCommand } from './operatorCommand.ts'
import { commandProblem } from './problems.ts'
import { servingCommands } from './startCommand.ts'
import { tenantCommands } from './tenantCommands.ts'

/** What is done to the installation, beside the operations of tenants. */
export const operatorCommands: readonly OperatorCommand[] = [
  ...servingCommands,
  demoCommand,
  operatorCommand({
    command: 'migrate',
    summary: {
      en: 'Bring the database schema up to date',
      de: 'Das Datenbankschema auf den neuesten Stand bringen',
    },
    input: z.object({}),
    output: z.object({ applied: z.array(z.string()).readonly() }),
    run: async work => ({ applied: (await work.open()).migrated }),
  }),
  ...backupCommands,
  ...tenantCommands,
  operatorCommand({
    command: 'systems',
    summary: {
      en: 'List the systems that can be connected, and what each supports',
      de: 'Die Systeme auflisten, die sich anbinden lassen, und was jedes kann',
    },
    input: z.object({}),
    output: z.object({
      items: z.array(
        z.object({
          name: z.string(),
          title: z.string(),
          comesIn: z.array(z.string()),
          goesOut: z.array(z.string()),
          again: z.string(),
          settings: z.array(z.string()),
        }),
      ),
    }),
    async run(work) {
      const connectors = await work.program.connectors(work.config)
      return {
        items: [...connectors.values()].map(connector => ({
          name: connector.name,
          title: titleIn(connector, work.language),
          comesIn: Object.keys(connector.map),
          goesOut: Object.keys(connector.send ?? {}),
          again: typeof connector.again === 'string' ? connector.again : 'by version',
          settings: connector.settings.map(field => (field.required ? `${field.key}*` : field.key)),
        })),
      }
    },
  }),
  operatorCommand({
    command: 'contract <folder> <simulator>',
    summary: {
      en: 'Check a connector against a simulator of its system',
      de: 'Einen Connector gegen einen Simulator seines Systems prüfen',
    },
    input: z.object({
      folder: z
        .string()
        .min(1)
        .meta({ description: 'Folder of the connector.', 'x-de': 'Ordner des Connectors.' }),
      simulator: z.string().min(1).meta({
        description: 'File that exports "contractSubject".',
        'x-de': 'Datei, die „contractSubject“ bereitstellt.',
      }),
    }),
    output: z.undefined(),
    async run(work, { folder, simulator }) {
      // Node's test runner writes the report and sets the exit status when it is through.
      if (work.json) throw commandProblem('JSON_NOT_OFFERED')
      await work.program.contract(folder, simulator)
    },
  }),
  operatorCommand({
    command: 'secrets rotate',
    summary: {
      en: 'Make a new key and seal all stored secrets with it; restart running servers afterwards',
      de: 'Einen neuen Schlüssel machen und alle Geheimnisse damit versiegeln; laufende Server danach neu starten',
    },
    input: z.object({}),
    output: z.object({ key: z.string(), secrets: z.int(), answers: z.int() }),
    async run(work) {
      const { kontor } = await work.open()
      const ring = await rotateKeyring(kontor.config.secretKeyFile)
      const tenants = await transact(kontor.db, { role: 'kontor_clock' }, tx => listTenants(tx, 100_000))
      const moved = { secrets: 0, answers: 0 }
      for (const { id } of tenants) {
        moved.secrets += await transact(kontor.db, { tenant: id }, tx =>
          resealSecrets(tx, ring, id, sealed => isOldSeal(ring, sealed)),
        )
        moved.secrets += await transact(kontor.db, { tenant: id }, tx => resealRoutes(tx, ring, id))
        moved.answers += await resealAnswers(kontor.db, ring, id)
      }
      return { key: ring.current, ...moved }
    },
  }),
]
