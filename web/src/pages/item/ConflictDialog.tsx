import { Button, Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { categoryTreeQuery } from '../../api/categoryTree.ts'
import {
  attributesQuery,
  characteristicsQuery,
  type Item,
  manufacturersQuery,
  taxClassesQuery,
} from '../../api/item.ts'
import { itemHistoryQuery } from '../../api/items.ts'
import { ConflictTable } from '../../ui/ConflictTable.tsx'
import { Notice } from '../../ui/EmptyState.tsx'
import { fullDate } from '../../words/format.ts'
import { allKeys, type Draft, sameValue, storedValue } from './fields.ts'
import { fieldWord, valueWord } from './labels.ts'
import type { ItemEdit } from './useItemEdit.ts'

interface ConflictProps {
  readonly edit: ItemEdit
  /** As it is stored now. */
  readonly now: Item
  readonly onClose: () => void
  /** Goes on from what is stored now, with so much of the draft. */
  readonly onResolve: (draft: Draft) => void
}

/** Somebody else saved meanwhile: both versions, field by field. Nothing is overwritten that nobody looked at. */
export function ConflictDialog({ edit, now, onClose, onResolve }: ConflictProps) {
  const { t } = useTranslation()
  const names = useNames([edit.base, now])
  const { data: history } = useQuery(itemHistoryQuery(now.id))
  const [theirs, setTheirs] = useState<ReadonlySet<string>>(new Set())
  const { base, draft } = edit
  const [latest] = history?.items ?? []
  const drafted = Object.keys(draft)
  const changedThere = allKeys(base, now).filter(
    key => !sameValue(key, storedValue(base, key), storedValue(now, key)),
  )
  const both = drafted.filter(
    key => changedThere.includes(key) && !sameValue(key, storedValue(now, key), draft[key] ?? ''),
  )
  const onlyThere = changedThere.filter(key => !both.includes(key))
  const onlyHere = drafted.filter(key => !changedThere.includes(key))
  const words = (key: string, value: Parameters<typeof valueWord>[1]) => valueWord(key, value, names)
  return (
    <Modal
      opened
      onClose={onClose}
      size={900}
      title={t('item.conflictTitle', { number: now.itemNumber })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Notice tone="warn">
        {latest
          ? t('item.conflictBy', { who: latest.who, at: fullDate(latest.at) })
          : t('item.conflictMeanwhile')}{' '}
        {t('item.conflictHelp')}
      </Notice>
      {both.length > 0 ? (
        <ConflictTable
          label={t('item.conflictBoth')}
          heads={[t('item.field'), t('item.before'), t('item.storedNow'), t('item.yours')]}
          rows={both.map(key => ({
            key,
            field: fieldWord(now, key, names),
            was: words(key, storedValue(base, key)),
            theirs: words(key, storedValue(now, key)),
            yours: words(key, draft[key] ?? ''),
          }))}
          theirs={theirs}
          onChoose={setTheirs}
        />
      ) : (
        <p className="item-note">{t('item.conflictNone')}</p>
      )}
      {onlyThere.length > 0 ? (
        <p className="item-note text2">
          {t('item.conflictOnlyThere', {
            fields: onlyThere
              .map(key => `${fieldWord(now, key, names)}: ${words(key, storedValue(now, key))}`)
              .join('; ')
              .slice(0, 600),
          })}
        </p>
      ) : null}
      {onlyHere.length > 0 ? (
        <p className="item-note text2">
          {t('item.conflictOnlyHere', { fields: onlyHere.map(key => fieldWord(now, key, names)).join(', ') })}
        </p>
      ) : null}
      <div className="dialog-foot">
        <Button data-autofocus onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          variant="filled"
          onClick={() =>
            onResolve(Object.fromEntries(Object.entries(draft).filter(([key]) => !theirs.has(key))))
          }
        >
          {t('item.conflictSave')}
        </Button>
      </div>
    </Modal>
  )
}

/** What ids are called that a value may hold. */
function useNames(items: readonly Item[]): ReadonlyMap<string, string> {
  const { data: tree = [] } = useQuery(categoryTreeQuery)
  const { data: characteristics = [] } = useQuery(characteristicsQuery)
  const { data: manufacturers = [] } = useQuery(manufacturersQuery())
  const { data: classes = [] } = useQuery(taxClassesQuery)
  const { data: attributes = [] } = useQuery(attributesQuery)
  const values = characteristics.flatMap(one =>
    one.values.map(value => ({ id: value.id, name: `${one.name}: ${value.name}` })),
  )
  const makers = items.flatMap(({ manufacturerId: id, manufacturer: name }) =>
    id && name ? [{ id, name }] : [],
  )
  return new Map(
    [...tree, ...values, ...manufacturers, ...makers, ...classes, ...attributes].map(one => [
      one.id,
      one.name,
    ]),
  )
}
