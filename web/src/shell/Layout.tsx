import './layout.css'
import { useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useNavigate } from '@tanstack/react-router'
import { Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { workerQuery } from '../api/worker.ts'
import { changeSettings, settingsNow, useSettings } from '../ui/settings.ts'
import { useShortcut } from '../ui/shortcuts.ts'
import { KeysDialog } from './KeysDialog.tsx'
import { Menu } from './Menu.tsx'
import { menu } from './pages.ts'
import { useRight } from './rights.ts'
import { TopBar } from './TopBar.tsx'

/** The frame around every page: skip link, menu, top bar, warnings that concern everybody. */
export function Layout() {
  const { t } = useTranslation()
  const [keys, setKeys] = useState(false)
  useTheme()
  useShortcut('?', () => setKeys(true))
  useShortcut('Ctrl+b', () => changeSettings({ menuFolded: !settingsNow().menuFolded }))
  useShortcut('/', () => document.querySelector<HTMLElement>('main [data-search-field]')?.focus())
  const offline = useOffline()
  return (
    <div className="layout">
      <a className="skip-link" href="#content">
        {t('common.skip')}
      </a>
      <Menu />
      <TopBar onKeys={() => setKeys(true)} />
      <div className="bars">
        {offline ? <div className="bar tone-bad">{t('common.noAnswer')}</div> : null}
        <NoService />
      </div>
      <main id="content" tabIndex={-1}>
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      {keys ? <KeysDialog onClose={() => setKeys(false)} /> : null}
      {menu.map(entry => (
        <GoKey key={entry.page} letter={entry.key} to={entry.to} />
      ))}
    </div>
  )
}

function GoKey({ letter, to }: { readonly letter: string; readonly to: string }) {
  const navigate = useNavigate()
  useShortcut(`g ${letter}`, () => void navigate({ to }))
  return null
}

/** Said on every page: without a background service nothing is fetched by itself. */
function NoService() {
  const { t } = useTranslation()
  const { data } = useQuery({ ...workerQuery, enabled: useRight('worker.read') })
  if (!data || data.works) return null
  return (
    <div className="bar tone-warn" role="status">
      <strong>{t('common.serviceAway')}</strong> {t('common.serviceHow')}: <code>kontor worker</code>
    </div>
  )
}

function useOffline(): boolean {
  const [offline, setOffline] = useState(!navigator.onLine)
  useEffect(() => {
    const update = () => setOffline(!navigator.onLine)
    addEventListener('online', update)
    addEventListener('offline', update)
    return () => {
      removeEventListener('online', update)
      removeEventListener('offline', update)
    }
  }, [])
  return offline
}

/** Follows the system unless the person fixed a theme. */
function useTheme(): void {
  const { theme } = useSettings()
  const { setColorScheme } = useMantineColorScheme()
  useEffect(() => setColorScheme(theme === 'system' ? 'auto' : theme), [theme, setColorScheme])
  useShortcut('Ctrl+Shift+d', () => {
    const dark = document.documentElement.getAttribute('data-mantine-color-scheme') === 'dark'
    changeSettings({ theme: dark ? 'light' : 'dark' })
  })
}
