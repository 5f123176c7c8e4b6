import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { sessionQuery } from '../api/session.ts'
import type { Reason } from '../ui/ReasonButton.tsx'

/** Whether who is signed in has a right. */
export function useRight(right: string): boolean {
  const { data } = useQuery(sessionQuery)
  return data?.rights.includes(right) ?? false
}

/** Why who is signed in may not do what needs this right; empty where they may. */
export function useLacking(right: string): readonly Reason[] {
  const { t } = useTranslation()
  return useRight(right) ? [] : [{ reason: t('common.needsRight', { right }) }]
}
