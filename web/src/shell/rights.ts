import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '../api/session.ts'
import type { Reason } from '../ui/ReasonButton.tsx'

/** Whether who is signed in has a right. */
export function useRight(right: string): boolean {
  const { data } = useQuery(sessionQuery)
  return data?.rights.includes(right) ?? false
}

/** What stands against an action that needs a right: nothing, or that it is missing. */
export function useMissingRight(right: string): readonly Reason[] {
  const { t } = useTranslation()
  return useRight(right) ? [] : [{ reason: t('common.needsRight', { right }) }]
}
