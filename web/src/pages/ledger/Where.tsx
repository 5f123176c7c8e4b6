import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { actOnRecords, type RecordAction, type WhereAnswer, whereQuery } from '../../api/ledger.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { useSync } from '../../shell/SyncContext.tsx'
import { ChannelSign } from '../../ui/ChannelName.tsx'
import { type Sign, StateSign } from '../../ui/Chip.tsx'
import { EmptyState, ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { outcomeLook } from '../../ui/states.ts'
import { fullDate, money, shortDate } from '../../words/format.ts'
import { actionWords } from './actionWords.ts'
import { IgnoreDialog } from './IgnoreDialog.tsx'

/** "Wo ist meine Bestellung?": one field for any number, mail, name or amount, and one answer. */
export function Where(props: { readonly text: string; readonly onText: (text: string | undefined) => void }) {
  const { text, onText } = props
  const { t } = useTranslation()
  const { data, error, isFetching } = useQuery(whereQuery(text))
  const [typed, setTyped] = useState(text)
  const [chosen, setChosen] = useState(0)
  const sync = useSync()
  useEffect(() => {
    setTyped(text)
    setChosen(0)
  }, [text])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onText(typed.trim() || undefined)
  }
  const answer = data?.items[chosen]
  return (
    <section className="panel where" aria-labelledby="where">
      <form className="where-ask" onSubmit={submit}>
        <h2 id="where">{t('ledger.where')}</h2>
        <div className="search-box">
          <Icon name="search" size={14} />
          <input
            type="search"
            data-search-field=""
            aria-label={t('ledger.where')}
            value={typed}
            onChange={event => setTyped(event.target.value)}
            onKeyDown={event => {
              if (event.key === 'Escape') setTyped('')
            }}
          />
          <Keys keys="Enter" />
        </div>
        <span className="text2">{t('ledger.whereHelp')}</span>
      </form>
      <div aria-live="polite" aria-busy={isFetching}>
        {error ? <ErrorState error={error} /> : null}
        {data && data.items.length === 0 ? (
          <EmptyState
            title={data.sentence}
            action={{ label: t('common.startSync'), onClick: () => sync.open() }}
          >
            {t('ledger.notFoundHelp')}
          </EmptyState>
        ) : null}
        {data && data.items.length > 1 ? (
          <ul className="where-hits" aria-label={t('ledger.hits', { count: data.items.length })}>
            {data.items.map((one, at) => (
              <li key={one.id}>
                <button
                  type="button"
                  className="tag"
                  aria-pressed={at === chosen}
                  onClick={() => setChosen(at)}
                >
                  {one.externalNumber ?? one.externalId}
                  <strong>{one.customer}</strong>
                </button>
              </li>
            ))}
          </ul>
        ) : null}
        {answer ? (
          <Answer
            key={answer.id}
            answer={answer}
            sentence={chosen === 0 ? data?.sentence : (answer.reason ?? undefined)}
            remedy={chosen === 0 ? data?.remedy : answer.remedy}
          />
        ) : null}
      </div>
    </section>
  )
}

interface AnswerProps {
  readonly answer: WhereAnswer
  readonly sentence: string | undefined
  readonly remedy: string | null | undefined
}

