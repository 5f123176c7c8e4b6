import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { JournalRow } from '../../api/outbox.ts'
import { Notice } from '../../ui/EmptyState.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { journalLook } from '../../ui/states.ts'
import { count, duration, fullDate, quoted } from '../../words/format.ts'
import { kindWord } from '../../words/kindWord.ts'
import { shownFields } from './shownFields.ts'

const operations = ['send', 'bulk', 'remove', 'find', 'results'] as const

interface JournalPaneProps {
  readonly row: JournalRow | undefined
  /** Shows all that was sent of an object. */
  readonly onObject: (id: string) => void
}

/** One entry of the journal: the call, the answer, what was different. */
export function JournalPane({ row, onObject }: JournalPaneProps) {
  const { t } = useTranslation()
  if (!row)
    return (
      <aside className="split-pane" aria-label={t('outbox.chooseRow')}>
        <p className="text2">{t('outbox.chooseRow')}</p>
      </aside>
    )
  const operation = operations.find(one => one === row.operation)
  const call = operation ? t(`outbox.op_${operation}`) : row.operation
  const fields = shownFields(row.fields)
  return (
    <aside className="split-pane" aria-label={row.name}>
      <div className="split-pane-head">
        <h2>{`${kindWord(row.kind)}: ${row.name}`}</h2>
        <span className="text2">{[row.channel, fullDate(row.at)].join(' · ')}</span>
        <StateChip look={journalLook(row.result)} />
      </div>
      <div className="split-pane-body">
        {row.reason ? (
          <Notice tone={row.result === 'accepted' ? 'info' : 'bad'}>
            {row.reason}
            {row.text ? ` ${quoted(row.text)}` : null}
          </Notice>
        ) : row.text ? (
          <Notice tone="info">{quoted(row.text)}</Notice>
        ) : null}
        <dl className="pane-facts">
          <dt>{t('outbox.call')}</dt>
          <dd>{t('outbox.callOf', { operation: call, n: count(row.inCall) })}</dd>
          <dt>{t('outbox.took')}</dt>
          <dd>{duration(row.ms)}</dd>
          <dt>{t('outbox.who')}</dt>
          <dd>{row.askedBy ?? t('outbox.shop')}</dd>
          {row.field ? (
            <>
              <dt>{t('outbox.field')}</dt>
              <dd>{row.field}</dd>
            </>
          ) : null}
          {row.theirs ? (
            <>
              <dt>{t('outbox.theirKey')}</dt>
              <dd>{row.theirs}</dd>
            </>
          ) : null}
        </dl>
        <h3>{t('outbox.fields')}</h3>
        {fields.length === 0 ? <p className="text2">{t('outbox.noFields')}</p> : null}
        <dl className="pane-facts">
          {fields.map(({ name, value }) => (
            <FieldRow key={name} name={name} value={value} />
          ))}
        </dl>
        {fields.length > 0 && fields.every(one => one.value === undefined) ? (
          <p className="text2">{t('outbox.namesOnly')}</p>
        ) : null}
        <div className="pane-buttons">
          <button type="button" className="link-button" onClick={() => onObject(row.objectId)}>
            {t('outbox.allOf')}
          </button>
          {row.runId ? (
            <Link to="/runs/$id" params={{ id: row.runId }}>
              {t('outbox.showRun')}
            </Link>
          ) : null}
        </div>
      </div>
    </aside>
  )
}

function FieldRow({ name, value }: { readonly name: string; readonly value: string | undefined }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value ?? ''}</dd>
    </>
  )
}
