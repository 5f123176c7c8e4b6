import { useTranslation } from 'react-i18next'
import { useRight } from '../../shell/rights.ts'
import type { Reason } from '../../ui/ReasonButton.tsx'

/** Why the person may not change sales channels; empty where they may. */
export function useMayChange(right = 'connections.write'): readonly Reason[] {
  const { t } = useTranslation()
  return useRight(right) ? [] : [{ reason: t('common.needsRight', { right }) }]
}
