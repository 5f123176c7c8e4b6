import './order.css'
import { Autocomplete, Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { carriersQuery, type PackageWish, packageCheckQuery, type ReturnLabel } from '../../api/orderActs.ts'
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
  /** The label for sending it back. */
  readonly returnCarrier: string
  readonly returnTracking: string
}

interface PackagesProps {
  /** The channel takes no package without a return label: it is asked for. */
  readonly withLabels: boolean
  readonly packages: readonly TypedPackage[]
  /** Named behind so many that are there. */
  readonly behind?: number
  readonly onChange: (packages: readonly TypedPackage[]) => void
}

/** The packages of a delivery: carrier, number, weight, and where it is wanted the label for sending it back; any number of them. */
export function Packages({ withLabels, packages, behind = 0, onChange }: PackagesProps) {
  const { t } = useTranslation()
  const { data: carriers = [] } = useQuery(carriersQuery)
  const set = (key: number, change: Partial<TypedPackage>) =>
    onChange(packages.map(one => (one.key === key ? { ...one, ...change } : one)))
  return (
    <fieldset className="packages">
      <legend>{t(behind > 0 ? 'orderActs.morePackages' : 'order.packages')}</legend>
      {withLabels && behind === 0 ? <p className="text2">{t('orderActs.labelsWanted')}</p> : null}
      {packages.map((one, at) => (
        <PackageRow
          key={one.key}
          typed={one}
          n={behind + at + 1}
          isFirst={at === 0}
          withLabel={withLabels}
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
  readonly isFirst: boolean
  readonly withLabel: boolean
  readonly carriers: readonly string[]
  readonly onChange: (change: Partial<TypedPackage>) => void
  readonly onRemove: () => void
}

function PackageRow({ typed, n, isFirst, withLabel, carriers, onChange, onRemove }: PackageRowProps) {
  const { t } = useTranslation()
  const label = (word: string) => (isFirst ? word : undefined)
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
      {withLabel ? (
        <LabelFields
          name={t('deliveries.package', { n })}
          carriers={carriers}
          label={{ carrier: typed.returnCarrier, tracking: typed.returnTracking }}
          onChange={({ carrier, tracking }) => onChange({ returnCarrier: carrier, returnTracking: tracking })}
        />
      ) : null}
    </>
  )
}

interface LabelFieldsProps {
  /** What the label lies in. */
  readonly name: string
  readonly carriers: readonly string[]
  readonly label: ReturnLabel
  readonly onChange: (label: ReturnLabel) => void
}

/** The label for sending a package back: its carrier and its number. */
export function LabelFields({ name, carriers, label, onChange }: LabelFieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <div className="package-row package-label">
        <Autocomplete
          size="xs"
          label={t('orderActs.returnLabel')}
          aria-label={t('orderActs.returnCarrierOf', { name })}
          placeholder={t('order.carrier')}
          data={[...carriers]}
          value={label.carrier}
          onChange={carrier => onChange({ ...label, carrier })}
        />
        <TextInput
          aria-label={t('orderActs.returnTrackingOf', { name })}
          placeholder={t('order.tracking')}
          autoComplete="off"
          value={label.tracking}
          onChange={event => onChange({ ...label, tracking: event.currentTarget.value })}
        />
      </div>
      <NumberWarning carrier={label.carrier.trim()} tracking={label.tracking.trim()} />
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
  return {
    key: (last?.key ?? 0) + 1,
    carrier: last?.carrier ?? carrier,
    tracking: '',
    weight: '',
    returnCarrier: last?.returnCarrier || last?.carrier || carrier,
    returnTracking: '',
  }
}

/** The packages that say something, as they are sent; undefined where a weight is none. */
export function packagesOf(packages: readonly TypedPackage[]): PackageWish[] | undefined {
  const list: PackageWish[] = []
  for (const { carrier, tracking, weight, returnCarrier, returnTracking } of packages) {
    const kilograms = readDecimal(weight)
    if (kilograms === undefined) return undefined
    const wish = { carrier: carrier.trim(), tracking: tracking.trim() }
    // A carrier alone is suggested: only a number is a label.
    const label = { carrier: returnCarrier.trim(), tracking: returnTracking.trim() }
    if (wish.carrier !== '' || wish.tracking !== '' || kilograms !== '' || label.tracking !== '')
      list.push({
        ...wish,
        ...(kilograms === '' ? {} : { weight: kilograms }),
        ...(label.tracking === '' ? {} : { returnLabel: label }),
      })
  }
  return list
}
