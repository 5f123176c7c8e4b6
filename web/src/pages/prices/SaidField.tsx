import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SaidPrice } from '../../api/prices.ts'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { readDecimal, writtenDecimal } from '../../words/decimalText.ts'

/** A price as it is being typed: net or gross, and the amount. */
export interface TypedPrice {
  readonly said: 'net' | 'gross'
  readonly text: string
}

interface SaidFieldProps {
  readonly value: TypedPrice
  readonly onChange: (value: TypedPrice) => void
  /** Said instead of "price", where there are several. */
  readonly label?: string
  readonly autofocus?: boolean
}

/** One price, said net or gross. */
export function SaidField({ value, onChange, label, autofocus = false }: SaidFieldProps) {
  const { t } = useTranslation()
  const said = value.said === 'net' ? t('prices.amountNet') : t('prices.amountGross')
  return (
    <div className="price-said">
      <DecimalField
        {...(label === undefined ? { label: said } : { 'aria-label': label })}
        value={value.text}
        bare={label !== undefined}
        onChange={text => onChange({ ...value, text })}
        {...(autofocus ? { 'data-autofocus': true } : {})}
      />
      <SegmentedControl
        size="xs"
        aria-label={label === undefined ? t('prices.said') : `${label}: ${t('prices.scaleSaid')}`}
        value={value.said}
        data={[
          { value: 'net', label: t('prices.net') },
          { value: 'gross', label: t('prices.gross') },
        ]}
        onChange={next => onChange({ ...value, said: next === 'net' ? 'net' : 'gross' })}
      />
    </div>
  )
}

/** What was typed as a price; undefined where there is none (yet). */
export function saidPrice({ said, text }: TypedPrice): SaidPrice | undefined {
  const amount = readDecimal(text)
  if (amount === undefined || amount === '' || amount.startsWith('-')) return undefined
  return said === 'net' ? { net: amount } : { gross: amount }
}

/** A price that was said, as it is typed. */
export function typedPrice({
  net,
  gross,
}: {
  readonly net?: string | null
  readonly gross?: string | null
}): TypedPrice {
  return { said: net ? 'net' : 'gross', text: writtenDecimal(net ?? gross ?? '') }
}
