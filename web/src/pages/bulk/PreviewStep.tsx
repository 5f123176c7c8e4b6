import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type BulkValue, type BulkWish, bulkPreviewQuery, type Names } from '../../api/bulk.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ListTable } from '../../ui/ListTable.tsx'
import { count } from '../../words/format.ts'
import { fieldWord, ValueChange } from './values.tsx'

/** One field of one item, as a row. */
export interface ValueRow extends BulkValue {
  readonly itemNumber: string
  readonly name?: string
  readonly undone?: boolean
}

/** What a change would do to how many, page by page. */
export function usePreview(wish: BulkWish, enabled: boolean) {
  return useInfiniteQuery({ ...bulkPreviewQuery(wish), enabled })
}

interface PreviewStepProps {
  readonly query: ReturnType<typeof usePreview>
}

/** Old and new, item by item; nothing is saved yet. More is looked at while one scrolls. */
export function PreviewStep({ query }: PreviewStepProps) {
  const { t } = useTranslation()
  const pages = query.data?.pages ?? []
  const rows: ValueRow[] = useMemo(
    () =>
      (query.data?.pages ?? []).flatMap(page =>
        page.items.flatMap(({ itemNumber, name, fields }) =>
          fields.map(field => ({ ...field, itemNumber, name })),
        ),
      ),
    [query.data],
  )
  const names = useMemo(() => Object.assign({}, ...pages.map(page => page.names)) as Names, [pages])
  const columns = useValueColumns(names)
  const looked = pages.reduce((sum, page) => sum + page.looked, 0)
  const touched = pages.flatMap(page => page.items)
  const refused = touched.filter(item => item.fields.some(field => field.refusedCode !== null)).length
  return (
    <>
      <p className="bulk-figures" role="status">
        {pages[0]
          ? t('bulk.figures', {
              looked: count(looked),
              found: count(pages[0].found),
              changed: count(touched.length - refused),
              same: count(looked - touched.length),
              refused: count(refused),
            })
          : null}
      </p>
      <div className="bulk-table">
        <ListTable
          query={query}
          label={t('bulk.preview')}
          columns={columns}
          rows={rows}
          rowId={row => `${row.itemId} ${row.field}`}
          empty={
            query.hasNextPage ? (
              <EmptyState
                title={t('bulk.noChangeYet', { n: count(looked) })}
                action={{ label: t('bulk.lookOn'), onClick: () => void query.fetchNextPage() }}
              />
            ) : (
              <EmptyState title={t('bulk.noChange')} />
            )
          }
        />
      </div>
    </>
  )
}

/** Number, name, field, and old beside new. */
export function useValueColumns(names: Names): readonly Column<ValueRow>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'number',
        head: t('bulk.number'),
        width: 104,
        cell: row => <span className="strong">{row.itemNumber}</span>,
      },
      {
        id: 'field',
        head: t('bulk.field'),
        width: 150,
        cell: row => <span title={row.name}>{fieldWord(row.field, names)}</span>,
      },
      {
        id: 'change',
        head: `${t('bulk.before')} → ${t('bulk.after')}`,
        width: 200,
        grow: true,
        cell: row => (
          <>
            <ValueChange value={row} names={names} />
            {row.undone ? <span className="text2"> · {t('bulk.undone')}</span> : null}
          </>
        ),
      },
    ],
    [t, names],
  )
}
