import './channels.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { allConnectionsQuery, systemsQuery } from '../../api/connections.ts'
import type { ChannelsSearch } from '../../shell/router.tsx'
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { count } from '../../words/format.ts'
import { AddChannel } from './AddChannel.tsx'
import { ChannelDetail } from './ChannelDetail.tsx'
import { ChannelList } from './ChannelList.tsx'
import { type Entry, entriesOf, isShown, shows } from './entries.ts'
import { useMayChange } from './mayChange.ts'

/** Everything about the accounts at shops and marketplaces, one beside the list of all. */
export default function Channels() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const search = useSearch({ from: '/channels' })
  const query = useQuery(allConnectionsQuery)
  const systems = useQuery(systemsQuery)
  const mayChange = useMayChange()
  const show = shows.find(one => one === search.show) ?? 'active'
  const entries = entriesOf(query.data ?? [])
  const shown = entries.filter(entry => isShown(entry, show, search.search ?? ''))
  const current = search.channel ? entries.find(one => one.id === search.channel) : shown[0]
  const archived = entries.filter(one => one.connection.state === 'archived').length
  const go = (change: ChannelsSearch) =>
    void navigate({ to: '/channels', search: before => ({ ...before, ...change }) })
  const titleOf = ({ connection }: Entry) =>
    systems.data?.find(one => one.name === connection.system)?.title ?? connection.system
  const add = () => go({ add: 'choose' })
  useShortcut('n', add, mayChange.length === 0)
  return (
    <div className="page-full">
      <PageHead
        title={t('common.channels')}
        about={
          query.data
            ? t('channels.counts', { active: count(entries.length - archived), archived: count(archived) })
            : undefined
        }
      >
        <ReasonButton
          verb={t('channels.add')}
          leftSection={<Icon name="plus" size={14} />}
          reasons={mayChange}
          onClick={add}
        />
      </PageHead>
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data?.length === 0 ? (
        <EmptyState
          title={t('channels.none')}
          {...(mayChange.length === 0 ? { action: { label: t('channels.add'), onClick: add } } : {})}
        >
          {t('channels.noneHelp')}
        </EmptyState>
      ) : query.data ? (
        <div className="channels">
          <ChannelList
            entries={entries}
            current={current}
            show={show}
            search={search.search ?? ''}
            titleOf={titleOf}
            onFilter={go}
          />
          {current ? (
            <ChannelDetail
              key={current.id}
              entry={current}
              title={titleOf(current)}
              system={systems.data?.find(one => one.name === current.connection.system)}
              tab={search.tab}
              onTab={tab => go({ tab })}
            />
          ) : search.channel ? (
            <EmptyState title={t('channels.missing')} />
          ) : null}
        </div>
      ) : null}
      {search.add ? (
        <AddChannel
          systems={systems.data ?? []}
          chosen={search.add}
          onChoose={name => go({ add: name })}
          onClose={() => go({ add: undefined })}
          onAdded={connection =>
            void navigate({
              to: '/channels',
              search: { channel: connection.channels[0]?.id ?? connection.id, tab: 'first-run' },
            })
          }
        />
      ) : null}
    </div>
  )
}
