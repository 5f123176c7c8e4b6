import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  confirmNumber,
  fetchMissing,
  finishRecovery,
  type RecoveryStep,
  recoveryQuery,
} from '../../api/beginnings.ts'
import type { Connection } from '../../api/connections.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { count, fullDate } from '../../words/format.ts'
import { Step } from './FirstRunTab.tsx'
import { useMayChange } from './mayChange.ts'

/** What is to be done after a restore before this connection goes on. */
export function RecoveryTab({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const query = useQuery(recoveryQuery)
  const mayChange = useMayChange()
  const finish = useMutation({
    mutationFn: () => finishRecovery(connection.id),
    onSettled: () => client.invalidateQueries(),
  })
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return null
  const steps = query.data.steps.filter(one => one.step === 'number' || one.of === connection.name)
  const end = query.data.connections.find(one => one.id === connection.id)
  const open = end?.open ?? 0
  return (
    <div className="channel-scroll">
      <p className="text2">{t('beginnings.recoveryAbout')}</p>
      <ol className="steps" aria-label={t('channels.recovery')}>
        {steps.map((step, at) =>
          step.step === 'number' ? (
            <NumberStep key={step.of} step={step} at={at} />
          ) : (
            <OrdersStep key={step.of} step={step} at={at} connection={connection} />
          ),
        )}
        <Step
          name="done"
          title={`${steps.length + 1}. ${t('beginnings.goOn')}`}
          state="open"
          sentence={end?.text}
        >
          {finish.error ? <ErrorState error={finish.error} /> : null}
          <ReasonButton
            verb={t('beginnings.goOn')}
            variant="filled"
            loading={finish.isPending}
            reasons={[
              ...mayChange,
              ...(open > 0 ? [{ reason: t('beginnings.goOnOpen', { count: open }) }] : []),
            ]}
            onClick={() => finish.mutate()}
          />
        </Step>
      </ol>
    </div>
  )
}

interface RecoveryStepProps {
  readonly step: RecoveryStep
  readonly at: number
}

function NumberStep({ step, at }: RecoveryStepProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const mayChange = useMayChange()
  const [last, setLast] = useState('')
  const confirm = useMutation({
    mutationFn: () => confirmNumber(step.of, last.trim()),
    onSettled: () => client.invalidateQueries(),
  })
  const kind = (['customer', 'order', 'delivery'] as const).find(one => one === step.of)
  const title = kind ? t(`beginnings.number_${kind}`) : t('beginnings.number_other', { kind: step.of })
  return (
    <RecoveryPanel step={step} title={`${at + 1}. ${title}`} error={confirm.error}>
      <form
        className="channel-buttons"
        onSubmit={event => {
          event.preventDefault()
          if (mayChange.length === 0) confirm.mutate()
        }}
      >
        <TextInput
          label={t('beginnings.last')}
          inputMode="numeric"
          pattern="\d{1,15}"
          required
          readOnly={mayChange.length > 0}
          value={last}
          onChange={event => setLast(event.currentTarget.value)}
        />
        {mayChange.length > 0 ? (
          <ReasonButton verb={t('beginnings.confirm')} reasons={mayChange} onClick={() => {}} />
        ) : (
          <Button type="submit" loading={confirm.isPending}>
            {t('beginnings.confirm')}
          </Button>
        )}
      </form>
    </RecoveryPanel>
  )
}

function OrdersStep({ step, at, connection }: RecoveryStepProps & { readonly connection: Connection }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const mayChange = useMayChange()
  // What a system can do after a restore stands in the command that the server names.
  const all = step.command.endsWith('--all')
  const checked = step.command.endsWith('--checked')
  const fetching = useMutation({
    mutationFn: () => fetchMissing(connection.id, { all, checked }),
    onSettled: () => client.invalidateQueries(),
  })
  return (
    <RecoveryPanel step={step} title={`${at + 1}. ${t('beginnings.fetchTitle')}`} error={fetching.error}>
      {fetching.data ? (
        <Notice tone="ok">
          {t('beginnings.fetched', { found: count(fetching.data.found), new: count(fetching.data.new) })}
        </Notice>
      ) : null}
      <ReasonButton
        verb={t(`beginnings.${all ? 'fetchAll' : checked ? 'fetchChecked' : 'fetch'}`)}
        loading={fetching.isPending}
        reasons={mayChange}
        onClick={() => fetching.mutate()}
      />
    </RecoveryPanel>
  )
}

interface RecoveryPanelProps {
  readonly step: RecoveryStep
  readonly title: string
  readonly error: unknown
  readonly children: ReactNode
}

function RecoveryPanel({ step, title, error, children }: RecoveryPanelProps) {
  const { t } = useTranslation()
  return (
    <Step
      name={step.of}
      title={title}
      state={step.doneAt ? 'done' : 'open'}
      sentence={
        step.doneAt
          ? t('beginnings.doneBy', { by: step.doneBy ?? '–', at: fullDate(step.doneAt) })
          : step.text
      }
    >
      {error ? <ErrorState error={error} /> : null}
      {step.doneAt ? null : children}
    </Step>
  )
}
