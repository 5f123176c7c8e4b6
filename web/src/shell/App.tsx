import { useQuery } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { queryClient } from '../api/queryClient.ts'
import { sessionQuery } from '../api/session.ts'
import { ErrorState } from '../ui/EmptyState.tsx'
import { router } from './router.tsx'

const SignIn = lazy(() => import('../pages/session/SignIn.tsx'))

/** The program: who is not signed in signs in and then sees the address that was asked for. */
export function App() {
  const { data, error, isPending, refetch } = useQuery(sessionQuery)
  const wasIn = useRef(false)
  useOtherLanguage()
  useEffect(() => {
    if (data) wasIn.current = true
  }, [data])
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (isPending) return null
  if (data === null)
    return (
      <Suspense>
        <SignIn ended={wasIn.current} />
      </Suspense>
    )
  return <RouterProvider router={router} />
}

/** Sentences of the server come in the language of the reader: with another language they are asked for again. */
function useOtherLanguage(): void {
  const { i18n } = useTranslation()
  const known = useRef(i18n.language)
  useEffect(() => {
    if (known.current === i18n.language) return
    known.current = i18n.language
    void queryClient.invalidateQueries()
  }, [i18n.language])
}
