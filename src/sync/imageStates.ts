import type { Tx } from '../base/database.ts'
import type { Channel } from '../channels/connectionStore.ts'
import { acceptedOwners, type SentRow, sentFields } from '../channels/sentStore.ts'
import { aspectOf, type Making, type PushContext, type PushTask, type Wanted } from './pushTask.ts'

/** An image as it is compared and kept: by its content, never by an address. */
interface ImageFields {
  readonly itemId: string
  readonly hash: string
  readonly mediaType: string
  readonly sort: number
  readonly alt: Readonly<Record<string, string>>
}

/** How images are sent, where they are objects of their own: after their items. */
export const imageTask: PushTask = {
  kind: 'image',
  as: 'image',
  object: 'image',
  patient: true,
  compares: ['data'],
  want: wantImages,
  next: (tx, { tenant, sources }, channelId, afterId, limit) =>
    sources.nextImagesOf(tx, tenant, channelId, afterId, limit),
}

/** What a channel shall know of images. Those of items that it does not have are told when it takes the item (`renewImages`). */
async function wantImages(
  tx: Tx,
  { tenant, sources }: PushContext,
  channel: Channel,
  ids: readonly string[],
  known: ReadonlyMap<string, SentRow>,
): Promise<ReadonlyMap<string, Wanted>> {
  const images = await sources.imagesForChannel(tx, tenant, { channelId: channel.id, imageIds: ids })
  const gone = ids.filter((id, index) => !images[index] && known.has(id))
  const of = { tenant, channelId: channel.id }
  const former = await sentFields<ImageFields>(tx, { ...of, object: 'image' }, gone)
  const itemIds = [...images, ...former.values().map(one => one.data)].flatMap(one =>
    one ? [one.itemId] : [],
  )
  const there = await acceptedOwners(tx, of, [...new Set(itemIds)])
  return new Map(
    ids.map((id, index): [string, Wanted] => {
      const image = images[index]
      const shown = former.get(id)?.data
      // What it showed is named only where the channel still has it: else there is nothing to name.
      if (!image)
        return [
          id,
          {
            do: 'leave',
            ...(shown && there.has(shown.itemId) ? { of: itemThing(shown.itemId), sort: shown.sort } : {}),
          },
        ]
      if (!there.has(image.itemId)) return [id, { do: 'nothing' }]
      const { id: _, ...fields } = image
      const sent = { data: aspectOf(fields) }
      return [id, { do: 'send', sent, making: imageMaking(id, fields), waitsFor: [], level: 0 }]
    }),
  )
}

function imageMaking(id: string, { itemId, ...fields }: ImageFields): Making {
  const item = itemThing(itemId)
  return {
    things: [{ kind: 'image', objectId: id }, item],
    state: refOf => ({ ...fields, of: refOf(item), ofKind: 'item' }),
  }
}

function itemThing(objectId: string) {
  return { kind: 'item', objectId }
}

/**
 * A channel has taken items that it did not have: whatever it had of their images went with what it had of the items, and all of
 * them are due.
 */
export async function renewImages(
  tx: Tx,
  of: { readonly tenant: string; readonly channelId: string; readonly connectionId: string },
  itemIds: readonly string[],
): Promise<void> {
  if (itemIds.length === 0) return
  await tx.run(
    `update channel_object o set data_hash = null, data_sent = null from item_image m
     where m.tenant_id = $1 and m.item_id = any($3::uuid[]) and o.tenant_id = $1 and o.channel_id = $2 and o.kind = 'image'
       and o.object_id = m.id`,
    [of.tenant, of.channelId, itemIds],
  )
  await tx.run(
    `insert into due (tenant_id, channel_id, kind, object_id, connection_id, since_at)
     select $1, $2, 'image', m.id, $4, clock_timestamp() from item_image m
     where m.tenant_id = $1 and m.item_id = any($3::uuid[]) order by m.id
     on conflict (tenant_id, channel_id, kind, object_id) do update set version = due.version + 1, not_before = null, tries = 0`,
    [of.tenant, of.channelId, itemIds, of.connectionId],
  )
}
