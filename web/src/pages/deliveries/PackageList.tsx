import { useTranslation } from 'react-i18next'

interface Package {
  readonly no: number
  readonly carrier: string
  readonly tracking: string
  readonly url: string | null
}

/** Packages with their carriers; a number leads to the page where the parcel is followed. */
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
    </span>
  ))
}
