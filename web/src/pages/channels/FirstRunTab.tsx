import { Radio } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import {
  chooseLead,
  type FirstRun,
  type FirstRunStep,
  finishFirstRun,
  firstRunQuery,
  lookAtShop,
} from '../../api/beginnings.ts'
import { type Connection, checkConnection } from '../../api/connections.ts'
import { Chip } from '../../ui/Chip.tsx'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { CheckResult } from './CheckResult.tsx'
import type { Tab } from './entries.ts'
import { FoundObjects } from './FoundObjects.tsx'
import { ImportCatalogue } from './ImportCatalogue.tsx'
import { useMayChange } from './mayChange.ts'

interface FirstRunTabProps {
  readonly connection: Connection
  /** Where mapping goes on. */
  readonly toMap: Tab
  readonly onTab: (tab: Tab) => void
}

/** How a new connection begins, step by step: nothing is sent before the last one is done. */
export function FirstRunTab({ connection, toMap, onTab }: FirstRunTabProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const query = useQuery(firstRunQuery(connection.id))
  const mayChange = useMayChange()
  const refresh = () => client.invalidateQueries()
  const { id } = connection
  const check = useMutation({ mutationFn: () => checkConnection(id), onSettled: refresh })
  const look = useMutation({ mutationFn: () => lookAtShop(id), onSettled: refresh })
  const lead = useMutation({
    mutationFn: (leads: 'kontor' | 'shop') => chooseLead(id, leads),
    onSettled: refresh,
  })
  const finish = useMutation({
    mutationFn: (empty: boolean) => finishFirstRun(id, { empty }),
    onSettled: refresh,
  })
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  const run = query.data
  if (!run) return null
  const looked = run.steps.find(one => one.step === 'look')?.state === 'done'
  const open = run.steps.filter(one => one.state === 'open' && one.step !== 'finish')
  const asides: Readonly<Partial<Record<FirstRunStep['step'], ReactNode>>> = {
    check: (
      <ReasonButton
        verb={t('beginnings.checkNow')}
        loading={check.isPending}
        reasons={mayChange}
        onClick={() => check.mutate()}
      />
    ),
    mappings: <ReasonButton verb={t('beginnings.toMappings')} reasons={[]} onClick={() => onTab(toMap)} />,
    orders: <ReasonButton verb={t('beginnings.toImport')} reasons={[]} onClick={() => onTab('import')} />,
    look: (
      <ReasonButton
        verb={looked ? t('beginnings.lookAgain') : t('beginnings.lookNow')}
        loading={look.isPending}
        reasons={mayChange}
        onClick={() => look.mutate()}
      />
    ),
  }
  const acts: Readonly<Partial<Record<FirstRunStep['step'], ReactNode>>> = {
    check:
      check.error || check.data ? (
        <>
          {check.error ? <ErrorState error={check.error} /> : null}
          {check.data ? <CheckResult report={check.data} tab="first-run" onTab={onTab} /> : null}
        </>
      ) : null,
    look: look.error ? <ErrorState error={look.error} /> : null,
    adopt: (
      <>
        <KindTable run={run} />
        {looked ? <FoundObjects run={run} /> : null}
        {looked ? <ImportCatalogue run={run} /> : null}
      </>
    ),
    lead: (
      <>
        {lead.error ? <ErrorState error={lead.error} /> : null}
        <Radio.Group
          aria-label={t('beginnings.lead')}
          value={run.leadChosenAt === null ? null : run.leads}
          onChange={next => lead.mutate(next === 'shop' ? 'shop' : 'kontor')}
        >
          <div className="lead-choices">
            {(['kontor', 'shop'] as const).map(one => (
              <Radio
                key={one}
                size="xs"
                value={one}
                disabled={mayChange.length > 0}
                label={t(`beginnings.lead_${one}`)}
                description={t(`beginnings.lead_${one}Help`)}
              />
            ))}
          </div>
        </Radio.Group>
      </>
    ),
    finish: (
      <>
        {finish.error ? <ErrorState error={finish.error} /> : null}
        <div className="channel-buttons">
          <ReasonButton
            verb={t('beginnings.finishVerb')}
            variant="filled"
            loading={finish.isPending}
            reasons={[
              ...mayChange,
              ...open.map(one => ({
                reason: t('beginnings.finishOpen', { step: t(`beginnings.${one.step}`) }),
                remedy: one.sentence,
              })),
            ]}
            onClick={() => finish.mutate(false)}
          />
          {looked ? null : (
            <ReasonButton
              verb={t('beginnings.emptyVerb')}
              loading={finish.isPending}
              reasons={mayChange}
              onClick={() => finish.mutate(true)}
            />
          )}
        </div>
      </>
    ),
  }
  return (
    <div className="channel-scroll">
      <p className="text2">{t('beginnings.about')}</p>
      <ol className="steps" aria-label={t('channels.firstRun')}>
        {run.steps.map((step, at) => (
          <Step
            key={step.step}
            name={step.step}
            title={`${at + 1}. ${t(`beginnings.${step.step}`)}`}
            state={step.state}
            sentence={step.sentence}
            aside={step.state === 'cannot' ? null : asides[step.step]}
          >
            {step.state === 'cannot' ? null : acts[step.step]}
          </Step>
        ))}
      </ol>
    </div>
  )
}

interface StepProps {
  readonly name: string
  readonly title: string
  readonly state: FirstRunStep['state']
  readonly sentence: ReactNode
  /** The one action of a simple step. */
  readonly aside?: ReactNode
  readonly children?: ReactNode
}

const looks = {
  done: ['done', 'ok'],
  open: ['empty', 'warn'],
  optional: ['left', 'mute'],
  cannot: ['left', 'mute'],
} as const

/** One step: what it is, how it stands, and what there is to do. */
export function Step({ name, title, state, sentence, aside, children }: StepProps) {
  const { t } = useTranslation()
  const [sign, tone] = looks[state]
  return (
    <li className="step panel" data-step={name} data-state={state}>
      <div className="step-head">
        <h3>{title}</h3>
        <Chip sign={sign} tone={tone} filled={state === 'open'}>
          {t(`beginnings.state_${state}`)}
        </Chip>
        {aside ? <div className="step-aside">{aside}</div> : null}
      </div>
      <p className="text2">{sentence}</p>
      {children ? <div className="step-body">{children}</div> : null}
    </li>
  )
}

function KindTable({ run }: { readonly run: FirstRun }) {
  const { t } = useTranslation()
  const columns = ['seen', 'matched', 'ambiguous', 'theirsOnly', 'adopted', 'leftAlone'] as const
  if (run.kinds.every(kind => kind.seen === 0 && kind.refused === null)) return null
  return (
    <>
      {run.kinds.map(kind =>
        kind.refused ? (
          <Notice key={kind.kind} tone="info">
            {t(`beginnings.kind_${kind.kind}`)}: {kind.refused}
          </Notice>
        ) : null,
      )}
      <table className="plain-table">
        <TableHead
          heads={[t('beginnings.kind'), ...columns.map(column => ({ right: t(`beginnings.${column}`) }))]}
        />
        <tbody>
          {run.kinds.map(kind => (
            <tr key={kind.kind} data-kind={kind.kind}>
              <th scope="row">{t(`beginnings.kind_${kind.kind}`)}</th>
              {columns.map(column => (
                <td key={column} className="cell-right" data-figure={column}>
                  {kind[column]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
