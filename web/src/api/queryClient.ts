import { QueryClient } from '@tanstack/react-query'
import { onSignedOut } from './call.ts'
import { Unanswered } from './problem.ts'
import { sessionQuery } from './session.ts'

/** What was asked and may be shown again. Only what was not answered is asked a second time by itself. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      retry: (failures, error) => error instanceof Unanswered && failures < 2,
      refetchOnWindowFocus: true,
    },
  },
})

onSignedOut(() => {
  if (queryClient.getQueryData(sessionQuery.queryKey)) queryClient.setQueryData(sessionQuery.queryKey, null)
})
