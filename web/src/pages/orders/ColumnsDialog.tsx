import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SeenColumn } from '../../api/orderLists.ts'
import type { OrderRow } from '../../api/orders.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { usualColumns } from './columns.tsx'

interface ColumnsDialogProps {
  readonly all: readonly Column<OrderRow>[]
  readonly seen: readonly SeenColumn[] | undefined
  /** Said where the choice belongs to a view. */
  readonly about?: string | undefined
  /** Undefined: the usual ones again. */
  readonly onChoose: (columns: readonly SeenColumn[]) => void
  readonly onClose: () => void
}

interface Draft {
  readonly id: string
  readonly on: boolean
  readonly width: number
}

/** Which columns are seen, in which order, how wide. */
export function ColumnsDialog({ all, seen, about, onChoose, onClose }: ColumnsDialogProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(() => draftOf(all, seen))
  const set = (id: string, change: Partial<Draft>) =>
    setDraft(draft.map(one => (one.id === id ? { ...one, ...change } : one)))
  const move = (at: number, by: -1 | 1) => {
    const next = [...draft]
    const [moved] = next.splice(at, 1)
    if (moved) next.splice(at + by, 0, moved)
    setDraft(next)
  }
  return (
    <FormDialog
      title={t('orderList.columns')}
      size={520}
      verb={t('orderList.useColumns')}
      reasons={draft.some(one => one.on) ? [] : [{ reason: t('orderList.columnWanted') }]}
      busy={false}
      aside={
        <Button className="dialog-aside" onClick={() => setDraft(draftOf(all, undefined))}>
          {t('orderList.usualColumns')}
        </Button>
      }
      onSubmit={() => {
        onChoose(draft.filter(one => one.on).map(({ id, width }) => ({ id, width })))
        onClose()
      }}
      onClose={onClose}
    >
      <p className="text2">{about ?? t('orderList.columnsHelp')}</p>
      <ol className="columns-list">
        {draft.map(({ id, on, width }, at) => {
          const name = nameOf(all, id)
          return (
            <li key={id}>
              <Checkbox
                label={name}
                checked={on}
                onChange={event => set(id, { on: event.currentTarget.checked })}
              />
              <label className="columns-width">
                <span className="heard-only">{t('orderList.widthOf', { name })}</span>
                <input
                  type="number"
                  min={20}
                  max={2000}
                  value={width}
                  disabled={!on}
                  onChange={event => {
                    const next = event.currentTarget.valueAsNumber
                    if (next >= 20 && next <= 2000) set(id, { width: next })
                  }}
                />
                px
              </label>
              <Button
                px={6}
                aria-label={t('orderList.columnUp', { name })}
                disabled={at === 0}
                onClick={() => move(at, -1)}
              >
                <Icon name="up" size={14} />
              </Button>
              <Button
                px={6}
                aria-label={t('orderList.columnDown', { name })}
                disabled={at === draft.length - 1}
                onClick={() => move(at, 1)}
              >
                <Icon name="down" size={14} />
              </Button>
            </li>
          )
        })}
      </ol>
    </FormDialog>
  )
}

/** Those that are seen first, in their order, then the others. */
function draftOf(
  all: readonly Column<OrderRow>[],
  seen: readonly SeenColumn[] | undefined,
): readonly Draft[] {
  const chosen = (seen ?? usualColumns.map((id): SeenColumn => ({ id }))).flatMap(
    ({ id, width }): Draft[] => {
      const column = all.find(one => one.id === id)
      return column ? [{ id, on: true, width: width ?? column.width }] : []
    },
  )
  const others = all.filter(({ id }) => !chosen.some(one => one.id === id))
  return [...chosen, ...others.map(({ id, width }) => ({ id, on: false, width }))]
}

function nameOf(all: readonly Column<OrderRow>[], id: string): string {
  const head = all.find(one => one.id === id)?.head
  return typeof head === 'string' ? head : id
}
