import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeMaps, type MappedList, mappedLists, mapsQuery, proposeMaps } from '../../api/channels.ts'
import { carrierChange } from './carrierChange.ts'
import { listsOf, type MapTab, missingIn, rowsOf } from './mapTabs.ts'

type DraftList = MappedList | 'attribute'

/** What is chosen and not saved: by theirs what of ours it shall be; of carriers by ours. Empty: none any more. */
type Draft = Readonly<Partial<Record<DraftList, Readonly<Record<string, string>>>>>

export type MapsForm = ReturnType<typeof useMaps>

/** The mappings of one tab of a channel, with what was chosen and is not saved yet. */
export function useMaps(channelId: string, tab: MapTab) {
  const client = useQueryClient()
  const query = useQuery(mapsQuery(channelId))
  const [draft, setDraft] = useState<Draft>({})
  const items = rowsOf(query.data?.items ?? [], tab)
  const lists = mappedLists.filter(list => listsOf[tab].some(one => one === list))
  const propose = useMutation({
    mutationFn: () => proposeMaps(channelId, lists),
    onSettled: () => client.invalidateQueries(),
  })
  const set = (list: DraftList, name: string, value: string, before: string | null) => {
    const { [name]: _, ...rest } = draft[list] ?? {}
    setDraft({ ...draft, [list]: value === (before ?? '') ? rest : { ...rest, [name]: value } })
  }
  const write = async () => {
    for (const list of [...lists, 'attribute'] as const) {
      const chosen = draft[list]
      if (!chosen || Object.keys(chosen).length === 0) continue
      await changeMaps(channelId, list, list === 'carrier' ? carrierChange(items, chosen) : chosen)
    }
  }
  return {
    query,
    items,
    missing: missingIn(items, tab),
    proposals: items.filter(row => row.proposal).length,
    propose,
    draft,
    changes: Object.values(draft).reduce((sum, map) => sum + Object.keys(map).length, 0),
    set,
    /** Saves what was chosen, list by list. */
    write,
    discard: () => setDraft({}),
  }
}
