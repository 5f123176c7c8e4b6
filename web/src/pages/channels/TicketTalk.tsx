import { Button, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf, onceKey } from '../../api/call.ts'
import { closeTicket, replyAgain, replyToTicket, type Ticket, ticketQuery } from '../../api/called.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { fullDate } from '../../words/format.ts'
import { useMayChange } from './mayChange.ts'

/** A conversation with its files, and the answer to it. */
export function TicketTalk({ ticket, onClose }: { readonly ticket: Ticket; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const mayReply = useMayChange('orders.write')
  const query = useQuery(ticketQuery(ticket.id))
  const [text, setText] = useState('')
  const key = useRef(onceKey())
  const refresh = () => client.invalidateQueries()
  const reply = useMutation({
    mutationFn: () => replyToTicket(ticket.id, text.trim(), key.current),
    onSuccess: () => setText(''),
    onSettled: () => {
      key.current = onceKey()
      return refresh()
    },
  })
  const again = useMutation({ mutationFn: () => replyAgain(ticket.id), onSettled: refresh })
  const close = useMutation({
    mutationFn: () => closeTicket(ticket.id),
    onSuccess: async () => {
      await refresh()
      onClose()
    },
  })
  const whole = query.data
  return (
    <FormDialog
      title={ticket.subject || ticket.theirs}
      size={640}
      error={reply.error ?? again.error ?? close.error}
      verb={t('called.replyVerb')}
      busy={reply.isPending}
      reasons={[
        ...mayReply,
        ...(whole?.mayReply === false ? [{ reason: t('called.mayNotReply') }] : []),
        ...(text.trim() === '' && whole?.mayReply !== false ? [{ reason: t('called.replyMissing') }] : []),
      ]}
      aside={
        <Button loading={close.isPending} disabled={mayReply.length > 0} onClick={() => close.mutate()}>
          {t('called.closeTicket')}
        </Button>
      }
      onSubmit={() => reply.mutate()}
      onClose={onClose}
    >
      {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      <div className="called-talk">
        {(whole?.messages ?? []).map(one => (
          <div key={one.id} className="called-said" {...(one.by === null ? {} : { 'data-ours': true })}>
            <p className="text2">
              {[
                one.by ?? one.name ?? t(`called.role_${one.role}`),
                fullDate(one.at),
                ...(one.state === 'came' ? [] : [t(`called.message_${one.state}`)]),
              ].join(' · ')}
            </p>
            {one.text}
          </div>
        ))}
      </div>
      {whole?.messages.some(one => one.state === 'untaken') ? (
        <Notice tone="bad">
          {t('called.message_untaken')}{' '}
          <Button loading={again.isPending} onClick={() => again.mutate()}>
            {t('called.replyAgain')}
          </Button>
        </Notice>
      ) : null}
      {whole && whole.files.length > 0 ? (
        <div>
          <p className="text2">{t('called.files')}</p>
          <ul className="called-files">
            {whole.files.map(file => (
              <li key={`${file.hash} ${file.name}`}>
                <a href={addressOf(`/tickets/${ticket.id}/files/${file.hash}`)} download={file.name}>
                  {file.name}
                </a>{' '}
                <span className="text2">{Math.ceil(file.size / 1024)} kB</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {whole?.mayReply === false ? (
        <Notice tone="info">{t('called.mayNotReply')}</Notice>
      ) : (
        <Textarea
          label={t('called.reply')}
          value={text}
          maxLength={1024}
          minRows={3}
          autosize
          onChange={event => setText(event.currentTarget.value)}
        />
      )}
    </FormDialog>
  )
}
