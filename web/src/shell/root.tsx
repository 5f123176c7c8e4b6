import { createRootRoute, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState, ErrorState } from '../ui/EmptyState.tsx'
import { Layout } from './Layout.tsx'
import { SyncProvider } from './SyncContext.tsx'

/** What all pages stand in. */
export const root = createRootRoute({
  component: Frame,
  notFoundComponent: Missing,
  errorComponent: ErrorState,
})

function Frame() {
  return (
    <SyncProvider>
      <Layout />
    </SyncProvider>
  )
}

function Missing() {
  const { t } = useTranslation()
  return (
    <div>
      <EmptyState title={t('common.pageMissing')}>{t('common.pageMissingHelp')}</EmptyState>
      <Link to="/">{t('common.home')}</Link>
    </div>
  )
}
