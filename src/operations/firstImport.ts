import { z } from 'zod'
import { transact } from '../base/database.ts'
import { findConnection } from '../channels/connectionStore.ts'
import { type ImportCount, importCounts } from '../channels/importStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { inventoryKinds } from '../port/inventory.ts'
import { warehouseOf } from '../stock/warehouses.ts'
import { conditionKinds, conditionsOf, leftOutOf } from '../sync/firstImport/conditions.ts'
import { importCatalogue } from '../sync/firstImport/importCatalogue.ts'
import { productLease } from '../sync/lanes.ts'
import { whichConnection } from './connectionShape.ts'
import { described } from './described.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { laneParts } from './syncParts.ts'

const leaveOut = z
  .array(z.string().min(1).max(200))
  .max(1000)
  .default([])
  .meta(
    described(
      'What is not taken, as "first-run conditions" names it: customer_group:2, tax_rate:5.5, language:fr, currency:USD.',
      'Was nicht übernommen wird, wie „first-run conditions“ es nennt: customer_group:2, tax_rate:5.5, language:fr, currency:USD.',
    ),
  )

/** One special condition of a first import. */
export const conditionShape = z.object({
  kind: z.enum(conditionKinds),
  theirs: z.string(),
  name: z.string(),
  state: z.enum(['matched', 'left_out', 'open']),
  ours: z.string().nullable(),
  /** What is to be done, and what leaving it out means; null: nothing. */
  sentence: z.string().nullable(),
  command: z.string().nullable(),
})

/** What imports have made of a connection so far. */
export const importedShape = z.object({
  id: z.uuid(),
  connection: z.string(),
  kinds: z.array(
    z.object({
      kind: z.enum(inventoryKinds),
      /** Made here by imports so far. */
      made: z.int(),
      /** Without a partner here. */
      left: z.int(),
      /** Of those: could not be made; "first-run list --noted" says why. */
      refused: z.int(),
      /** Of those made: something was left, or has to be looked at. */
      remarks: z.int(),
    }),
  ),
})

/** The first import of a shop's catalogue: what the shop has and Kontor has not is made here. */
export const firstImportOperations: readonly Operation[] = [
  operation({
    name: 'first-run.conditions',
    method: 'GET',
    path: '/connections/:connection/first-run/conditions',
    command: 'first-run conditions <connection>',
    right: 'connections.read',
    summary: {
      en: 'List what has to be matched before the catalogue of a shop is imported: groups, rates, languages, currencies',
      de: 'Auflisten, was zugeordnet sein muss, bevor der Katalog eines Shops importiert wird: Gruppen, Sätze, Sprachen, Währungen',
    },
    input: z.object({ connection: whichConnection, leaveOut }),
    output: z.object({ items: z.array(conditionShape) }),
    run: (context, { connection, leaveOut }) =>
      inTransaction(context, async tx => {
        const { tenant, kontor, language } = context
        const found = await findConnection(tx, tenant, connection)
        const [channel, ...others] = found.channels
        if (!channel || others.length > 0)
          throw channelProblem('IMPORT_CHANNELS', { name: found.name, count: found.channels.length })
        const of = { connection: found, channel, now: kontor.now() }
        const conditions = await conditionsOf(tx, tenant, of, leftOutOf(leaveOut))
        return {
          items: conditions.map(({ texts, ...one }) => ({ ...one, sentence: texts?.[language] ?? null })),
        }
      }),
  }),
  operation({
    name: 'first-run.import',
    long: true,
    method: 'POST',
    path: '/connections/:connection/first-run/import',
    command: 'first-run import <connection>',
    right: 'connections.write',
    summary: {
      en: 'Make here what the shop has and Kontor has not: categories, manufacturers, characteristics, items, images',
      de: 'Hier anlegen, was der Shop hat und Kontor nicht: Kategorien, Hersteller, Merkmale, Artikel, Bilder',
    },
    input: z.object({
      connection: whichConnection,
      all: z
        .boolean()
        .default(false)
        .meta(described('All that has no partner here.', 'Alles, was hier kein Gegenstück hat.')),
      only: z
        .array(z.string().min(1).max(500))
        .max(10_000)
        .default([])
        .meta(
          described(
            'Their ids of items: only those, with what they need.',
            'Deren Kennungen von Artikeln: nur diese, mit dem, was sie brauchen.',
          ),
        ),
      withStock: z
        .string()
        .min(1)
        .max(100)
        .optional()
        .meta(
          described(
            'A warehouse: what the shop has of new items is counted there first.',
            'Ein Lager: Der Bestand des Shops wird dort für neue Artikel als erster gezählt.',
          ),
        ),
      leaveOut,
    }),
    output: importedShape,
    audit: (_, { id, kinds }) => ({ objectKind: 'connection', objectId: id, data: figuresOf(kinds) }),
    run: async (context, { connection, all, only, withStock, leaveOut }) => {
      const { tenant, kontor, actor, signal, onProgress } = context
      const { found, warehouseId } = await transact(kontor.db, { tenant }, async tx => ({
        found: await findConnection(tx, tenant, connection),
        warehouseId: withStock === undefined ? undefined : (await warehouseOf(tx, tenant, withStock)).id,
      }))
      if (all === only.length > 0) throw channelProblem('IMPORT_UNCLEAR', { name: found.name })
      await importCatalogue(laneParts(context), {
        tenant,
        connectionId: found.id,
        by: actor.name,
        holder: kontor.holder,
        lease: productLease,
        only: all ? undefined : only,
        leftOut: leftOutOf(leaveOut),
        warehouseId,
        ...(signal ? { signal } : {}),
        ...(onProgress ? { onProgress: count => onProgress(`${count}`) } : {}),
      })
      return transact(kontor.db, { tenant }, async tx => ({
        id: found.id,
        connection: found.name,
        kinds: await importCounts(tx, tenant, found.id),
      }))
    },
  }),
]

function figuresOf(kinds: readonly ImportCount[]): Record<string, number> {
  return Object.fromEntries(kinds.map(({ kind, made }) => [kind, made]))
}
