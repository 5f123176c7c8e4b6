import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Candidate, comparedFields, newCustomer, type WebOrder, webOrderQuery } from '../../api/inbox.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { StateSign } from '../../ui/Chip.tsx'
import { Notice } from '../../ui/EmptyState.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { count, fullDate, money, quantity, shortDate, signedPoints } from '../../words/format.ts'
import { AnswerButtons } from './AnswerButtons.tsx'
import { answerWord } from './answerWord.ts'
import { canTakeOver } from './columns.tsx'

const doubts = ['CUSTOMER_AMBIGUOUS', 'CUSTOMER_UNSURE']

interface WebOrderPaneProps {
  readonly row: WebOrder | undefined
  readonly onTakeOver: (id: string, customerId?: string) => void
  readonly onAssign: (row: WebOrder) => void
}

/** The current web order: what is missing, which customers it may be, its lines. */
export function WebOrderPane({ row, onTakeOver, onAssign }: WebOrderPaneProps) {
  const { t } = useTranslation()
  const lacking = useMissingRight('inbox.write')
  const { data } = useQuery({ ...webOrderQuery(row?.id ?? ''), enabled: row !== undefined })
  const detail = data?.id === row?.id ? data : undefined
  const candidates = detail?.candidates ?? []
  // Of the order that was looked at; an id, or that it is a new one.
  const [chosen, setChosen] = useState<string>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another order, another choice
  useEffect(() => setChosen(undefined), [row?.id])
  const customer =
    chosen ?? (row?.assignedNew ? newCustomer : (row?.assigned?.customerId ?? row?.match?.customerId))
  if (!row)
    return (
      <aside className="inbox-pane" aria-label={t('inbox.chooseRow')}>
        <p className="text2">{t('inbox.chooseRow')}</p>
      </aside>
    )
  // A choice of the customer removes what only the doubt about it keeps open.
  const needsChoice = row.checks.customer === 'ask' && candidates.length > 0
  const others = (detail?.checks ?? []).filter(check => !(needsChoice && doubts.includes(check.code)))
  const reasons = [
    ...lacking,
    ...(row.pending ? [{ reason: answerWord(row) }] : []),
    ...others.map(({ reason, remedy }) => ({ reason, remedy })),
    ...(needsChoice && chosen === undefined
      ? [{ reason: t('inbox.candidates', { count: candidates.length }) }]
      : []),
  ]
  return (
    <aside className="inbox-pane" aria-label={row.externalNumber}>
      <div className="inbox-pane-head">
        <h2>{`${row.externalNumber} · ${row.customer}`}</h2>
        <strong>{money(row.totalGross, row.currency)}</strong>
        <span className="text2">
          {[row.channel, fullDate(row.placedAt), t('inbox.nLines', { count: row.lines })].join(' · ')}
        </span>
      </div>
      <div className="inbox-pane-body">
        {row.wantsAnswer ? (
          <>
            <Notice tone="warn">{answerWord(row)}</Notice>
            <div className="inbox-pane-buttons">
              <AnswerButtons orders={[row]} isNext />
            </div>
          </>
        ) : null}
        {others.map(check => (
          <Notice key={check.code} tone="warn">
            <strong>{check.reason}</strong> {check.remedy}
          </Notice>
        ))}
        {needsChoice ? (
          <Notice tone="warn">{t('inbox.candidates', { count: candidates.length })}</Notice>
        ) : null}
        {candidates.length > 0 ? (
          <fieldset className="candidates">
            <legend className="heard-only">{t('inbox.customerHere')}</legend>
            {candidates.map(candidate => (
              <CandidateCard
                key={candidate.customerId}
                candidate={candidate}
                checked={customer === candidate.customerId}
                onChoose={() => setChosen(candidate.customerId)}
              />
            ))}
            <label className={customer === newCustomer ? 'candidate candidate-chosen' : 'candidate'}>
              <input
                type="radio"
                name="candidate"
                checked={customer === newCustomer}
                onChange={() => setChosen(newCustomer)}
              />
              <span className="strong candidate-new">{t('inbox.asNew')}</span>
            </label>
          </fieldset>
        ) : null}
        <div className="inbox-pane-buttons">
          <ReasonButton
            verb={t('inbox.takeOverVerb')}
            label={chosen ? t('inbox.assignAndTake') : t('inbox.takeThis')}
            reasons={reasons}
            onClick={() => onTakeOver(row.id, chosen)}
            {...(canTakeOver(row) || chosen ? { variant: 'default' } : {})}
          />
          {lacking.length === 0 ? (
            <Button onClick={() => onAssign(row)}>{t('inbox.searchOther')}</Button>
          ) : null}
        </div>
        <h3>{t('inbox.lines')}</h3>
        <ul className="inbox-lines">
          {(detail?.lines ?? []).map(line => (
            <li key={line.line}>
              <span className="number">{quantity(line.quantity)}</span>
              <span className="text2">{line.itemNumber ?? line.sku}</span>
              <span>{line.name}</span>
            </li>
          ))}
        </ul>
        <p className="text2">{t('inbox.staged')}</p>
      </div>
    </aside>
  )
}

interface CandidateCardProps {
  readonly candidate: Candidate
  readonly checked: boolean
  readonly onChoose: () => void
}

/** A customer that may be meant, compared with the order field by field. */
function CandidateCard({ candidate, checked, onChoose }: CandidateCardProps) {
  const { t } = useTranslation()
  const shown = { ...candidate, name: candidate.name }
  return (
    <label className={checked ? 'candidate candidate-chosen' : 'candidate'}>
      <input type="radio" name="candidate" checked={checked} onChange={onChoose} />
      <span className="strong">{candidate.number}</span>
      <span>{candidate.name}</span>
      <strong className="candidate-score">{candidate.score} %</strong>
      <span className="candidate-fields">
        {comparedFields
          .filter(field => candidate.same[field] || shown[field] !== '')
          .map(field => (
            <span key={field} className="candidate-field">
              <span className={candidate.same[field] ? 'tone-ok' : 'tone-bad'}>
                <StateSign sign={candidate.same[field] ? 'done' : 'failed'} />
              </span>
              <span>{t(`inbox.field_${field}`)}</span>
              <span>{candidate.same[field] ? t('inbox.same') : shown[field]}</span>
            </span>
          ))}
        <ul className="match-reasons">
          {candidate.because.map(one => (
            <li key={one.code} className="candidate-reason">
              <span className="text2">{one.reason}</span>
              <span className={one.points < 0 ? 'tone-bad' : 'text2'}>{signedPoints(one.points)}</span>
            </li>
          ))}
        </ul>
        <span className="text2">
          {t('inbox.ordersBefore', {
            count: candidate.orders,
            at: shortDate(candidate.lastOrderAt),
            n: count(candidate.orders),
          })}
        </span>
      </span>
    </label>
  )
}
