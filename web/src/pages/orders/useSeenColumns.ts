import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { type OrderView, orderColumnsQuery, type SeenColumn, setOrderColumns } from '../../api/orderLists.ts'
import { seenColumns, useAllColumns, usualColumns } from './columns.tsx'

/**
 * The columns of the list: those of the view that is open, else those that the person chose, else the usual ones. What is chosen
 * while a view is open counts until the view is left, and is kept by saving it.
 */
export function useSeenColumns(view: OrderView | undefined) {
  const client = useQueryClient()
  const all = useAllColumns()
  const mine = useQuery(orderColumnsQuery)
  const [tried, setTried] = useState<{ readonly view: string; readonly columns: readonly SeenColumn[] }>()
  const keep = useMutation({ mutationFn: setOrderColumns })
  const seen =
    (view && tried?.view === view.id ? tried.columns : view?.content.columns) ?? mine.data ?? undefined
  const columns = useMemo(() => seenColumns(all, seen), [all, seen])
  const choose = (next: readonly SeenColumn[]) => {
    if (view) return setTried({ view: view.id, columns: next })
    client.setQueryData(orderColumnsQuery.queryKey, next)
    keep.mutate(next)
  }
  const resize = (id: string, width: number) =>
    choose(
      (seen ?? usualColumns.map((one): SeenColumn => ({ id: one }))).map(one =>
        one.id === id ? { ...one, width } : one,
      ),
    )
  return { all, seen, columns, choose, resize }
}
