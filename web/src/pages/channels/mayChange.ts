import { useMissingRight } from '../../shell/rights.ts'
import type { Reason } from '../../ui/ReasonButton.tsx'

/** Why the person may not change sales channels; empty where they may. */
export function useMayChange(right = 'connections.write'): readonly Reason[] {
  return useMissingRight(right)
}
