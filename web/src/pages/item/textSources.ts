import type { Item, TextField } from '../../api/item.ts'
import { textKey } from './fields.ts'
import type { ItemEdit } from './useItemEdit.ts'

/** Where a text is said: for everyone, or for one channel. */
export interface Place {
  readonly language: string
  readonly channelId?: string
}

/** The channels that texts can be said for, by name. */
export function channelsOf(item: Item): { readonly channelId: string; readonly channel: string }[] {
  const all = [...item.channels, ...item.otherChannels].map(({ channelId, channel }) => ({
    channelId,
    channel,
  }))
  return all.sort((one, other) => one.channel.localeCompare(other.channel))
}

/**
 * What stands in the place of an empty field, and where it is from; `place` is absent where it is the item's own name. Where to
 * look, and in which order, the server says; what was typed and is not saved counts already.
 */
export function sourceOf(
  edit: ItemEdit,
  { language, channelId }: Place,
  field: TextField,
): { readonly text: string; readonly place?: Place } | undefined {
  const cell = edit.base.textCells.find(one => one.channelId === channelId && one.language === language)
  for (const { at, language: there } of cell?.fallback ?? elsewhere(edit.base, channelId, language)) {
    const place =
      at === 'channel' && channelId !== undefined ? { language: there, channelId } : { language: there }
    const text = edit.text(textKey(there, field, place.channelId))
    if (text !== '') return { text, place }
  }
  return field === 'name' ? { text: edit.text('name') } : undefined
}

// A language that the server does not know of yet goes on like any other of the channel; for everyone there is no elsewhere.
function elsewhere(item: Item, channelId: string | undefined, language: string) {
  const cells = item.textCells.filter(one => one.channelId === channelId)
  const like = cells.find(one => one.fallback.length > 1)
  if (like)
    return like.fallback.map(place => (place.language === like.language ? { ...place, language } : place))
  return cells
    .slice(0, 1)
    .flatMap(one => [{ at: 'channel' as const, language: one.language }, ...one.fallback])
}
