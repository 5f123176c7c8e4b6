import './emptyState.css'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '../api/problem.ts'

interface EmptyStateProps {
  readonly title: string
  readonly children?: ReactNode
  /** The one thing that leads on. */
  readonly action?: { readonly label: string; readonly onClick: () => void }
}

/** Where nothing is: what will stand here, or why nothing does, and the way on. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="empty">
      <p className="strong">{title}</p>
      {children === undefined ? null : <p className="text2">{children}</p>}
      {action ? <Button onClick={action.onClick}>{action.label}</Button> : null}
    </div>
  )
}

interface EmptyListProps {
  /** Takes back the filters that leave nothing; undefined where none is set. */
  readonly onReset: (() => void) | undefined
  readonly filtered: string
  readonly none: string
  readonly help: string
}

/** In the place of the rows of a list: that its filters leave none of them, with the way out, or that there is nothing. */
export function EmptyList({ onReset, filtered, none, help }: EmptyListProps) {
  const { t } = useTranslation()
  if (!onReset) return <EmptyState title={none}>{help}</EmptyState>
  return <EmptyState title={filtered} action={{ label: t('common.resetFilters'), onClick: onReset }} />
}

/** In the place of what could not be loaded: what happened, and the way to try again. */
export function ErrorState({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t } = useTranslation()
  const details = error instanceof ApiProblem ? error.details : undefined
  return (
    <div className="empty empty-error" role="alert">
      <p className="strong">{details ? details.detail : t('common.noAnswer')}</p>
      {details ? null : <p className="text2">{t('common.noAnswerHelp')}</p>}
      {onRetry ? <Button onClick={onRetry}>{t('common.retry')}</Button> : null}
      {details?.reference ? (
        <p className="text3">{t('common.reference', { reference: details.reference })}</p>
      ) : null}
    </div>
  )
}

/** A message above or beside what it is about. */
export function Notice({
  tone,
  children,
}: {
  readonly tone: 'warn' | 'bad' | 'ok' | 'info'
  readonly children: ReactNode
}) {
  return (
    <div className={`notice tone-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  )
}
