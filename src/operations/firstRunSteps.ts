import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import type { Texts } from '../base/errors.ts'
import type { Connection } from '../channels/connectionStore.ts'
import { explain } from '../channels/reasons.ts'
import { inventoryKinds } from '../port/inventory.ts'
import { type LookedAt, lookedAt } from '../sync/firstRun.ts'
import { countMaps } from '../sync/mapOverview.ts'
import type { Context } from './operation.ts'

const stepNames = ['check', 'mappings', 'orders', 'look', 'adopt', 'lead', 'finish'] as const
const stepShape = z.object({
  step: z.enum(stepNames),
  /** `open`: to be done before the end. `optional`: may be done. `cannot`: this system does not offer it. */
  state: z.enum(['done', 'open', 'optional', 'cannot']),
  sentence: z.string(),
})
type Step = { readonly step: (typeof stepNames)[number] } & {
  readonly state: z.infer<typeof stepShape>['state']
  readonly texts: Texts
}

/** A first run as API, terminal and screen show it. */
export const firstRunShape = z.object({
  id: z.uuid(),
  connection: z.string(),
  phase: z.enum(['new', 'ready']),
  leads: z.enum(['kontor', 'shop']),
  leadChosenAt: z.date().nullable(),
  checkedAt: z.date().nullable(),
  checkOk: z.boolean().nullable(),
  steps: z.array(stepShape),
  kinds: z.array(
    z.object({
      kind: z.enum(inventoryKinds),
      seen: z.int(),
      looked: z.boolean(),
      /** Why it cannot be looked at; null: it can. */
      refused: z.string().nullable(),
      theirsOnly: z.int(),
      matched: z.int(),
      ambiguous: z.int(),
      adopted: z.int(),
      leftAlone: z.int(),
    }),
  ),
})

/** Shows how far the first run of a connection is. */
export async function showFirstRun(
  tx: Tx,
  context: Context,
  connection: Connection,
): Promise<z.infer<typeof firstRunShape>> {
  const { tenant, language } = context
  const connector = context.kontor.connectors.get(connection.system)
  const kinds = await lookedAt(tx, tenant, connection.id, connector)
  const maps = await countMaps(tx, tenant, connection)
  return {
    id: connection.id,
    connection: connection.name,
    phase: connection.phase,
    leads: connection.leads,
    leadChosenAt: connection.leadChosenAt,
    checkedAt: connection.checkedAt,
    checkOk: connection.checkOk,
    steps: stepsOf(connection, kinds, maps).map(({ step, state, texts }) => ({
      step,
      state,
      sentence: texts[language],
    })),
    kinds: kinds.map(({ kind, reading, ...counts }) => ({
      kind,
      seen: reading?.objects ?? 0,
      looked: reading?.doneAt != null,
      refused: reading?.refusedCode
        ? explain(reading.refusedCode, reading.refusedData ?? {})[language]
        : null,
      ...counts,
    })),
  }
}

function stepsOf(
  connection: Connection,
  kinds: readonly LookedAt[],
  { named, missing }: { readonly named: number; readonly missing: number },
): readonly Step[] {
  const sum = (of: (one: LookedAt) => number) => kinds.reduce((all, one) => all + of(one), 0)
  const undecided = sum(one => one.matched + one.ambiguous)
  const adopted = sum(one => one.adopted)
  const looked = kinds.every(({ reading }) => reading?.doneAt || reading?.refusedCode)
  const ready = connection.phase === 'ready'
  const from = connection.channels.map(one => one.events['order']?.from).find(Boolean)
  return [
    connection.checkOk
      ? step('check', 'done', 'Die Prüfung ist bestanden.', 'The check was passed.')
      : step(
          'check',
          ready ? 'optional' : 'open',
          connection.checkedAt ? 'Die Prüfung hat etwas gefunden.' : 'Noch nicht geprüft.',
          connection.checkedAt ? 'The check found something.' : 'Not checked yet.',
        ),
    missing === 0
      ? named > 0
        ? step('mappings', 'done', 'Alles ist zugeordnet.', 'Everything is mapped.')
        : step(
            'mappings',
            'optional',
            'Noch ist nichts genannt, was zuzuordnen wäre.',
            'Nothing has been named yet that could be mapped.',
          )
      : step('mappings', 'optional', `${missing} ohne Zuordnung.`, `${missing} not mapped.`),
    from
      ? step('orders', 'done', `Bestellungen ab ${from}.`, `Orders from ${from}.`)
      : step(
          'orders',
          'optional',
          'Alle Bestellungen, die der Shop liefert.',
          'All orders that the shop delivers.',
        ),
    kinds.length === 0
      ? step(
          'look',
          'cannot',
          'Dieses System kann nicht auflisten, was es hat.',
          'This system cannot list what it has.',
        )
      : looked
        ? step('look', 'done', 'Es ist nachgesehen, was der Shop hat.', 'It is known what the shop has.')
        : step('look', ready ? 'optional' : 'open', 'Noch nicht nachgesehen.', 'Not looked at yet.'),
    undecided === 0
      ? step(
          'adopt',
          kinds.length === 0 ? 'cannot' : looked ? 'done' : 'open',
          looked ? `${adopted} übernommen, nichts offen.` : 'Dazu muss zuerst nachgesehen werden.',
          looked ? `${adopted} adopted, nothing open.` : 'It has to be looked at first.',
        )
      : step('adopt', 'open', `${undecided} noch nicht entschieden.`, `${undecided} not decided yet.`),
    connection.leadChosenAt
      ? step('lead', 'done', `Es führt: ${connection.leads}.`, `Leads: ${connection.leads}.`)
      : step(
          'lead',
          adopted > 0 && !ready ? 'open' : 'optional',
          'Nicht gewählt; ohne Übernommenes führt Kontor.',
          'Not chosen; without anything adopted Kontor leads.',
        ),
    ready
      ? step('finish', 'done', 'Abgeschlossen: Fälliges wird gesendet.', 'Finished: what is due is sent.')
      : step('finish', 'open', 'Noch wird nichts gesendet.', 'Nothing is sent yet.'),
  ]
}

function step(name: Step['step'], state: Step['state'], de: string, en: string): Step {
  return { step: name, state, texts: { de, en } }
}
