import { z } from 'zod'
import { fill, type ProblemData } from '../base/errors.ts'
import type { Connection } from '../channels/connectionStore.ts'
import { findConnection, listConnections } from '../channels/connectionStore.ts'
import { channelProblem } from '../channels/problems.ts'
import { listSteps, type RecoveryStep } from '../channels/recoveryStore.ts'
import { nextNumbers, numberKinds } from '../company/numberRanges.ts'
import { titleIn } from '../port/titleIn.ts'
import { fetchMissing } from '../sync/recovery/fetchMissing.ts'
import { confirmNumber, finishRecovery } from '../sync/recovery/finishRecovery.ts'
import { recoveryWay } from '../sync/recovery/recoveryWay.ts'
import { whichConnection } from './connectionShape.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { recoveryWords } from './recoveryWords.ts'
import { laneParts } from './syncParts.ts'

const wordsShape = z.object({ text: z.string(), command: z.string() })
const stepShape = wordsShape.extend({
  step: z.enum(['number', 'orders']),
  /** The kind of numbers, or the name of the connection. */
  of: z.string(),
  backupAt: z.date(),
  firstNo: z.string(),
  doneAt: z.date().nullable(),
  doneBy: z.string().nullable(),
  note: z.record(z.string(), z.union([z.string(), z.number()])),
})

/** What is to be done after a restore. */
export const recoveryShape = z.object({
  isOver: z.boolean(),
  steps: z.array(stepShape),
  /** Connections that go on when their steps are done. */
  connections: z.array(
    wordsShape.extend({ id: z.uuid(), name: z.string(), open: z.int(), archived: z.boolean() }),
  ),
})

