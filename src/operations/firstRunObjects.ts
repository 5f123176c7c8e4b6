import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import type { Language } from '../base/errors.ts'
import { findItemsByNumber } from '../catalog/findItems.ts'
import { itemIdOf } from '../catalog/listItems.ts'
import { catalogProblem, isCatalogCode } from '../catalog/problems.ts'
import {
  type AdoptionKind,
  adoptionCounts,
  adoptionKinds,
  adoptionStates,
  listAdoptions,
  type Note,
} from '../channels/adoptionStore.ts'
import { findConnection } from '../channels/connectionStore.ts'
import { explain } from '../channels/reasons.ts'
import { adoptionCandidates, oursOnly } from '../sync/matchInventory.ts'
import { categoryIdOf } from './categories.ts'
import { whichConnection } from './connectionShape.ts'
import { described } from './described.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'

/** One object of theirs, and what of ours it is. */
export const objectShape = z.object({
  id: z.uuid(),
  kind: z.enum(adoptionKinds),
  theirs: z.string(),
  name: z.string(),
  number: z.string().nullable(),
  gtin: z.string().nullable(),
  parent: z.string().nullable(),
  state: z.enum(adoptionStates),
  matchedBy: z.string().nullable(),
  objectId: z.uuid().nullable(),
  /** Made here by the import. */
  made: z.boolean(),
  /** Why it could not be made, or what of it was left. */
  notes: z.array(z.object({ code: z.string(), sentence: z.string(), remedy: z.string() })),
  candidates: z.array(
    z.object({
      objectId: z.uuid(),
      number: z.string(),
      name: z.string(),
      gtin: z.string().nullable(),
      taken: z.boolean(),
    }),
  ),
})

/** What stands in a first run, object by object. */
export const firstRunObjectOperations: readonly Operation[] = [
  operation({
    name: 'first-run.list',
    method: 'GET',
    path: '/connections/:connection/first-run/objects',
    command: 'first-run list <connection>',
    right: 'connections.read',
    summary: {
      en: 'List what the shop has and what of ours it is; ambiguous ones with their candidates',
      de: 'Auflisten, was der Shop hat und was davon unser ist; Mehrdeutiges mit seinen Kandidaten',
    },
    input: z.object({
      ...pageInput,
      connection: whichConnection,
      kind: z.enum(adoptionKinds).optional().meta(described('Only these.', 'Nur diese.')),
      state: z
        .array(z.enum(adoptionStates))
        .default([...adoptionStates])
        .meta(described('Only in these states.', 'Nur in diesen Zuständen.')),
      noted: z
        .boolean()
        .default(false)
        .meta(
          described(
            'Only those of which the import has something to say.',
            'Nur die, zu denen der Import etwas zu sagen hat.',
          ),
        ),
    }),
    output: pageOf(objectShape),
    run: (context, { connection, kind, state, noted, after, limit }) =>
      inTransaction(context, async tx => {
        const { tenant, language } = context
        const { id: connectionId } = await findConnection(tx, tenant, connection)
        const rows = await listAdoptions(tx, tenant, {
          connectionId,
          kind,
          states: state,
          noted,
          after,
          limit: limit + 1,
        })
        const ids = rows.flatMap(row =>
          row.state === 'ambiguous' || row.state === 'matched' ? [row.id] : [],
        )
        const candidates = await adoptionCandidates(tx, tenant, connectionId, ids)
        const counts = await adoptionCounts(tx, tenant, connectionId)
        const count = counts.reduce(
          (sum, one) => (state.includes(one.state) && (!kind || one.kind === kind) ? sum + one.count : sum),
          0,
        )
        const shown = rows.map(row => ({
          ...row,
          notes: (row.notes ?? []).map(one => saidOf(one, language)),
          candidates: (candidates.get(row.id) ?? []).map(({ adoptionId: _, ...candidate }) => candidate),
        }))
        return asPage(shown, limit, Math.min(count, countLimit + 1))
      }),
  }),
  operation({
    name: 'first-run.ours-only',
    method: 'GET',
    path: '/connections/:connection/first-run/ours-only',
    command: 'first-run ours-only <connection>',
    right: 'connections.read',
    summary: {
      en: 'List items that are sold there and that the shop does not have: they are made there',
      de: 'Artikel auflisten, die dort verkauft werden und die der Shop nicht hat: Sie werden dort angelegt',
    },
    input: z.object({ ...pageInput, connection: whichConnection }),
    output: pageOf(
      z.object({ id: z.uuid(), number: z.string(), name: z.string(), gtin: z.string().nullable() }),
    ),
    run: (context, { connection, after, limit }) =>
      inTransaction(context, async tx => {
        const { id: connectionId } = await findConnection(tx, context.tenant, connection)
        const rows = await oursOnly(tx, context.tenant, { connectionId, after, limit: limit + 1 })
        const all = await oursOnly(tx, context.tenant, { connectionId, limit: countLimit + 1 })
        return asPage(rows, limit, all.length)
      }),
  }),
]

// A code of the reasons, or of the verb that refused a part.
function saidOf({ code, data }: Note, language: Language) {
  if (isCatalogCode(code)) return { code, sentence: catalogProblem(code, data).texts[language], remedy: '' }
  const reason = explain(code, data)
  return { code, sentence: reason[language], remedy: reason.remedy[language] }
}

/**
 * The ids of ours that a person named: by id, by item number, or by the name of a category. Throws ITEM_UNKNOWN,
 * CATEGORY_UNKNOWN.
 */
export async function oursIds(
  tx: Tx,
  tenant: string,
  kind: AdoptionKind,
  names: readonly string[],
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  const byNumber = kind === 'item' ? await findItemsByNumber(tx, tenant, names) : undefined
  for (const name of new Set(names)) {
    const [item, ...others] = byNumber?.get(name) ?? []
    // A person names a handful; what is no number is an id or a name.
    if (item && others.length === 0) ids.set(name, item.id)
    else ids.set(name, await (kind === 'item' ? itemIdOf(tx, tenant, name) : categoryIdOf(tx, tenant, name)))
  }
  return ids
}
