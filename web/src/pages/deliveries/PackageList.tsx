import { useTranslation } from 'react-i18next'
import { Chip } from '../../ui/Chip.tsx'
import { Icon } from '../../ui/Icon.tsx'

interface Package {
  readonly no: number
  readonly carrier: string
  readonly tracking: string
  readonly url: string | null
  readonly returnLabel: object | null
  readonly warning: { readonly reason: string; readonly remedy: string } | null
}

interface PackageListProps {
  readonly packages: readonly Package[]
  /** Their channel takes none without a return label. */
  readonly wantsLabels: boolean
}

/** Packages with their carriers; a number leads to the page where the parcel is followed; what is odd or missing is marked. */
export function PackageList({ packages, wantsLabels }: PackageListProps) {
  const { t } = useTranslation()
  return packages.map((one, at) => (
    <span key={one.no}>
      {at > 0 ? ', ' : ''}
      {wantsLabels && !one.returnLabel ? (
        <span className="package-lacks" title={t('orderActs.labelMissingHelp')}>
          <Chip sign="check" tone="warn" filled>
            {t('orderActs.labelMissing')}
          </Chip>
        </span>
      ) : null}
      {one.carrier}
      {one.carrier !== '' && one.tracking !== '' ? ' ' : ''}
      {one.url && one.tracking !== '' ? (
        <a
          href={one.url}
          target="_blank"
          rel="noreferrer"
          title={t('deliveries.follow', { number: one.tracking })}
        >
          {one.tracking}
        </a>
      ) : (
        one.tracking
      )}
      {one.warning ? <Mark sentence={`${one.warning.reason} ${one.warning.remedy}`} /> : null}
    </span>
  ))
}

function Mark({ sentence }: { readonly sentence: string }) {
  return (
    <span className="tone-warn" role="img" aria-label={sentence} title={sentence}>
      {' '}
      <Icon name="warning" size={13} />
    </span>
  )
}