function Answer({ answer, sentence, remedy }: AnswerProps) {
  const { t } = useTranslation()
  const name = answer.externalNumber ?? answer.externalId
  const channel = answer.channel ?? answer.connection
  const facts = [
    channel,
    [answer.customer, answer.place].filter(Boolean).join(', '),
    answer.totalGross && answer.currency ? money(answer.totalGross, answer.currency) : '',
    answer.placedAt ? fullDate(answer.placedAt) : '',
  ]
  const needy = answer.stations.some(one => one.state === 'problem')
  return (
    <div className="answer">
      <div className="answer-main">
        <div className="answer-head">
          <ChannelSign name={channel} large />
          <div>
            <h3>{name}</h3>
            <span className="text2">{facts.filter(Boolean).join(' · ')}</span>
          </div>
          <StateChip look={outcomeLook(answer.outcome)} />
        </div>
        {sentence ? (
          <div className={needy ? 'answer-text tone-warn' : 'answer-text tone-ok'}>
            <p className="strong">{sentence}</p>
            {remedy ? <p>{remedy}</p> : null}
            {answer.orderId ? (
              <Link to="/orders/$id" params={{ id: answer.orderId }}>
                {`${t('ledger.toOrder')}: ${answer.orderNumber}`}
              </Link>
            ) : answer.outcome === 'staged' ? (
              <Link to="/inbox" search={{ search: name }}>
                {t('ledger.toInbox')}
              </Link>
            ) : null}
          </div>
        ) : null}
        <ol className="stations">
          {answer.stations.map(station => (
            <li
              key={station.station}
              className={`station station-${station.state}`}
              title={station.text ?? undefined}
            >
              <StateSign sign={stationSigns[station.state]} />
              <span>
                {t(`ledger.station_${station.station}`)}
                <span>{station.at ? shortDate(station.at) : t('ledger.notYet')}</span>
              </span>
            </li>
          ))}
        </ol>
      </div>
      <Actions answer={answer} name={name} />
    </div>
  )
}

const stationSigns: Readonly<Record<WhereAnswer['stations'][number]['state'], Sign>> = {
  done: 'done',
  problem: 'check',
  open: 'empty',
}

/** What a person can do with the record: four different things, each explained. */
function Actions({ answer, name }: { readonly answer: WhereAnswer; readonly name: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const lacking = useMissingRight('ledger.write')
  const [ignoring, setIgnoring] = useState(false)
  const act = useMutation({
    mutationFn: ({ action, why }: { action: RecordAction; why?: string }) =>
      actOnRecords(action, [answer.id], why),
    onSuccess: () => {
      setIgnoring(false)
      return client.invalidateQueries()
    },
  })
  const perform = (action: RecordAction) => (action === 'ignore' ? setIgnoring(true) : act.mutate({ action }))
  const may1 = (action: RecordAction) =>
    lacking.length === 0 && answer.actions.find(one => one.action === action)?.allowed === true
  useShortcut('d', () => perform('retry-download'), may1('retry-download'))
  useShortcut('i', () => perform('retry-import'), may1('retry-import'))
  useShortcut('x', () => perform('ignore'), may1('ignore'))
  const done = act.data?.items[0]
  return (
    <div className="answer-actions">
      <h3>{t('ledger.whatToDo')}</h3>
      {answer.actions.map(({ action, allowed, reason }) => {
        const [word, help, icon] = actionWords[action]
        const reasons = [...(allowed ? [] : [{ reason: reason ?? '' }]), ...lacking]
        return (
          <div key={action} className="answer-action">
            <ReasonButton
              verb={action === 'ignore' ? t('ledger.ignoreVerb') : t(`ledger.${word}`)}
              label={t(`ledger.${word}`)}
              leftSection={<Icon name={icon} size={14} />}
              reasons={reasons}
              loading={act.isPending && act.variables.action === action}
              onClick={() => perform(action)}
            />
            <span className="text2">{t(`ledger.${help}`)}</span>
          </div>
        )
      })}
      {act.error ? <ErrorState error={act.error} /> : null}
      {done ? (
        <Notice tone={done.problem ? 'bad' : done.outcome === 'parked' ? 'warn' : 'ok'}>
          {done.problem?.text ?? t('ledger.did', { outcome: outcomeLook(done.outcome).word })}
        </Notice>
      ) : null}
      {ignoring ? (
        <IgnoreDialog
          title={t('ledger.ignoreTitle', { name })}
          busy={act.isPending}
          onIgnore={why => act.mutate({ action: 'ignore', why })}
          onClose={() => setIgnoring(false)}
        />
      ) : null}
    </div>
  )
}
