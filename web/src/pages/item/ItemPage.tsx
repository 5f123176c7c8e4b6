import './item.css'
import { Tabs } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Item, itemQuery } from '../../api/item.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { SaveBar } from '../../ui/SaveBar.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { count } from '../../words/format.ts'
import { CategoriesTab } from './CategoriesTab.tsx'
import { ChannelsTab } from './ChannelsTab.tsx'
import { ConflictDialog } from './ConflictDialog.tsx'
import { GeneralTab } from './GeneralTab.tsx'
import { HistoryTab } from './HistoryTab.tsx'
import { ImagesTab } from './ImagesTab.tsx'
import { ItemHead } from './ItemHead.tsx'
import { LeaveGuard } from './LeaveGuard.tsx'
import { PartsTab } from './PartsTab.tsx'
import { PricesTab } from './PricesTab.tsx'
import { PropertiesTab } from './PropertiesTab.tsx'
import { TextsTab } from './TextsTab.tsx'
import { type ItemEdit, useItemEdit } from './useItemEdit.ts'
import { useSave } from './useSave.ts'
import { VariantsTab } from './VariantsTab.tsx'

const tabs = [
  'general',
  'texts',
  'categories',
  'properties',
  'variants',
  'parts',
  'images',
  'channels',
  'prices',
  'history',
] as const
type Tab = (typeof tabs)[number]

/** One item in its tabs: one draft over all of them, saved at once. */
export default function ItemPage() {
  const { item: which } = useParams({ from: '/items/$item' })
  const query = useQuery(itemQuery(which))
  useEffect(() => {
    if (query.data) document.title = `${query.data.itemNumber} ${query.data.name} · Kontor`
  }, [query.data])
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return null
  return <ShownItem key={query.data.id} item={query.data} />
}

function ShownItem({ item }: { readonly item: Item }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { tab } = useSearch({ from: '/items/$item' })
  const go = useNavigate({ from: '/items/$item' })
  const missing = useMissingRight('items.write')
  const edit = useItemEdit(item, missing.length > 0)
  const [comparing, setComparing] = useState(false)
  const { save, error, isSaving } = useSave(edit, item, () => setComparing(true))
  const current = tabs.find(one => one === tab) ?? 'general'
  const open = (name: Tab) => void go({ search: { tab: name }, replace: true })
  const isOld = edit.changes > 0 && edit.base.seen !== item.seen
  const reasons = [
    ...missing,
    ...(edit.faults.size > 0 ? [{ reason: t('item.faults', { count: edit.faults.size }) }] : []),
  ]
  return (
    <div className="item">
      <ItemHead item={item} />
      {tabs.map((name, at) => (
        <TabKey key={name} at={at} onTab={() => open(name)} />
      ))}
      {isOld && !comparing ? (
        <div className="item-notice notice tone-warn" role="status">
          <span>{t('item.conflictMeanwhile')}</span>
          <ReasonButton verb={t('item.compare')} reasons={[]} onClick={() => setComparing(true)} />
        </div>
      ) : null}
      {error ? (
        <div className="item-notice">
          <ErrorState error={error} />
        </div>
      ) : null}
      <Tabs
        className="item-tabs"
        value={current}
        onChange={next => open(tabs.find(one => one === next) ?? 'general')}
        keepMounted={false}
      >
        <Tabs.List aria-label={t('item.tabs')}>
          {tabs.map(name => (
            <Tabs.Tab key={name} value={name}>
              {t(`item.tab_${name}`)} <TabCount edit={edit} item={item} tab={name} />
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={current} className="item-panel">
          <div className="item-scroll">
            {edit.readOnly ? <Notice tone="info">{t('item.readOnly')}</Notice> : null}
            <TabContent tab={current} edit={edit} item={item} />
          </div>
        </Tabs.Panel>
      </Tabs>
      <SaveBar
        changes={edit.changes}
        busy={isSaving}
        reasons={reasons}
        onSave={() => save(edit.base, edit.draft)}
        onDiscard={edit.discard}
      />
      {comparing && edit.changes > 0 ? (
        <ConflictDialog
          edit={edit}
          now={item}
          onClose={() => setComparing(false)}
          onResolve={draft => {
            setComparing(false)
            edit.restart(item, draft)
            save(item, draft)
          }}
        />
      ) : null}
      <LeaveGuard
        changes={edit.changes}
        onLeave={() => {
          edit.discard()
          void client.invalidateQueries({ queryKey: ['items'] })
        }}
      />
    </div>
  )
}

interface ContentProps {
  readonly tab: Tab
  readonly edit: ItemEdit
  readonly item: Item
}

function TabContent({ tab, edit, item }: ContentProps) {
  switch (tab) {
    case 'general':
      return <GeneralTab edit={edit} />
    case 'texts':
      return <TextsTab edit={edit} />
    case 'categories':
      return <CategoriesTab edit={edit} />
    case 'properties':
      return <PropertiesTab edit={edit} />
    case 'variants':
      return <VariantsTab edit={edit} item={item} />
    case 'parts':
      return <PartsTab edit={edit} item={item} />
    case 'images':
      return <ImagesTab item={item} readOnly={edit.readOnly} />
    case 'channels':
      return <ChannelsTab edit={edit} item={item} />
    case 'prices':
      return <PricesTab edit={edit} item={item} />
    case 'history':
      return <HistoryTab id={item.id} />
    default:
      return tab satisfies never
  }
}

/** How much there is behind a tab, where that can be counted. */
function TabCount({ tab, edit, item }: ContentProps) {
  const n: Readonly<Partial<Record<Tab, number>>> = {
    categories: item.categories.length,
    properties: item.characteristics.length + new Set(item.attributes.map(one => one.attributeId)).size,
    variants: item.count.children,
    parts: item.count.parts,
    images: item.images.length,
    channels: item.channels.filter(one => one.active).length,
  }
  const shown = n[tab]
  const draft = tab === 'variants' ? edit.variations : tab === 'parts' ? edit.parts : undefined
  if (shown === undefined) return null
  return <span className={draft ? 'tone-warn' : 'text3'}>{count(shown)}</span>
}

function TabKey({ at, onTab }: { readonly at: number; readonly onTab: () => void }) {
  useShortcut(`Alt+${(at + 1) % 10}`, onTab)
  return null
}
