import './order.css'
import { Autocomplete, Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { carriersQuery, type PackageWish, packageCheckQuery } from '../../api/orderActs.ts'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { Notice } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { readDecimal } from '../../words/decimalText.ts'
import { useSettled } from '../newOrder/useSettled.ts'

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
        <PackageRow
          key={one.key}
          typed={one}
          n={at + 1}
          carriers={carriers.map(({ name }) => name)}
          onChange={change => set(one.key, change)}
          onRemove={() => onChange(packages.filter(({ key }) => key !== one.key))}
        />
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

interface PackageRowProps {
  readonly typed: TypedPackage
  readonly n: number
  readonly carriers: readonly string[]
  readonly onChange: (change: Partial<TypedPackage>) => void
  readonly onRemove: () => void
}

function PackageRow({ typed, n, carriers, onChange, onRemove }: PackageRowProps) {
  const { t } = useTranslation()
  const label = (word: string) => (n === 1 ? word : undefined)
  return (
    <>
      <div className="package-row">
        <Autocomplete
          size="xs"
          label={label(t('order.carrier'))}
          aria-label={t('orderActs.carrierOf', { n })}
          data={[...carriers]}
          value={typed.carrier}
          onChange={carrier => onChange({ carrier })}
        />
        <TextInput
          label={label(t('order.tracking'))}
          aria-label={t('orderActs.trackingOf', { n })}
          autoComplete="off"
          value={typed.tracking}
          onChange={event => onChange({ tracking: event.currentTarget.value })}
        />
        <DecimalField
          label={label(t('orderActs.weight'))}
          aria-label={t('orderActs.weightOf', { n })}
          value={typed.weight}
          onChange={weight => onChange({ weight })}
        />
        <Button aria-label={t('orderActs.removePackage', { n })} px={7} onClick={onRemove}>
          <Icon name="close" size={14} />
        </Button>
      </div>
      <NumberWarning carrier={typed.carrier.trim()} tracking={typed.tracking.trim()} />
    </>
  )
}

// A parcel with an odd number leaves the house all the same: whoever holds it decides.
function NumberWarning(typed: { readonly carrier: string; readonly tracking: string }) {
  const settled = useSettled(typed)
  const { data } = useQuery(packageCheckQuery(settled))
  const isThis = settled.carrier === typed.carrier && settled.tracking === typed.tracking
  if (!data || !isThis) return null
  const { reason, remedy, warning } = data
  if (reason !== null) return <Notice tone="bad">{`${reason} ${remedy ?? ''}`}</Notice>
  return warning ? <Notice tone="warn">{`${warning.reason} ${warning.remedy}`}</Notice> : null
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
