import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Results } from '../../api/orderActs.ts'
import { Notice } from '../../ui/EmptyState.tsx'
import { count } from '../../words/format.ts'

/** An act on orders, deliveries or returns: all that is shown is read anew, and what was refused stays with its reason. */
export function useAct<Wish, Answer extends Results>(
  perform: (wish: Wish) => Promise<Answer>,
  onDone: (answer: Answer) => void,
) {
  const client = useQueryClient()
  const act = useMutation({
    mutationFn: perform,
    onSuccess: async answer => {
      await client.invalidateQueries()
      if (answer.refused === 0) onDone(answer)
    },
  })
  return {
    run: (wish: Wish) => act.mutate(wish),
    busy: act.isPending,
    error: act.error,
    refused: act.data && act.data.refused > 0 ? act.data : undefined,
  }
}

/** What was refused, and why; each reason once. */
export function Refusals({ results }: { readonly results: Results | undefined }) {
  const { t } = useTranslation()
  if (!results || results.refused === 0) return null
  const why = results.items
    .filter(one => one.code !== null)
    .map(one => [one.reason ?? one.code, one.remedy].filter(Boolean).join(' '))
  const sentence = [...new Set(why)].join(' ')
  return (
    <Notice tone="bad">
      {results.items.length === 1
        ? sentence
        : t('order.someFailed', { n: count(results.refused), why: sentence })}
    </Notice>
  )
}
