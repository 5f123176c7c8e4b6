import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { findConnection } from '../channels/connectionStore.ts'
import { attributeMaps } from '../sync/attributeMaps.ts'
import { categoryMaps } from '../sync/categoryMaps.ts'
import { channelIdOf, whichChannel } from './channels.ts'
import { described } from './described.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { putCategoryMaps, putOfferMaps } from './putOfferMaps.ts'

const lists = ['attribute', 'category'] as const

/** What became of proposals of equal names, in the order in which they were named. */
export const takenShape = z.object({
  channelId: z.uuid(),
  items: z.array(
    z.object({
      name: z.string(),
      /** `already`: it is mapped; `unproposed`: nothing has the same name; `unknown`: there is no such thing. */
      did: z.enum(['mapped', 'already', 'unproposed', 'unknown']),
    }),
  ),
})

/** Proposals of equal names for attributes and categories, many at once. */
export const takeProposalOperations: readonly Operation[] = [
  operation({
    name: 'channel.take-proposals',
    method: 'POST',
    path: '/channels/:channel/proposals/:list',
    command: 'channel proposal take <channel> <list>',
    right: 'connections.write',
    summary: {
      en: 'Take over what is proposed for attributes of the channel, or for categories of ours; items are told anew',
      de: 'Übernehmen, was für Attribute des Kanals oder für unsere Kategorien vorgeschlagen ist; Artikel werden neu gesendet',
    },
    input: z.object({
      channel: whichChannel,
      list: z.enum(lists).meta(described('Which list.', 'Welche Liste.')),
      names: z
        .array(z.string().min(1).max(512))
        .min(1)
        .max(10_000)
        .optional()
        .meta(
          described(
            'Ids of attributes of the channel, or of categories of ours; all that are proposed if not given.',
            'Kennungen von Attributen des Kanals oder von unseren Kategorien; sonst alle Vorschläge.',
          ),
        ),
    }),
    output: takenShape,
    audit: ({ list }, { channelId, items }) => ({
      objectKind: 'channel',
      objectId: channelId,
      data: { list, count: items.filter(one => one.did === 'mapped').length },
    }),
    run: (context, { channel, list, names }) =>
      inTransaction(context, async tx => {
        const channelId = await channelIdOf(tx, context, channel)
        const rows = await rowsOf(tx, context.tenant, channelId, list)
        const wanted = names ?? [...rows].flatMap(([name, row]) => (row.proposal === null ? [] : [name]))
        const items = wanted.map(name => {
          const row = rows.get(name)
          if (!row) return { name, did: 'unknown' as const }
          if (row.proposal !== null) return { name, did: 'mapped' as const }
          return { name, did: row.isMapped ? ('already' as const) : ('unproposed' as const) }
        })
        const map = Object.fromEntries(
          items.flatMap(({ name, did }) =>
            did === 'mapped' ? [[name, rows.get(name)?.proposal ?? '']] : [],
          ),
        )
        if (Object.keys(map).length > 0)
          await (list === 'attribute'
            ? putOfferMaps(tx, context, { channelId, list }, map)
            : putCategoryMaps(tx, context, channelId, map))
        return { channelId, items }
      }),
  }),
]

interface Row {
  readonly isMapped: boolean
  /** As it is mapped when it is taken over. */
  readonly proposal: string | null
}

async function rowsOf(
  tx: Tx,
  tenant: string,
  channelId: string,
  list: (typeof lists)[number],
): Promise<ReadonlyMap<string, Row>> {
  const connection = await findConnection(tx, tenant, channelId)
  if (list === 'category') {
    const rows = await categoryMaps(tx, tenant, connection.id, channelId)
    return new Map(
      rows.map(({ categoryId, theirs, proposal }) => [
        categoryId,
        { isMapped: theirs !== null, proposal: proposal?.theirs ?? null },
      ]),
    )
  }
  const place = connection.channels.find(one => one.id === channelId)?.place ?? ''
  const rows = await attributeMaps(tx, tenant, connection.id, { id: channelId, place })
  return new Map(
    rows.map(({ theirs, source, proposal }) => [theirs, { isMapped: source !== null, proposal }]),
  )
}
