import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { takeProposals } from '../../api/offers.ts'
import { untick } from '../../ui/untick.ts'

/** Rows that are ticked, and taking over what is proposed for some of them; those that were taken are ticked no longer. */
export function useProposals(channelId: string, list: 'attribute' | 'category') {
  const client = useQueryClient()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const take = useMutation({
    mutationFn: (names: readonly string[]) => takeProposals(channelId, list, names),
    onSuccess: ({ items }) =>
      setSelected(now =>
        untick(
          now,
          items.map(one => one.name),
        ),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['channels', channelId] }),
  })
  const toggle = (names: readonly string[], on: boolean) =>
    setSelected(now => (on ? new Set([...now, ...names]) : untick(now, names)))
  /** Names whose proposal was gone before it was taken. */
  const left = (take.data?.items ?? []).flatMap(one => (one.did === 'mapped' ? [] : [one.name]))
  return { selected, setSelected, toggle, take, left }
}
