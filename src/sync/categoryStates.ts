import type { Tx } from '../base/database.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { type SentAspects, type SentRow, sentFields } from '../channels/sentStore.ts'
import type { LocalTexts } from '../port/outgoing.ts'
import { categoryThing } from './itemStates.ts'
import { aspectOf, type Making, type PushContext, type Wanted } from './pushTask.ts'

interface CategoryFields {
  readonly parentId: string | null
  readonly active: boolean
  readonly sort: number
  readonly texts: LocalTexts
}

/** What a channel shall know of categories, parents at a lower level than their children. */
export async function wantCategories(
  tx: Tx,
  context: PushContext,
  channel: Channel,
  ids: readonly string[],
  known: ReadonlyMap<string, SentRow>,
): Promise<ReadonlyMap<string, Wanted>> {
  const { tenant, sources } = context
  const list = await sources.categoriesForChannel(tx, tenant, {
    channelId: channel.id,
    categoryIds: ids,
    now: context.now(),
  })
  const gone = ids.filter((id, index) => !list[index] && known.has(id))
  const former = await sentFields(tx, { tenant, channelId: channel.id, object: 'category' }, gone)
  return new Map(
    ids.map((id, index): [string, Wanted] => {
      const category = list[index]
      if (!category) {
        const fields = former.get(id)?.data as CategoryFields | undefined
        if (!fields) return [id, { do: 'leave' }]
        const sent = { data: aspectOf({ ...fields, active: false }) }
        return [id, { do: 'leave', sent, making: categoryMaking(id, sent) }]
      }
      const { parentId, active, sort, texts } = category
      const sent = { data: aspectOf({ parentId, active, sort, texts }) }
      const waitsFor = parentId === null ? [] : [parentId]
      return [id, { do: 'send', sent, making: categoryMaking(id, sent), waitsFor, level: category.depth }]
    }),
  )
}

function categoryMaking(id: string, sent: SentAspects): Making {
  const { parentId } = sent.data?.fields as CategoryFields
  return {
    things: [categoryThing(id), ...(parentId === null ? [] : [categoryThing(parentId)])],
    state: (all, refOf) => {
      const { parentId: parent, ...fields } = all.data?.fields as CategoryFields
      return { ...fields, ...(parent === null ? {} : { parent: refOf(categoryThing(parent)) }) }
    },
  }
}
