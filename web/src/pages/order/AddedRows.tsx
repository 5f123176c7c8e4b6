import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { TaxClass } from '../../api/item.ts'
import { DecimalField } from '../../ui/DecimalField.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { readDecimal } from '../../words/decimalText.ts'
import { type DraftLine, takesOff } from './orderDraft.ts'

interface AddedRowsProps {
  readonly classes: readonly Pick<TaxClass, 'id' | 'name'>[]
  readonly added: readonly DraftLine[]
  readonly onChange: (added: readonly DraftLine[]) => void
  /** Enter in a quantity: on to the next item. */
  readonly onNext: () => void
}

/** The lines that are added and not saved yet. */
export function AddedRows({ classes, added, onChange, onNext }: AddedRowsProps) {
  const { t } = useTranslation()
  const set = (key: number, change: Partial<DraftLine>) =>
    onChange(added.map(one => (one.key === key ? { ...one, ...change } : one)))
  return added.map((one, at) => {
    const label = (word: string) => `${word}, ${t('orderEdit.newLineNo', { n: at + 1 })}`
    return (
      <tr key={`new ${one.key}`} className="row-new">
        <td className="text2">+</td>
        <td className="strong">{one.sku}</td>
        <td>
          {one.kind === 'item' ? (
            one.name
          ) : (
            <TextInput
              className="cell-wide"
              aria-label={label(t('order.name'))}
              placeholder={t('order.name')}
              value={one.name}
              autoFocus={one.name === ''}
              onChange={event => set(one.key, { name: event.currentTarget.value })}
            />
          )}
        </td>
        <td className="cell-right">
          <DecimalField
            bare
            className="cell-field"
            aria-label={label(t('order.quantity'))}
            value={one.quantity}
            autoFocus={one.kind === 'item'}
            onFocus={event => event.currentTarget.select()}
            onKeyDown={event => {
              if (event.key === 'Enter') onNext()
            }}
            onChange={quantity => set(one.key, { quantity })}
          />
        </td>
        <td className="cell-right">
          <DecimalField
            bare
            signed
            className="cell-field"
            aria-label={label(t('orderEdit.price'))}
            placeholder={one.kind === 'item' ? t('orderEdit.priceOfList') : ''}
            value={one.price}
            autoFocus={one.kind !== 'item' && one.name !== '' && one.price === ''}
            onChange={price => set(one.key, { price })}
          />
          {takesOff(one.kind, readDecimal(one.price)) ? (
            <span className="line-note">{t('orderEdit.takesOff')}</span>
          ) : null}
        </td>
        <td className="cell-right">
          <DecimalField
            bare
            className="cell-narrow"
            aria-label={label(t('order.discount'))}
            value={one.discountPercent}
            onChange={discountPercent => set(one.key, { discountPercent })}
          />
        </td>
        <td>
          <NativeSelect
            aria-label={label(t('order.tax'))}
            value={one.taxClassId}
            data={[
              { value: '', label: t('orderEdit.taxByItself') },
              ...classes.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={event => set(one.key, { taxClassId: event.currentTarget.value })}
          />
        </td>
        <td />
        <td className="cell-right">
          <Button
            px={6}
            aria-label={label(t('orderEdit.remove'))}
            onClick={() => onChange(added.filter(other => other.key !== one.key))}
          >
            <Icon name="close" size={14} />
          </Button>
        </td>
      </tr>
    )
  })
}
