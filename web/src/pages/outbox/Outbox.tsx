import '../../ui/split.css'
import { Tabs } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { awaitedQuery } from '../../api/awaited.ts'
import { refusedQuery } from '../../api/outbox.ts'
import { platformsQuery } from '../../api/platforms.ts'
import { PageHead } from '../../ui/PageHead.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { count } from '../../words/format.ts'
import { AwaitedList } from './AwaitedList.tsx'
import { Journal } from './Journal.tsx'
import { RefusedList } from './RefusedList.tsx'
import { Waiting } from './Waiting.tsx'

const views = ['waiting', 'awaited', 'refused', 'journal'] as const
type View = (typeof views)[number]

/** What is on its way to the channels: what waits, what they have to take or answer, what they refused, what was sent. */
export default function Outbox() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/outbox' })
  const go = useNavigate({ from: '/outbox' })
  const platforms = useQuery(platformsQuery)
  const refused = useQuery(refusedQuery)
  const view = views.find(one => one === search.view) ?? 'waiting'
  const show = (next: View) => void go({ search: { view: next }, replace: true })
  const Shown = { waiting: Waiting, awaited: AwaitedList, refused: RefusedList, journal: Journal }[view]
  const awaited = useInfiniteQuery(awaitedQuery({}))
  const laid = awaited.data?.pages[0]
  const waiting = (platforms.data?.items ?? []).reduce((sum, one) => sum + one.waiting.count, 0)
  const capped = platforms.data?.items.some(one => one.waiting.countCapped) ?? false
  const counts: Partial<Record<View, string>> = {
    waiting: platforms.data ? count(waiting, capped) : '',
    awaited: laid ? count(laid.count, laid.countCapped) : '',
    refused: refused.data ? count(refused.data.length) : '',
  }
  return (
    <div className="page-full">
      <PageHead
        title={t('common.outbox')}
        about={
          platforms.data && refused.data
            ? t('outbox.about', { waiting: count(waiting, capped), refused: count(refused.data.length) })
            : undefined
        }
      />
      <Tabs
        className="page-tabs"
        value={view}
        onChange={next => {
          const found = views.find(one => one === next)
          if (found) show(found)
        }}
      >
        <Tabs.List aria-label={t('common.outbox')}>
          {views.map((name, at) => (
            <Tabs.Tab key={name} value={name} aria-controls="outbox-view">
              {t(`outbox.view_${name}`)} <span className="text3">{counts[name]}</span>
              <TabKey at={at} onTab={() => show(name)} />
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      <div className="split-list split-whole" id="outbox-view">
        {<Shown />}
      </div>
    </div>
  )
}

function TabKey({ at, onTab }: { readonly at: number; readonly onTab: () => void }) {
  useShortcut(`Alt+${at + 1}`, onTab)
  return null
}
