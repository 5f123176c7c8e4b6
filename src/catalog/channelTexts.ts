import type { Changed } from '../base/changed.ts'
import type { Tx } from '../base/database.ts'
import {
  type ChannelTextPlace,
  type ChannelTextRow,
  readChannelTexts,
  type TextOwner,
  writeChannelTexts,
} from './channelTextStore.ts'
import { filledText, type PartialText, type StoredText, textFields } from './itemFields.ts'
import { holdKnownItems } from './itemStore.ts'
import { knownChannels } from './knownChannels.ts'
import type { Refused } from './problems.ts'
import { isLanguage } from './textFallback.ts'

/** What is said at one channel, by ISO 639-1 language; null takes a language away, absent fields stay, '' is "as elsewhere". */
export type SaidAtChannel = Readonly<Record<string, PartialText | null>>

/** An item, or category, and a channel. */
export type ChannelTextResult =
  | { readonly id: string; readonly channelId: string; readonly did: 'changed' | 'unchanged' }
  | Refused

/**
 * Says texts of items for one channel each, in place of those for everyone (`textFor`). Refused (and left out) are ITEM_UNKNOWN,
 * CHANNEL_UNKNOWN and LANGUAGE_INVALID. An item that is named twice for a channel gets both, the later one last.
 */
export async function setItemChannelTexts(
  tx: Tx,
  tenant: string,
  list: readonly { readonly itemId: string; readonly channelId: string; readonly texts: SaidAtChannel }[],
): Promise<{ results: ChannelTextResult[]; changed: Changed }> {
  const items = await holdKnownItems(
    tx,
    tenant,
    list.map(one => one.itemId),
  )
  const channels = await knownChannels(
    tx,
    tenant,
    list.map(one => one.channelId),
  )
  const refused = list.map(({ itemId, channelId, texts }) =>
    items.has(itemId)
      ? objectionToPlace(itemId, channelId, texts, channels)
      : refusedAs(itemId, 'ITEM_UNKNOWN', { item: itemId }),
  )
  const said = list.flatMap(({ itemId, channelId, texts }, at) =>
    refused[at] ? [] : [{ id: itemId, channelId, texts }],
  )
  const touched = await sayAtChannels(tx, tenant, 'item', said)
  const changed = [...new Set(said.filter(one => touched.has(placeOf(one))).map(one => one.id))].sort()
  return {
    results: list.map(
      ({ itemId, channelId }, at) =>
        refused[at] ?? {
          id: itemId,
          channelId,
          did: touched.has(placeOf({ id: itemId, channelId })) ? 'changed' : 'unchanged',
        },
    ),
    changed: changed.length > 0 ? { item: changed } : {},
  }
}

/** CHANNEL_UNKNOWN or LANGUAGE_INVALID, if it is so. */
export function objectionToPlace(
  id: string,
  channelId: string,
  texts: SaidAtChannel,
  channels: ReadonlySet<string>,
): Refused | undefined {
  if (!channels.has(channelId)) return refusedAs(id, 'CHANNEL_UNKNOWN', { channel: channelId })
  const language = Object.keys(texts).find(one => !isLanguage(one))
  return language === undefined ? undefined : refusedAs(id, 'LANGUAGE_INVALID', { language })
}

/** Stores what is said at channels; answers the places (`placeOf`) where it is another than before. */
export async function sayAtChannels(
  tx: Tx,
  tenant: string,
  of: TextOwner,
  said: readonly (ChannelTextPlace & { readonly texts: SaidAtChannel })[],
): Promise<Set<string>> {
  const places = new Map(said.map(({ channelId, id }) => [placeOf({ channelId, id }), { channelId, id }]))
  const rows = await readChannelTexts(tx, tenant, of, [...places.values()])
  const before = new Map(rows.map(row => [`${placeOf(row)} ${row.language}`, row.text]))
  const after = new Map<string, ChannelTextRow>()
  for (const { channelId, id, texts } of said)
    for (const [language, words] of Object.entries(texts)) {
      const key = `${placeOf({ channelId, id })} ${language}`
      const known = after.has(key) ? after.get(key)?.text : before.get(key)
      after.set(key, { channelId, id, language, text: merged(known ?? null, words) })
    }
  const changes = [...after].flatMap(([key, row]) => (isSame(before.get(key) ?? null, row.text) ? [] : [row]))
  await writeChannelTexts(tx, tenant, of, changes)
  return new Set(changes.map(placeOf))
}

/** The key of an object at a channel. */
export function placeOf({ channelId, id }: ChannelTextPlace): string {
  return `${channelId} ${id}`
}

// A text in which nothing is said is none.
function merged(before: StoredText | null, said: PartialText | null): StoredText | null {
  if (said === null) return null
  const text = filledText({ ...said, name: said.name ?? before?.name ?? '' }, before)
  return textFields.some(field => text[field] !== '') ? text : null
}

function isSame(one: StoredText | null, other: StoredText | null): boolean {
  return one && other ? textFields.every(field => one[field] === other[field]) : one === other
}

/** An element that is left as it is, and why. */
export function refusedAs(id: string, code: Refused['code'], data: Refused['data']): Refused {
  return { id, did: 'refused', code, data }
}
