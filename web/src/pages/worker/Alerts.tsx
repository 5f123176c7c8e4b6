import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AlertRoute, addAlert, alertsQuery, removeAlert, testAlert } from '../../api/health.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { useNow } from '../../ui/useNow.ts'
import { clock, since } from '../../words/format.ts'
import { language } from '../../words/i18n.ts'
import { AlertThresholds } from './AlertThresholds.tsx'

/** Who is told of disturbances, by mail or web-hook. */
export function Alerts() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data, error } = useQuery(alertsQuery)
  const lacking = useMissingRight('worker.write')
  const now = useNow()
  const [said, setSaid] = useState<string>()
  const [settings, setSettings] = useState(false)
  const done = (text: string | undefined) => {
    setSaid(text)
    return client.invalidateQueries({ queryKey: alertsQuery.queryKey })
  }
  const test = useMutation({
    mutationFn: ({ id }: AlertRoute) => testAlert(id),
    onSuccess: (_, { target }) => done(t('health.tested', { target })),
  })
  const remove = useMutation({
    mutationFn: ({ id }: AlertRoute) => removeAlert(id),
    onSuccess: (_, { target }) => done(t('health.removed', { target })),
  })
  const add = useMutation({ mutationFn: addAlert, onSuccess: () => done(undefined) })
  const problem = error ?? test.error ?? remove.error ?? add.error
  return (
    <Panel
      title={t('health.alerts')}
      className="alerts"
      aside={
        <Button onClick={() => setSettings(true)} aria-haspopup="dialog">
          {t('health.thresholds')}
        </Button>
      }
    >
      {settings ? (
        <AlertThresholds
          onClose={() => setSettings(false)}
          onSaved={() => {
            setSettings(false)
            setSaid(t('health.thresholdsSaved'))
          }}
        />
      ) : null}
      <div className="alerts-body">
        <p className="text2">{t('health.alertsHelp')}</p>
        {problem ? <ErrorState error={problem} /> : null}
        {said ? <Notice tone="ok">{said}</Notice> : null}
        {add.data?.secret ? (
          <Notice tone="warn">
            {t('health.secret')} <code>{add.data.secret}</code>
          </Notice>
        ) : null}
        {data?.length === 0 ? <p>{t('health.noAlerts')}</p> : null}
        <ul>
          {(data ?? []).map(route => (
            <li key={route.id} className="alert-route">
              <span className="two-lines">
                <span className="strong">{route.target}</span>
                <span>
                  {[
                    route.kind === 'mail' ? t('health.mail') : t('health.webHook'),
                    route.language === 'de' ? t('common.german') : t('common.english'),
                  ].join(' · ')}
                </span>
              </span>
              <ReasonButton
                verb={t('health.test')}
                aria-label={t('health.testOf', { target: route.target })}
                reasons={lacking}
                loading={test.isPending && test.variables.id === route.id}
                onClick={() => test.mutate(route)}
              />
              <ReasonButton
                verb={t('health.remove')}
                aria-label={t('health.removeOf', { target: route.target })}
                reasons={lacking}
                onClick={() => remove.mutate(route)}
              />
              {route.waiting > 0 ? (
                <p className="alert-waiting tone-warn" title={route.error ?? undefined}>
                  {t('health.unsentMails', {
                    count: route.waiting,
                    since: since(route.waitingSince ?? route.addedAt, now),
                    at: route.nextTryAt ? clock(route.nextTryAt) : '–',
                  })}
                </p>
              ) : null}
            </li>
          ))}
        </ul>
        {lacking.length === 0 ? (
          <form
            className="alert-form"
            onSubmit={event => {
              event.preventDefault()
              const form = event.currentTarget
              const given = new FormData(form)
              setSaid(undefined)
              add.mutate(
                {
                  kind: given.get('kind') === 'web-hook' ? 'web-hook' : 'mail',
                  target: String(given.get('target') ?? '').trim(),
                  language: given.get('language') === 'en' ? 'en' : 'de',
                },
                { onSuccess: () => form.reset() },
              )
            }}
          >
            <NativeSelect
              name="kind"
              label={t('health.kind')}
              data={[
                { value: 'mail', label: t('health.mail') },
                { value: 'web-hook', label: t('health.webHook') },
              ]}
            />
            <TextInput
              name="target"
              label={t('health.target')}
              placeholder={t('health.targetHelp')}
              required
            />
            <NativeSelect
              name="language"
              label={t('health.language')}
              defaultValue={language()}
              data={[
                { value: 'de', label: t('common.german') },
                { value: 'en', label: t('common.english') },
              ]}
            />
            <Button type="submit" loading={add.isPending}>
              {t('health.add')}
            </Button>
          </form>
        ) : null}
      </div>
    </Panel>
  )
}
