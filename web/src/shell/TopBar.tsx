import './topBar.css'
import { Menu } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { sessionQuery, signOut } from '../api/session.ts'
import { workerQuery } from '../api/worker.ts'
import { StateSign } from '../ui/Chip.tsx'
import { Icon } from '../ui/Icon.tsx'
import { changeSettings, useSettings } from '../ui/settings.ts'
import { clock } from '../words/format.ts'
import { language, setLanguage } from '../words/i18n.ts'
import { Finder } from './Finder.tsx'
import { useRight } from './rights.ts'
import { useSync } from './SyncContext.tsx'

/** The bar over all pages: search, what runs, language, user. */
export function TopBar({ onKeys }: { readonly onKeys: () => void }) {
  const { t } = useTranslation()
  const next = language() === 'de' ? 'en' : 'de'
  return (
    <header className="top-bar">
      <Finder />
      <div className="top-state" aria-live="off">
        <ServiceState />
      </div>
      <button type="button" className="top-button" aria-label={t('common.keysTitle')} onClick={onKeys}>
        <Icon name="keyboard" />
      </button>
      <button
        type="button"
        className="top-button"
        aria-label={`${t('common.language')}: ${next === 'de' ? 'Deutsch' : 'English'}`}
        onClick={() => setLanguage(next)}
      >
        {language().toUpperCase()}
      </button>
      <UserMenu />
    </header>
  )
}

/** What runs now; else when the next synchronisation is; else that nothing happens by itself. */
function ServiceState() {
  const { t } = useTranslation()
  const { running, open } = useSync()
  const { data } = useQuery({ ...workerQuery, enabled: useRight('worker.read') })
  if (running)
    return (
      <button type="button" className="top-service tone-accent" onClick={() => open({ runId: running.id })}>
        <StateSign sign="running" />
        {t('common.runGoesOn')}
      </button>
    )
  if (!data) return null
  if (!data.works)
    return (
      <span className="top-service tone-warn">
        <StateSign sign="check" /> {t('common.serviceStopped')}
      </span>
    )
  const next = data.lanes
    .map(lane => lane.nextAt)
    .filter(at => at !== null)
    .sort()[0]
  return (
    <span className="top-service">
      <span className="tone-ok">
        <StateSign sign="full" />
      </span>
      {next ? t('common.serviceNext', { at: clock(next) }) : t('common.serviceRuns')}
    </span>
  )
}

function UserMenu() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data: session } = useQuery(sessionQuery)
  const settings = useSettings()
  const name = session?.user?.name ?? ''
  const leave = async () => {
    await signOut()
    client.clear()
    location.assign('/')
  }
  const themes = { light: 'themeLight', dark: 'themeDark', system: 'themeSystem' } as const
  const densities = { 28: 'compact', 32: 'normal', 36: 'comfortable' } as const
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <button type="button" className="top-user">
          <span className="top-initials" aria-hidden="true">
            {name
              .split(' ')
              .map(word => word.slice(0, 1))
              .join('')
              .slice(0, 2)}
          </span>
          <span className="top-name">{name}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('common.theme')}</Menu.Label>
        {(['light', 'dark', 'system'] as const).map(theme => (
          <Choice
            key={theme}
            label={t(`common.${themes[theme]}`)}
            active={settings.theme === theme}
            onChoose={() => changeSettings({ theme })}
          />
        ))}
        <Menu.Label>{t('common.density')}</Menu.Label>
        {([28, 32, 36] as const).map(density => (
          <Choice
            key={density}
            label={`${t(`common.${densities[density]}`)} ${density}`}
            active={settings.density === density}
            onChoose={() => changeSettings({ density })}
          />
        ))}
        <Menu.Label>{t('common.singleKeys')}</Menu.Label>
        {[true, false].map(on => (
          <Choice
            key={String(on)}
            label={on ? t('common.on') : t('common.off')}
            active={settings.singleKeys === on}
            onChoose={() => changeSettings({ singleKeys: on })}
          />
        ))}
        <Menu.Divider />
        <Menu.Item onClick={leave}>{t('common.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Choice(props: { readonly label: string; readonly active: boolean; readonly onChoose: () => void }) {
  return (
    <Menu.Item
      role="menuitemradio"
      aria-checked={props.active}
      leftSection={props.active ? <Icon name="check" size={12} /> : <span className="top-gap" />}
      onClick={props.onChoose}
    >
      {props.label}
    </Menu.Item>
  )
}