/** What is to be done after a restore, before shops are called and told again. */
export const recoveryOperations: readonly Operation[] = [
  operation({
    name: 'recovery.show',
    method: 'GET',
    path: '/recovery',
    command: 'recovery show',
    right: 'connections.read',
    summary: {
      en: 'Show what is to be done after a restore, with the command for each step',
      de: 'Zeigen, was nach dem Einspielen einer Sicherung zu tun ist, mit dem Befehl zu jedem Schritt',
    },
    input: z.object({}),
    output: recoveryShape,
    run: context =>
      inTransaction(context, async tx => {
        const steps = await listSteps(tx, context.tenant)
        const next = await nextNumbers(tx, context.tenant)
        const all = await listConnections(tx, context.tenant, { archived: true })
        const recovering = all.filter(one => one.recoveringAt)
        const open = steps.filter(step => step.doneAt === null)
        return {
          isOver: recovering.every(one => one.archivedAt) && open.every(step => step.step !== 'number'),
          steps: steps.map(step =>
            showStep(
              context,
              step,
              all.find(one => one.id === step.connectionId),
              next,
            ),
          ),
          connections: recovering.map(one => ({
            id: one.id,
            name: one.name,
            archived: one.archivedAt !== null,
            open: open.filter(step => step.step === 'number' || step.connectionId === one.id).length,
            ...words(context, 'done', { connection: one.name }),
          })),
        }
      }),
  }),
  operation({
    name: 'recovery.number',
    method: 'POST',
    path: '/recovery/numbers/:kind',
    command: 'recovery number <kind> <last>',
    right: 'connections.write',
    summary: {
      en: 'After a restore: say which number was really given last; the range never goes back',
      de: 'Nach dem Einspielen: angeben, welche Nummer wirklich zuletzt vergeben wurde; der Nummernkreis geht nie zurück',
    },
    input: z.object({
      kind: z.enum(numberKinds).meta({ description: 'Which numbers.', 'x-de': 'Welche Nummern.' }),
      last: z
        .string()
        .regex(/^\d{1,15}$/)
        .meta({
          description: 'The last number that was given, without prefix and suffix.',
          'x-de': 'Die zuletzt vergebene Nummer, ohne Präfix und Suffix.',
        }),
    }),
    output: z.object({ kind: z.string(), next: z.string(), steps: z.int() }),
    audit: ({ kind, last }, { next }) => ({ objectKind: 'number_range', data: { kind, last, next } }),
    run: (context, { kind, last }) =>
      inTransaction(context, async tx => {
        const wish = { kind, last, by: context.actor.name, at: context.kontor.now() }
        return { kind, ...(await confirmNumber(tx, context.tenant, wish)) }
      }),
  }),
  operation({
    name: 'recovery.fetch',
    long: true,
    method: 'POST',
    path: '/recovery/connections/:connection/fetch',
    command: 'recovery fetch <connection>',
    right: 'connections.write',
    summary: {
      en: 'After a restore: get the orders that came since the backup, in the way that the system offers',
      de: 'Nach dem Einspielen: die Bestellungen seit der Sicherung holen, auf dem Weg, den das System anbietet',
    },
    input: z.object({
      connection: whichConnection,
      numbers: z.coerce.number().int().min(1).max(500_000).default(10_000).meta({
        description: 'How many numbers of ours the shop is asked to forget, counted from the backup.',
        'x-de': 'Wie viele unserer Nummern der Shop vergessen soll, von der Sicherung an gezählt.',
      }),
      all: z.boolean().default(false).meta({
        description: 'Let the shop forget all links, where it can do no less.',
        'x-de': 'Den Shop alle Verknüpfungen vergessen lassen, wo er nicht weniger kann.',
      }),
      checked: z.boolean().default(false).meta({
        description: 'What cannot be done from here was done in the shop.',
        'x-de': 'Was von hier aus nicht geht, ist im Shop getan.',
      }),
    }),
    output: z.object({
      id: z.uuid(),
      run: z.uuid(),
      way: z.string(),
      found: z.int(),
      new: z.int(),
      unchanged: z.int(),
    }),
    audit: ({ numbers, all, checked }, { id, way }) => ({
      objectKind: 'connection',
      objectId: id,
      data: { way, numbers, all, checked },
    }),
    async run(context, { connection, ...wish }) {
      const { id, name } = await inTransaction(context, tx => findConnection(tx, context.tenant, connection))
      const fetched = await fetchMissing(laneParts(context), {
        ...wish,
        tenant: context.tenant,
        connectionId: id,
        by: context.actor.name,
        holder: context.kontor.holder,
        ...(context.signal ? { signal: context.signal } : {}),
        onProgress: figures => context.onProgress?.(`${name}: ${figures['order']?.found ?? 0}`),
      })
      const { end, runId, way } = fetched
      if (end.state !== 'done' || end.paused) {
        const code = end.error?.code ?? (end.paused ? 'RATE_LIMITED' : end.state)
        throw channelProblem('RECOVERY_FAILED', { name, run: runId, code })
      }
      const { found = 0, new: fresh = 0, unchanged = 0 } = end.figures['order'] ?? {}
      return { id, run: runId, way, found, new: fresh, unchanged }
    },
  }),
  operation({
    name: 'recovery.done',
    method: 'POST',
    path: '/recovery/connections/:connection/done',
    command: 'recovery done <connection>',
    right: 'connections.write',
    summary: {
      en: 'After a restore: let a connection go on; refused while a step is open',
      de: 'Nach dem Einspielen: eine Verbindung weitermachen lassen; geht erst, wenn alle Schritte getan sind',
    },
    input: z.object({ connection: whichConnection }),
    output: z.object({ id: z.uuid(), locked: z.boolean() }),
    audit: (_, { id }) => ({ objectKind: 'connection', objectId: id }),
    run: (context, { connection }) =>
      inTransaction(context, async tx => {
        const id = await finishRecovery(tx, context.tenant, { connection, at: context.kontor.now() })
        return { id, locked: (await findConnection(tx, context.tenant, id)).lockedAt !== null }
      }),
  }),
]

function showStep(
  context: Context,
  step: RecoveryStep,
  connection: Connection | undefined,
  next: ReadonlyMap<string, string>,
): z.infer<typeof stepShape> {
  const { backupAt, firstNo, doneAt, doneBy, note } = step
  const kind = step.rangeKind ?? ''
  const facts = { step: step.step, backupAt, firstNo, doneAt, doneBy, note }
  if (!connection)
    return {
      ...facts,
      of: kind,
      ...words(context, 'number', {
        kind,
        last: (BigInt(firstNo) - 1n).toString(),
        next: next.get(kind) ?? firstNo,
      }),
    }
  const connector = context.kontor.connectors.get(connection.system)
  const way = connector ? recoveryWay(connector, connection.facts) : 'byHand'
  return {
    ...facts,
    of: connection.name,
    ...words(context, way, {
      connection: connection.name,
      system: connector ? titleIn(connector, context.language) : connection.system,
      from: firstNo,
      since: backupAt.toISOString(),
    }),
  }
}

function words(
  { language }: Context,
  which: keyof typeof recoveryWords,
  data: ProblemData,
): z.infer<typeof wordsShape> {
  const said = recoveryWords[which]
  return { text: fill(said[language], data), command: fill(said.command, data) }
}
