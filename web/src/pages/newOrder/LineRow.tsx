import { Button, NativeSelect, TextInput } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { TaxClass } from '../../api/item.ts'
import type { OrderPreview } from '../../api/makeOrder.ts'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { readDecimal, signOf } from '../../words/decimalText.ts'
import { addDecimals, amount, quantity } from '../../words/format.ts'
import { takesOff } from '../order/orderDraft.ts'
import type { DraftLine } from './draft.ts'

interface LineRowProps {
  readonly n: number
  readonly line: DraftLine
  /** What the server decided of it: one line, or several where it bears several tax rates. */
  readonly decided: OrderPreview['lines'] | undefined
  readonly gross: boolean
  readonly classes: readonly Pick<TaxClass, 'id' | 'name'>[]
  readonly onChange: (change: Partial<DraftLine>) => void
  readonly onRemove: () => void
  /** Enter: on to the next item. */
  readonly onNext: () => void
}

/** A line as it is typed, with price and where it comes from, tax, what is free, and its sum. */
export function LineRow({ n, line, decided = [], gross, classes, onChange, onRemove, onNext }: LineRowProps) {
  const { t } = useTranslation()
  const label = (word: string) => `${word}, ${t('orderEdit.lineNo', { line: n })}`
  const [first] = decided
  const price = gross ? first?.unitGross : first?.unitNet
  const rates = [...new Set(decided.map(one => `${quantity(one.taxRate)} %`))].join(', ')
  const sum = addDecimals(decided.map(one => (gross ? one.gross : one.net)))
  const wanted = readDecimal(line.quantity)
  const isShort = first?.free != null && wanted && signOf(addDecimals([first.free, `-${wanted}`])) < 0
  const source = sources.find(one => one === first?.priceBy)
  const next = {
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      onNext()
    },
  }
  return (
    <tr>
      <td className="text2">{n}</td>
      <td className="strong">{line.sku}</td>
      <td className={line.itemId ? 'new-line-name' : ''}>
        {line.itemId ? (
          line.name
        ) : (
          <TextInput
            className="cell-wide"
            aria-label={label(t('order.name'))}
            placeholder={t('order.name')}
            value={line.name}
            autoFocus={line.name === ''}
            onChange={event => onChange({ name: event.currentTarget.value })}
          />
        )}
      </td>
      <td className="cell-right">
        <DecimalField
          bare
          className="cell-field"
          aria-label={label(t('order.quantity'))}
          value={line.quantity}
          autoFocus={line.itemId !== undefined}
          onFocus={event => event.currentTarget.select()}
          {...next}
          onChange={quantity => onChange({ quantity })}
        />
      </td>
      <td className={isShort ? 'cell-right tone-warn strong' : 'cell-right'}>
        {first?.free == null ? '' : quantity(first.free)}
      </td>
      <td className="cell-right">
        <DecimalField
          bare
          signed
          className="cell-field"
          aria-label={label(t('orderEdit.price'))}
          placeholder={line.itemId && price ? amount(price) : ''}
          value={line.price}
          autoFocus={line.itemId === undefined && line.name !== '' && line.price === ''}
          {...next}
          onChange={price => onChange({ price })}
        />
        {takesOff(line.kind, readDecimal(line.price)) ? (
          <span className="line-note">{t('orderEdit.takesOff')}</span>
        ) : null}
        {line.itemId && source && line.price === '' ? (
          <span className="line-note">{t(`newOrder.by_${source}`)}</span>
        ) : null}
      </td>
      <td className="cell-right">
        <DecimalField
          bare
          className="cell-narrow"
          aria-label={label(t('order.discount'))}
          value={line.discountPercent}
          {...next}
          onChange={discountPercent => onChange({ discountPercent })}
        />
      </td>
      <td>
        <NativeSelect
          aria-label={label(t('order.tax'))}
          value={line.taxClassId}
          data={[
            { value: '', label: rates === '' ? t('orderEdit.taxByItself') : rates },
            ...classes.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={event => onChange({ taxClassId: event.currentTarget.value })}
        />
        {line.taxClassId !== '' && rates !== '' ? <span className="line-note">{rates}</span> : null}
      </td>
      <td className="cell-right strong">{decided.length === 0 ? '–' : amount(sum)}</td>
      <td className="cell-right">
        <Button px={6} aria-label={label(t('orderEdit.remove'))} onClick={onRemove}>
          <Icon name="close" size={14} />
        </Button>
      </td>
    </tr>
  )
}

const sources = ['special_price', 'price_list', 'channel_price', 'group_price', 'base_price'] as const
