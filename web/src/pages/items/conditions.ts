import type { ItemConditions, ItemFolderCount } from '../../api/items.ts'
import type { ItemsSearch } from '../../shell/router.tsx'

/** The filters of the list, as they stand in the address. */
export const filterNames = ['search', 'category', 'manufacturer', 'channel', 'kind', 'stock'] as const
export type FilterName = (typeof filterNames)[number]

const folders: Readonly<Record<string, ItemConditions>> = {
  all: {},
  active: { active: true },
  inactive: { active: false },
  parents: { kind: 'parent' },
  kits: { kind: 'kit' },
  unpriced: { priced: false },
  unpictured: { pictured: false },
}

/** The name of a folder in the address. */
export function folderName({ folder, channelId }: Pick<ItemFolderCount, 'folder' | 'channelId'>): string {
  return channelId === null ? folder : `channel-${channelId}`
}

/** What a folder limits the list to; an unknown one to nothing. */
export function ofFolder(folder = 'all'): ItemConditions {
  return folder.startsWith('channel-')
    ? { channel: folder.slice('channel-'.length) }
    : (folders[folder] ?? {})
}

/** Folder and filters together, as list and bulk edit take them; what the folder says counts. */
export function conditionsOf(search: ItemsSearch): ItemConditions {
  const { stock } = search
  return {
    search: search.search,
    category: search.category,
    manufacturer: search.manufacturer,
    channel: search.channel,
    kind: search.kind,
    ...(stock === 'yes' || stock === 'no' ? { inStock: stock === 'yes' } : {}),
    ...ofFolder(search.folder),
  }
}

/** Filters that are set and count inside the folder. */
export function setFilters(search: ItemsSearch): readonly FilterName[] {
  const fixed = ofFolder(search.folder)
  return filterNames.filter(name => search[name] !== undefined && !(name in fixed))
}
