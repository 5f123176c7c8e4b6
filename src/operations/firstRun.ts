import { z } from 'zod'
import { type Tx, transact } from '../base/database.ts'
import { type Connection, findConnection, loadConnection } from '../channels/connectionStore.ts'
import { setLead } from '../channels/phaseStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { adoptObjects } from '../sync/adopt.ts'
import { finishFirstRun } from '../sync/firstRun.ts'
import type { PersonsWork } from '../sync/heldLane.ts'
import { productLease } from '../sync/lanes.ts'
import { lookAtInventory } from '../sync/lookAtInventory.ts'
import { whichConnection } from './connectionShape.ts'
import { described } from './described.ts'
import { oursIds } from './firstRunObjects.ts'
import { firstRunShape, showFirstRun } from './firstRunSteps.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { laneParts } from './syncParts.ts'

const which = z.object({ connection: whichConnection })
const note = (_: unknown, output: { readonly id: string }) => ({
  objectKind: 'connection',
  objectId: output.id,
})

/** The first run of a new connection: nothing is sent before a person has said what is what. */
export const firstRunOperations: readonly Operation[] = [
  operation({
    name: 'first-run.show',
    method: 'GET',
    path: '/connections/:connection/first-run',
    command: 'first-run show <connection>',
    right: 'connections.read',
    summary: {
      en: 'Show the steps of a first run, and what is missing',
      de: 'Die Schritte des Erstabgleichs zeigen, und was noch fehlt',
    },
    input: which,
    output: firstRunShape,
    run: (context, { connection }) =>
      inTransaction(context, async tx =>
        showFirstRun(tx, context, await findConnection(tx, context.tenant, connection)),
      ),
  }),
  operation({
    name: 'first-run.look',
    long: true,
    method: 'POST',
    path: '/connections/:connection/first-run/look',
    command: 'first-run look <connection>',
    right: 'connections.write',
    summary: {
      en: 'Look what the shop has already, and compare it with ours; changes nothing there',
      de: 'Nachsehen, was der Shop schon hat, und mit dem Eigenen vergleichen; ändert dort nichts',
    },
    input: which.extend({
      anew: z
        .boolean()
        .default(false)
        .meta(described('From the front, also what was seen.', 'Von vorn, auch was schon gesehen wurde.')),
    }),
    output: firstRunShape,
    audit: note,
    run: async (context, { connection, anew }) => {
      const found = await find(context, connection)
      await lookAtInventory(laneParts(context), {
        ...workOf(context, found.id),
        anew,
        ...(context.onProgress ? { onProgress: count => context.onProgress?.(`${count}`) } : {}),
      })
      return shown(context, found.id)
    },
  }),
  operation({
    name: 'first-run.adopt',
    long: true,
    method: 'POST',
    path: '/connections/:connection/first-run/adopt',
    command: 'first-run adopt <connection>',
    right: 'connections.write',
    summary: {
      en: 'Link what the shop has to ours: all clear ones, single pairs; or leave objects alone',
      de: 'Was der Shop hat, mit dem Eigenen verknüpfen: alles Eindeutige, einzelne Paare; oder Objekte auslassen',
    },
    input: which.extend({
      all: z.boolean().default(false).meta(described('All that is clear.', 'Alles, was eindeutig ist.')),
      kind: z
        .enum(['item', 'category'])
        .default('item')
        .meta(described('What the pairs are.', 'Was die Paare sind.')),
      pair: z
        .record(z.string().min(1).max(500), z.string().min(1).max(200))
        .default({})
        .meta(
          described(
            'Their id = ours (id, item number or name of the category).',
            'Deren Kennung = unsere (Kennung, Artikelnummer oder Name der Kategorie).',
          ),
        ),
      leave: z
        .array(z.string().min(1).max(500))
        .max(10_000)
        .default([])
        .meta(
          described('Ids of theirs that stay as they are.', 'Deren Kennungen, die bleiben, wie sie sind.'),
        ),
    }),
    output: firstRunShape.extend({ adopted: z.int(), leftAlone: z.int() }),
    audit: (_, { id, adopted, leftAlone }) => ({
      objectKind: 'connection',
      objectId: id,
      data: { adopted, leftAlone },
    }),
    run: async (context, { connection, all, kind, pair, leave }) => {
      const found = await find(context, connection)
      const ours = await inTenant(context, tx => oursIds(tx, context.tenant, kind, Object.values(pair)))
      const pairs = [
        ...Object.entries(pair).map(([theirs, one]) => ({ kind, theirs, ours: ours.get(one) ?? null })),
        ...leave.map(theirs => ({ kind, theirs, ours: null })),
      ]
      const done = await adoptObjects(laneParts(context), { ...workOf(context, found.id), all, pairs })
      return { ...(await shown(context, found.id)), ...done }
    },
  }),
  operation({
    name: 'first-run.lead',
    method: 'POST',
    path: '/connections/:connection/first-run/lead',
    command: 'first-run lead <connection> <leads>',
    right: 'connections.write',
    summary: {
      en: 'Say whose data counts for what is adopted: ours is sent at once, or only once it is changed here',
      de: 'Angeben, wessen Daten für Übernommenes gelten: die eigenen werden gleich gesendet, oder erst nach einer Änderung hier',
    },
    input: which.extend({
      leads: z
        .enum(['kontor', 'shop'])
        .meta(described('kontor: ours. shop: theirs at first.', 'kontor: unsere. shop: zuerst deren.')),
    }),
    output: firstRunShape,
    audit: (input, output) => ({ ...note(input, output), data: { leads: input.leads } }),
    run: (context, { connection, leads }) =>
      inTransaction(context, async tx => {
        const found = await findConnection(tx, context.tenant, connection)
        if (found.phase !== 'new') throw channelProblem('FIRST_RUN_DONE', { name: found.name })
        await setLead(tx, context.tenant, found.id, leads, context.kontor.now())
        return showFirstRun(tx, context, await loadConnection(tx, context.tenant, found.id))
      }),
  }),
  operation({
    name: 'first-run.finish',
    long: true,
    method: 'POST',
    path: '/connections/:connection/first-run/finish',
    command: 'first-run finish <connection>',
    right: 'connections.write',
    summary: {
      en: 'Finish the first run: from now on what is due is sent',
      de: 'Den Erstabgleich abschließen: Ab jetzt wird Fälliges gesendet',
    },
    input: which.extend({
      empty: z
        .boolean()
        .default(false)
        .meta(
          described(
            'The shop has nothing yet: checked, looked at and finished in one go.',
            'Der Shop ist leer: prüfen, nachsehen und abschließen in einem.',
          ),
        ),
      withoutLook: z
        .boolean()
        .default(false)
        .meta(
          described(
            'Without looking what is there: the same may be made a second time.',
            'Ohne nachzusehen, was es dort gibt: Gleiches kann doppelt entstehen.',
          ),
        ),
    }),
    output: firstRunShape,
    audit: note,
    run: async (context, { connection, empty, withoutLook }) => {
      const found = await find(context, connection)
      await finishFirstRun(laneParts(context), { ...workOf(context, found.id), empty, withoutLook })
      return shown(context, found.id)
    },
  }),
]

function inTenant<T>(context: Context, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(context.kontor.db, { tenant: context.tenant }, work)
}

function find(context: Context, connection: string): Promise<Connection> {
  return inTenant(context, tx => findConnection(tx, context.tenant, connection))
}

function shown(context: Context, id: string) {
  return inTenant(context, async tx =>
    showFirstRun(tx, context, await loadConnection(tx, context.tenant, id)),
  )
}

function workOf(context: Context, connectionId: string): PersonsWork {
  return {
    tenant: context.tenant,
    connectionId,
    by: context.actor.name,
    holder: context.kontor.holder,
    lease: productLease,
    ...(context.signal ? { signal: context.signal } : {}),
  }
}
