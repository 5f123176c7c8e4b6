import { useTranslation } from 'react-i18next'
import type { ItemConditions, ItemRow } from '../../api/items.ts'
import type { Page } from '../../api/page.ts'
import { useRight } from '../../shell/rights.ts'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { count } from '../../words/format.ts'
import type { BulkStart } from '../bulk/draft.ts'

interface SelectionBarProps {
  readonly selected: readonly ItemRow[]
  readonly shown: number
  readonly total: Page<ItemRow> | undefined
  readonly conditions: ItemConditions
  readonly onStart: (start: BulkStart) => void
}

/** What is ticked and what can be done with it; where nothing is ticked, with the whole list. */
export function SelectionBar({ selected, shown, total, conditions, onStart }: SelectionBarProps) {
  const { t } = useTranslation()
  const may = useRight('items.write')
  const reasons = [
    ...(may ? [] : [{ reason: t('common.needsRight', { right: 'items.write' }) }]),
    ...(shown === 0 ? [{ reason: t('items.nothingHere'), remedy: t('items.nothingHereHelp') }] : []),
  ]
  const target =
    selected.length > 0
      ? {
          which: { items: selected.map(row => row.id) },
          about: t('bulk.ofTicked', { count: selected.length }),
        }
      : {
          which: { ...conditions, all: true },
          about: t('bulk.ofList', { n: count(total?.count ?? 0, total?.countCapped) }),
        }
  const verbs = { sell: t('items.sell'), edit: t('items.bulk') }
  return (
    <SelectionLine selected={selected.length} shown={shown} total={total}>
      {(['sell', 'edit'] as const).map(name => (
        <ReasonButton
          key={name}
          verb={verbs[name]}
          label={`${verbs[name]} …`}
          reasons={reasons}
          onClick={() => onStart({ ...target, first: name === 'sell' ? 'sellOn' : 'price' })}
        />
      ))}
    </SelectionLine>
  )
}
