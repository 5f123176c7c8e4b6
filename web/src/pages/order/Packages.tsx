import './order.css'
import { Autocomplete, Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { carriersQuery, type PackageWish } from '../../api/orderActs.ts'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { readDecimal } from '../../words/decimalText.ts'

/** A package as it is typed. */
export interface TypedPackage {
  readonly key: number
  readonly carrier: string
  readonly tracking: string
  readonly weight: string
}

interface PackagesProps {
  readonly packages: readonly TypedPackage[]
  readonly onChange: (packages: readonly TypedPackage[]) => void
}

/** The packages of a delivery: carrier, number, weight; any number of them. */
export function Packages({ packages, onChange }: PackagesProps) {
  const { t } = useTranslation()
  const { data: carriers = [] } = useQuery(carriersQuery)
  const set = (key: number, change: Partial<TypedPackage>) =>
    onChange(packages.map(one => (one.key === key ? { ...one, ...change } : one)))
  return (
    <fieldset className="packages">
      <legend>{t('order.packages')}</legend>
      {packages.map((one, at) => (
        <div key={one.key} className="package-row">
          <Autocomplete
            size="xs"
            label={at === 0 ? t('order.carrier') : undefined}
            aria-label={t('orderActs.carrierOf', { n: at + 1 })}
            data={carriers.map(({ name }) => name)}
            value={one.carrier}
            onChange={carrier => set(one.key, { carrier })}
          />
          <TextInput
            label={at === 0 ? t('order.tracking') : undefined}
            aria-label={t('orderActs.trackingOf', { n: at + 1 })}
            autoComplete="off"
            value={one.tracking}
            onChange={event => set(one.key, { tracking: event.currentTarget.value })}
          />
          <DecimalField
            label={at === 0 ? t('orderActs.weight') : undefined}
            aria-label={t('orderActs.weightOf', { n: at + 1 })}
            value={one.weight}
            onChange={weight => set(one.key, { weight })}
          />
          <Button
            aria-label={t('orderActs.removePackage', { n: at + 1 })}
            px={7}
            onClick={() => onChange(packages.filter(({ key }) => key !== one.key))}
          >
            <Icon name="close" size={14} />
          </Button>
        </div>
      ))}
      <div>
        <Button
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => onChange([...packages, noPackage(packages)])}
        >
          {t('orderActs.addPackage')}
        </Button>
      </div>
    </fieldset>
  )
}

/** An empty package behind others, with the carrier of the last one. */
export function noPackage(packages: readonly TypedPackage[], carrier = ''): TypedPackage {
  const last = packages.at(-1)
  return { key: (last?.key ?? 0) + 1, carrier: last?.carrier ?? carrier, tracking: '', weight: '' }
}

/** The packages that say something, as they are sent; undefined where a weight is none. */
export function packagesOf(packages: readonly TypedPackage[]): PackageWish[] | undefined {
  const list: PackageWish[] = []
  for (const { carrier, tracking, weight } of packages) {
    const kilograms = readDecimal(weight)
    if (kilograms === undefined) return undefined
    const wish = { carrier: carrier.trim(), tracking: tracking.trim() }
    if (wish.carrier !== '' || wish.tracking !== '' || kilograms !== '')
      list.push({ ...wish, ...(kilograms === '' ? {} : { weight: kilograms }) })
  }
  return list
}
