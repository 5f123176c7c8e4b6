import { useTranslation } from 'react-i18next'
import { Chip } from '../../ui/Chip.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { useMayChange } from './mayChange.ts'
import type { MapsForm } from './useMaps.ts'

interface MapsHeadProps {
  readonly maps: MapsForm
  /** More than this is mapped in the tab: that all is well is not said, and nothing where nothing is to do. */
  readonly isPart?: boolean
}

/** Above the mappings of a tab: how many are missing, and applying what is proposed. */
export function MapsHead({ maps, isPart = false }: MapsHeadProps) {
  const { t } = useTranslation()
  const mayChange = useMayChange()
  const { query, items, missing, proposals, propose } = maps
  const error = query.error ?? propose.error
  const isNeeded = items.length > 0 && !(isPart && missing + proposals === 0)
  return (
    <>
      {error ? (
        <ErrorState error={error} {...(query.error ? { onRetry: () => void query.refetch() } : {})} />
      ) : null}
      {isNeeded ? (
        <div className="maps-head">
          {missing > 0 ? (
            <Chip sign="check" tone="warn" filled>
              {t('channels.mapsMissing', { count: missing })}
            </Chip>
          ) : isPart ? (
            <span />
          ) : (
            <Chip sign="done" tone="ok">
              {t('channels.mapsComplete')}
            </Chip>
          )}
          <ReasonButton
            verb={t('channels.mapsPropose', { count: proposals })}
            loading={propose.isPending}
            reasons={proposals === 0 ? [{ reason: t('channels.mapsNoProposal') }] : mayChange}
            onClick={() => propose.mutate()}
          />
        </div>
      ) : null}
    </>
  )
}
