import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { type BulkEdit, bulkEditQuery, isOpen } from '../../api/bulk.ts'
import { refreshItems } from '../../api/items.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { count } from '../../words/format.ts'

/** A bulk edit that is on: asked again until it is done; then the lists are asked again too. */
export function useRunning(id: string) {
  const client = useQueryClient()
  const query = useInfiniteQuery(bulkEditQuery(id, false))
  const edit = query.data?.pages[0]
  const isDone = edit !== undefined && !isOpen(edit)
  useEffect(() => {
    if (isDone) {
      void refreshItems(client)
      void client.invalidateQueries({ queryKey: ['bulk', 'list'] })
    }
  }, [isDone, client])
  return { edit, error: query.error, isDone }
}

/** How far a bulk edit is, and what came of it. */
export function RunStep({
  edit,
  error,
}: {
  readonly edit: BulkEdit | undefined
  readonly error: Error | null
}) {
  const { t } = useTranslation()
  if (error) return <ErrorState error={error} />
  if (!edit) return null
  const { found, changed, refused, state } = edit
  if (state === 'done')
    return (
      <Notice tone={refused > 0 ? 'warn' : 'ok'}>
        {t('bulk.result', {
          changed: count(changed),
          same: count(found - changed - refused),
          refused: count(refused),
        })}
      </Notice>
    )
  if (state === 'undone') return <Notice tone="ok">{t('bulk.undone')}</Notice>
  const said =
    state === 'undoing'
      ? t('bulk.undoing')
      : t('bulk.progress', { changed: count(changed), found: count(found) })
  return (
    <div className="bulk-running">
      <p role="status">{said}</p>
      <Progress
        label={said}
        share={state === 'undoing' ? undefined : (changed + refused) / Math.max(1, found)}
      />
      <p className="text2">{t('bulk.goesOn')}</p>
    </div>
  )
}
