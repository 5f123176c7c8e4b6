import { Button, Textarea } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CustomerDetail, type CustomerNote, notesQuery, saveNote } from '../../api/customer.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { useRows } from '../../ui/useRows.ts'
import { fullDate } from '../../words/format.ts'

/** What people noted about a customer, newest first. */
export function NotesTab({ customer }: { readonly customer: CustomerDetail }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const query = useInfiniteQuery(notesQuery(customer.id))
  const rows = useRows(query.data)
  const lacking = useMissingRight('customers.write')
  const [text, setText] = useState('')
  const [editing, setEditing] = useState<{ readonly id: string; readonly text: string }>()
  const save = useMutation({
    mutationFn: (wish: { readonly note: string | undefined; readonly text: string }) =>
      saveNote(customer.id, wish.note, wish.text),
    onSuccess: async (_, { note }) => {
      if (note === undefined) setText('')
      setEditing(undefined)
      await client.invalidateQueries({ queryKey: ['customers'] })
    },
  })
  const against = [...lacking, ...(customer.anonymised ? [{ reason: t('customer.isGone') }] : [])]
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  return (
    <div className="customer-facts">
      <Panel title={t('customer.newNote')}>
        <form
          className="customer-note"
          onSubmit={event => {
            event.preventDefault()
            if (text.trim() !== '' && against.length === 0)
              save.mutate({ note: undefined, text: text.trim() })
          }}
        >
          {save.error ? <ErrorState error={save.error} /> : null}
          <Textarea
            aria-label={t('customer.newNote')}
            value={text}
            autosize
            minRows={2}
            maxRows={10}
            maxLength={10_000}
            readOnly={against.length > 0}
            onChange={event => setText(event.currentTarget.value)}
          />
          <div className="customer-note-buttons">
            <ReasonButton
              verb={t('customer.addNote')}
              loading={save.isPending}
              reasons={[...against, ...(text.trim() === '' ? [{ reason: t('customer.noteEmpty') }] : [])]}
              onClick={() => save.mutate({ note: undefined, text: text.trim() })}
            />
          </div>
        </form>
      </Panel>
      {rows.length === 0 && query.data ? (
        <EmptyState title={t('customer.noNotes')}>{t('customer.noNotesHelp')}</EmptyState>
      ) : null}
      <ul className="customer-notes">
        {rows.map(note => (
          <li key={note.id}>
            <p className="text2">{byline(t, note)}</p>
            {editing?.id === note.id ? (
              <Textarea
                aria-label={t('customer.changeNote')}
                value={editing.text}
                autosize
                minRows={2}
                maxLength={10_000}
                onChange={event => setEditing({ id: note.id, text: event.currentTarget.value })}
              />
            ) : (
              <p className="customer-note-text">{note.text}</p>
            )}
            {against.length > 0 ? null : editing?.id === note.id ? (
              <div className="customer-note-buttons">
                <Button onClick={() => setEditing(undefined)}>{t('common.cancel')}</Button>
                <ReasonButton
                  verb={t('common.save')}
                  loading={save.isPending}
                  reasons={editing.text.trim() === '' ? [{ reason: t('customer.noteEmpty') }] : []}
                  onClick={() => save.mutate({ note: note.id, text: editing.text.trim() })}
                />
              </div>
            ) : (
              <div className="customer-note-buttons">
                <button type="button" className="link-button" onClick={() => setEditing(note)}>
                  {t('customer.changeNote')}
                </button>
                <button
                  type="button"
                  className="link-button"
                  onClick={() => save.mutate({ note: note.id, text: '' })}
                >
                  {t('customer.removeNote')}
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('customer.moreHistory')}
        </Button>
      ) : null}
    </div>
  )
}

function byline(t: TFunction, note: CustomerNote): string {
  const changed =
    note.changedAt === null
      ? ''
      : ` · ${t('customer.noteChanged', { at: fullDate(note.changedAt), who: note.changedBy ?? '' })}`
  return `${fullDate(note.at)} · ${note.author}${changed}`
}
