import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { mapsQuery } from '../../api/channels.ts'
import type { System } from '../../api/connections.ts'
import { useShortcut } from '../../ui/shortcuts.ts'
import { ChannelHead } from './ChannelHead.tsx'
import { ConnectionTab } from './ConnectionTab.tsx'
import { type Entry, type Tab, tabNamed, tabsOf, tabWords } from './entries.ts'
import { FirstRunTab } from './FirstRunTab.tsx'
import { FunctionsTab } from './FunctionsTab.tsx'
import { GeneralTab } from './GeneralTab.tsx'
import { ImportTab } from './ImportTab.tsx'
import { MethodsTab } from './MethodsTab.tsx'
import { missingIn, tabToMap } from './mapTabs.ts'
import { OfferTab } from './OfferTab.tsx'
import { RecoveryTab } from './RecoveryTab.tsx'

interface ChannelDetailProps {
  readonly entry: Entry
  readonly title: string
  readonly system: System | undefined
  readonly tab: string | undefined
  readonly onTab: (tab: Tab) => void
}

/** One sales channel in its tabs. What has to be done before anything else stands first. */
export function ChannelDetail({ entry, title, system, tab, onTab }: ChannelDetailProps) {
  const { t } = useTranslation()
  const tabs = tabsOf(entry, system)
  const current = tabs.find(one => one === tabNamed(tab)) ?? tabs[0] ?? 'general'
  const { channel } = entry
  const maps = useQuery({ ...mapsQuery(entry.id), enabled: channel !== undefined })
  const items = maps.data?.items ?? []
  return (
    <section className="channel-detail" aria-label={entry.name}>
      <ChannelHead entry={entry} title={title} />
      {tabs.map((name, at) => (
        <TabKey key={name} at={at} onTab={() => onTab(name)} />
      ))}
      <Tabs
        className="channel-tabs"
        value={current}
        onChange={next => onTab(tabs.find(one => one === next) ?? 'general')}
        keepMounted={false}
      >
        <Tabs.List aria-label={t('channels.tabs')}>
          {tabs.map(name => (
            <Tabs.Tab key={name} value={name}>
              {name === 'functions' ? t('called.functions') : t(`channels.${tabWords[name]}`)}{' '}
              {missingIn(items, name) > 0 ? <span className="text3">{missingIn(items, name)}</span> : null}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={current} className="channel-panel">
          {current === 'recovery' ? <RecoveryTab connection={entry.connection} /> : null}
          {current === 'first-run' ? (
            <FirstRunTab connection={entry.connection} toMap={tabToMap(items)} onTab={onTab} />
          ) : null}
          {current === 'general' ? <GeneralTab entry={entry} title={title} /> : null}
          {current === 'connection' ? <ConnectionTab entry={entry} system={system} onTab={onTab} /> : null}
          {current === 'import' ? <ImportTab entry={entry} calls={system?.calls === true} /> : null}
          {current === 'offer' ? <OfferTab channelId={entry.id} calls={system?.calls === true} /> : null}
          {current === 'shipping' || current === 'payment' ? (
            <MethodsTab key={current} entry={entry} of={current} />
          ) : null}
          {current === 'functions' && system ? <FunctionsTab entry={entry} system={system} /> : null}
        </Tabs.Panel>
      </Tabs>
    </section>
  )
}

function TabKey({ at, onTab }: { readonly at: number; readonly onTab: () => void }) {
  useShortcut(`Alt+${at + 1}`, onTab)
  return null
}
