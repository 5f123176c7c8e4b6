import { useNavigate, useSearch } from '@tanstack/react-router'
import type { OutboxSearch } from '../../shell/router.tsx'

/** What the address of the outbox says, and the ways to change it; `reset` keeps nothing but the view. */
export function useOutboxSearch() {
  const search = useSearch({ from: '/outbox' })
  const go = useNavigate({ from: '/outbox' })
  return {
    search,
    change: (next: { [Name in keyof OutboxSearch]: OutboxSearch[Name] | undefined }) =>
      void go({ search: old => ({ ...old, ...(next as OutboxSearch) }), replace: true }),
    reset: () => void go({ search: { view: search.view } }),
  }
}
