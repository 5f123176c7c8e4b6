import '../../ui/split.css'
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import type { BulkValue, Names } from '../../api/bulk.ts'
import { Chip } from '../../ui/Chip.tsx'
import { amount, quantity } from '../../words/format.ts'
import { plainFieldWord, textPartWord } from './fields.ts'

/** A field of a bulk edit in words: `netPrice`, `text CHANNEL LANGUAGE PART`, `channel ID` … */
export function fieldWord(field: string, names: Names): string {
  const [kind = '', first = '-', second = '-', third = ''] = field.split(' ')
  const name = (id: string) => names[id] ?? '–'
  const named = [first, second].filter(id => id !== '-').map(name)
  switch (kind) {
    case 'price':
      return [i18next.t('bulk.price'), ...named].join(' · ')
    case 'channel':
      return i18next.t('bulk.soldOn', { name: name(first) })
    case 'text':
      return `${textPartWord(third)} [${second}]${first === '-' ? '' : ` · ${name(first)}`}`
    case 'attribute':
      return `${name(first)}${second === '-' ? '' : ` [${second}]`}`
    default:
      return plainFieldWord(kind)
  }
}

const decimals: ReadonlySet<string> = new Set([
  'weight',
  'shippingWeight',
  'length',
  'width',
  'height',
  'content',
  'baseAmount',
  'buffer',
])

/** A value of a field in words. */
export function valueWord(field: string, value: unknown, names: Names): string {
  const nothing = i18next.t('bulk.nothing')
  if (value === null || value === undefined || value === '') return nothing
  if (typeof value === 'boolean') return i18next.t(value ? 'bulk.yes' : 'bulk.no')
  if (typeof value === 'string') {
    if (field === 'netPrice') return `${priceWord(value)} ${i18next.t('items.net')}`
    if (field === 'grossPrice') return `${priceWord(value)} ${i18next.t('items.gross')}`
    return decimals.has(field) ? quantity(value) : (names[value] ?? value)
  }
  if (Array.isArray(value))
    return value.length === 0
      ? nothing
      : value
          .map(one => (typeof one === 'string' ? (names[one] ?? one) : scaleWord(one)))
          .sort()
          .join(', ')
  const isSold = typeof value === 'object' && 'active' in value && value.active === true
  return i18next.t(isSold ? 'bulk.yes' : 'bulk.no')
}

function scaleWord(scale: {
  readonly from: string
  readonly net: string | null
  readonly gross: string | null
}) {
  const price = `${priceWord(scale.net ?? scale.gross)} ${i18next.t(scale.net === null ? 'items.gross' : 'items.net')}`
  const from = /^0*(\.0*)?$/.test(scale.from)
    ? ''
    : `${i18next.t('bulk.fromQuantity', { from: quantity(scale.from) })}: `
  return `${from}${price}`
}

/** Cents where that says all of it, else as many places as it has. */
export function priceWord(value: string | null): string {
  return value !== null && /\.\d{2}\d*[1-9]/.test(value) ? quantity(value) : amount(value)
}

/** Old and new beside each other, or why it was left as it is. */
export function ValueChange({ value, names }: { readonly value: BulkValue; readonly names: Names }) {
  const { t } = useTranslation()
  if (value.refusedCode !== null)
    return (
      <span className="bulk-refused" title={value.reason ?? undefined}>
        <Chip sign="check" tone="warn">
          {t('bulk.refused')}
        </Chip>{' '}
        {value.reason}
      </span>
    )
  const before = wordOf(value.field, value.before, names)
  const after = wordOf(value.field, value.after, names)
  return (
    <span className="old-new" title={`${before} → ${after}`}>
      <del>{before}</del> → <ins>{after}</ins>
    </span>
  )
}

// A channel that never sold it is "no".
function wordOf(field: string, value: unknown, names: Names): string {
  return field.startsWith('channel ') && value === null
    ? i18next.t('bulk.no')
    : valueWord(field, value, names)
}
