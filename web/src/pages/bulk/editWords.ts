import i18next from 'i18next'
import type { BulkEdit, Names } from '../../api/bulk.ts'
import { count, quantity } from '../../words/format.ts'
import { plainFieldWord } from './fields.ts'
import { fieldWord, priceWord, valueWord } from './values.tsx'

/** Which items an edit was for, in words. */
export function whichWord({ filter }: Pick<BulkEdit, 'filter'>, names: Names): string {
  const { items, search, kind, active, inStock, priced, pictured, ...ids } = filter
  if (items !== undefined) return i18next.t('bulk.theseItems', { count: items })
  const said = [
    search === undefined ? '' : i18next.t('bulk.search', { text: search }),
    kind === undefined ? '' : i18next.t(`items.${kind}`),
    active === undefined ? '' : i18next.t(active ? 'items.folder_active' : 'items.notActive'),
    inStock === undefined ? '' : i18next.t(inStock ? 'items.inStock' : 'items.outOfStock'),
    priced === undefined ? '' : i18next.t(priced ? 'bulk.priced' : 'bulk.unpriced'),
    pictured === undefined ? '' : i18next.t(pictured ? 'bulk.pictured' : 'bulk.unpictured'),
    ...Object.values(ids).map(id => (id === undefined ? '' : (names[id] ?? '–'))),
  ].filter(word => word !== '')
  return said.length === 0 ? i18next.t('bulk.allItems') : said.join(', ')
}

type Calculation = NonNullable<BulkEdit['change']['price']>['change']

/** What an edit did, in words: "Preis um 5 %, Aktiv auf ja". */
export function changeWord({ change }: Pick<BulkEdit, 'change'>, names: Names): string {
  const { set, numbers, price, addCategoryIds, removeCategoryIds, sell, texts, attributes } = change
  const said = (field: string, value: unknown) =>
    `${fieldWord(field, names)} ${i18next.t('bulk.to', { value: valueWord(field, value, names) })}`
  const list = (field: string, ids: readonly string[] = []) =>
    ids.length === 0 ? [] : [`${plainFieldWord(field)}: ${ids.map(id => names[id] ?? '–').join(', ')}`]
  const sold = (active: boolean) =>
    (sell ?? []).filter(one => one.active === active).map(one => one.channelId)
  return [
    ...(price
      ? [
          `${fieldWord(`price ${price.channelId ?? '-'} ${price.customerGroupId ?? '-'}`, names)} ${calculated(price.change)}`,
        ]
      : []),
    ...Object.entries(set ?? {}).map(([field, value]) => said(field, value)),
    ...Object.entries(numbers ?? {}).map(([field, by]) => `${plainFieldWord(field)} ${calculated(by)}`),
    ...list('sellOn', sold(true)),
    ...list('sellNoMoreOn', sold(false)),
    ...list('addCategory', addCategoryIds),
    ...list('removeCategory', removeCategoryIds),
    ...(texts ?? []).map(({ channelId, language, field, value }) =>
      said(`text ${channelId ?? '-'} ${language} ${field}`, value),
    ),
    ...(attributes ?? []).map(({ attributeId, language, value }) =>
      said(`attribute ${attributeId} ${language || '-'}`, value),
    ),
  ].join(' · ')
}

function calculated(by: Calculation): string {
  if ('set' in by)
    return i18next.t('bulk.to', { value: by.set === null ? i18next.t('bulk.nothing') : priceWord(by.set) })
  const value = 'add' in by ? by.add : by.percent
  const signed = value.startsWith('-') ? quantity(value) : `+${quantity(value)}`
  return i18next.t('bulk.by', { value: 'percent' in by ? `${signed} %` : signed })
}

/** How many of the items that were meant stayed as they were. */
export function sameOf({ found, changed, refused, state }: BulkEdit): string {
  return state === 'running' ? '–' : count(Math.max(0, found - changed - refused))
}
