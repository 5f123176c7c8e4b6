import './session.css'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '../../api/problem.ts'
import { type SignedIn, sessionQuery, setUp, setupQuery, signIn } from '../../api/session.ts'
import { Notice } from '../../ui/EmptyState.tsx'
import { language, setLanguage } from '../../words/i18n.ts'

/** Signing in; at the first start the making of the first user instead. */
export default function SignIn({ ended }: { readonly ended: boolean }) {
  const { data } = useQuery(setupQuery)
  return data?.open ? <FirstUser /> : <Known ended={ended} />
}

function Known({ ended }: { readonly ended: boolean }) {
  const { t } = useTranslation()
  const [manyTenants, setManyTenants] = useState(false)
  return (
    <SessionForm
      title={t('session.signIn')}
      button={t('session.signIn')}
      about={ended ? t('session.ended') : undefined}
      send={given =>
        signIn({
          email: given('email'),
          password: given('password'),
          ...(given('tenant') === '' ? {} : { tenant: given('tenant') }),
        })
      }
      onProblem={problem => {
        if (problem.details.code.startsWith('TENANT')) setManyTenants(true)
      }}
    >
      {fault => (
        <>
          {manyTenants ? (
            <TextInput
              name="tenant"
              label={t('session.tenant')}
              description={t('session.tenantHelp')}
              error={fault('tenant')}
            />
          ) : null}
          <TextInput
            name="email"
            label={t('session.email')}
            autoComplete="username"
            required
            error={fault('email')}
          />
          <PasswordInput
            name="password"
            label={t('session.password')}
            autoComplete="current-password"
            required
            size="xs"
            error={fault('password')}
          />
        </>
      )}
    </SessionForm>
  )
}

function FirstUser() {
  const { t } = useTranslation()
  return (
    <SessionForm
      title={t('session.setUp')}
      button={t('session.create')}
      about={t('session.setUpText')}
      send={given =>
        setUp({
          code: given('code').trim(),
          company: given('company'),
          country: given('country').toUpperCase(),
          email: given('email'),
          name: given('name'),
          password: given('password'),
          language: language(),
        })
      }
    >
      {fault => (
        <>
          <TextInput
            name="code"
            label={t('session.code')}
            autoComplete="one-time-code"
            required
            error={fault('code')}
          />
          <div className="session-pair">
            <TextInput
              name="company"
              label={t('session.company')}
              autoComplete="organization"
              required
              error={fault('company')}
            />
            <TextInput
              name="country"
              label={t('session.country')}
              defaultValue="DE"
              maxLength={2}
              required
              error={fault('country')}
            />
          </div>
          <TextInput
            name="name"
            label={t('session.name')}
            autoComplete="name"
            required
            error={fault('name')}
          />
          <TextInput
            name="email"
            label={t('session.email')}
            autoComplete="username"
            required
            error={fault('email')}
          />
          <PasswordInput
            name="password"
            label={t('session.password')}
            description={t('session.passwordHelp')}
            autoComplete="new-password"
            required
            size="xs"
            error={fault('password')}
          />
        </>
      )}
    </SessionForm>
  )
}

interface FormProps {
  readonly title: string
  readonly about?: string | undefined
  readonly button: string
  readonly send: (given: (field: string) => string) => Promise<SignedIn>
  readonly onProblem?: (problem: ApiProblem) => void
  readonly children: (fault: (field: string) => string | undefined) => ReactNode
}

function SessionForm({ title, about, button, send, onProblem, children }: FormProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const other = language() === 'de' ? 'en' : 'de'
  useEffect(() => {
    document.title = `${title} · Kontor`
  }, [title])
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    setBusy(true)
    try {
      await send(field => String(data.get(field) ?? ''))
      await client.invalidateQueries({ queryKey: sessionQuery.queryKey })
    } catch (error) {
      setProblem(error)
      if (error instanceof ApiProblem) onProblem?.(error)
    } finally {
      setBusy(false)
    }
  }
  const faults = problem instanceof ApiProblem ? (problem.details.errors ?? []) : []
  const said = problem instanceof ApiProblem ? problem.details.detail : t('common.noAnswer')
  return (
    <main className="session">
      <form className="session-form" onSubmit={submit}>
        <div className="session-brand">
          <img src="/favicon.svg" alt="" width="22" height="22" /> Kontor
          <button type="button" className="session-language" onClick={() => setLanguage(other)}>
            {other === 'de' ? 'Deutsch' : 'English'}
          </button>
        </div>
        <h1>{title}</h1>
        {about === undefined ? null : <p className="text2">{about}</p>}
        {problem !== undefined && faults.length === 0 ? <Notice tone="bad">{said}</Notice> : null}
        {children(field => faults.find(fault => fault.field === field)?.detail)}
        <Button type="submit" variant="filled" loading={busy}>
          {button}
        </Button>
      </form>
    </main>
  )
}
