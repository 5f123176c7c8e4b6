import { useTranslation } from 'react-i18next'
import { Icon } from '../../ui/Icon.tsx'

interface Package {
  readonly no: number
  readonly carrier: string
  readonly tracking: string
  readonly url: string | null
  readonly warning: { readonly reason: string; readonly remedy: string } | null
}

/** Packages with their carriers; a number leads to the page where the parcel is followed; an odd one is marked. */
export function PackageList({ packages }: { readonly packages: readonly Package[] }) {
  const { t } = useTranslation()
  return packages.map((one, at) => (
    <span key={one.no}>
      {at > 0 ? ', ' : ''}
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
