import type { Tx } from '../base/database.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { type SentRow, sentFields } from '../channels/sentStore.ts'
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
  const former = await sentFields<CategoryFields>(
    tx,
    { tenant, channelId: channel.id, object: 'category' },
    gone,
  )
  return new Map(
    ids.map((id, index): [string, Wanted] => {
      const category = list[index]
      if (!category) {
        const last = former.get(id)?.data
        if (!last) return [id, { do: 'leave' }]
        const fields = { ...last, active: false }
        const sent = { data: aspectOf(fields) }
        const making = categoryMaking(id, fields)
        return [id, { do: 'leave', sent, making, level: -goneAbove(former, id) }]
      }
      const { parentId, active, sort, texts } = category
      const fields = { parentId, active, sort, texts }
      const sent = { data: aspectOf(fields) }
      const waitsFor = parentId === null ? [] : [parentId]
      return [id, { do: 'send', sent, making: categoryMaking(id, fields), waitsFor, level: category.depth }]
    }),
  )
}

function categoryMaking(id: string, { parentId, ...fields }: CategoryFields): Making {
  const parent = parentId === null ? undefined : categoryThing(parentId)
  return {
    things: [categoryThing(id), ...(parent ? [parent] : [])],
    state: refOf => ({ ...fields, ...(parent ? { parent: refOf(parent) } : {}) }),
  }
}

// How many of those above it leave too: the deepest are taken away first.
function goneAbove(
  former: ReadonlyMap<string, { readonly data: CategoryFields | null }>,
  id: string,
): number {
  let count = 0
  for (let at = former.get(id)?.data?.parentId; at && former.has(at) && count < 100; count++)
    at = former.get(at)?.data?.parentId
  return count
}
