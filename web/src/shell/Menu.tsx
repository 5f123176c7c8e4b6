import './menu.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { conflictCountQuery } from '../api/conflicts.ts'
import { deliveryCountQuery } from '../api/deliveries.ts'
import { inboxCountsQuery } from '../api/inbox.ts'
import { orderCountsQuery } from '../api/orders.ts'
import { platformsQuery } from '../api/platforms.ts'
import { returnCountsQuery } from '../api/returns.ts'
import { sessionQuery } from '../api/session.ts'
import { taskCountQuery } from '../api/tasks.ts'
import { Icon } from '../ui/Icon.tsx'
import { useSettings } from '../ui/settings.ts'
import { count } from '../words/format.ts'
import { type MenuEntry, menu } from './pages.ts'

/** The pages that the bar of a phone shows at once. */
const onPhone: readonly MenuEntry['page'][] = ['home', 'inbox', 'orders']

/** The main menu: what the person may open, with what waits there. */
export function Menu() {
  const { t } = useTranslation()
  const { data: session } = useQuery(sessionQuery)
  const { menuFolded } = useSettings()
  // On a phone the menu is a bar of a few pages; the others open above it.
  const [open, setOpen] = useState(false)
  const entries = menu.filter(entry => session?.rights.includes(entry.right))
  const groups = new Set<string>()
  return (
    <nav
      className={['menu', menuFolded ? 'menu-folded' : '', open ? 'menu-open' : ''].filter(Boolean).join(' ')}
      aria-label={t('common.mainMenu')}
    >
      <div className="menu-brand">
        <img src="/favicon.svg" alt="" width="18" height="18" />
        <span>Kontor</span>
      </div>
      <ul>
        {entries.map(entry => {
          const group = 'group' in entry ? entry.group : undefined
          const isFirst = group !== undefined && !groups.has(group)
          if (group) groups.add(group)
          return (
            <Fragment key={entry.page}>
              {isFirst && group ? (
                <li className="menu-group">
                  <Icon name={entry.icon} />
                  <span>{t(`common.${group}`)}</span>
                </li>
              ) : null}
              <li className={onPhone.includes(entry.page) ? 'menu-first' : ''}>
                <Link
                  to={entry.to}
                  className={group ? 'menu-link menu-sub' : 'menu-link'}
                  activeOptions={{ exact: entry.to === '/', includeSearch: false }}
                  onClick={() => setOpen(false)}
                  title={menuFolded ? t(`common.${entry.page}`) : undefined}
                >
                  {group && !menuFolded && !onPhone.includes(entry.page) ? null : <Icon name={entry.icon} />}
                  <span className="menu-word">{t(`common.${entry.page}`)}</span>
                  <Badge page={entry.page} />
                </Link>
              </li>
            </Fragment>
          )
        })}
      </ul>
      <div className="menu-phone">
        <button
          type="button"
          className="menu-link"
          onClick={() => {
            setOpen(false)
            document.querySelector<HTMLElement>('.finder input')?.focus()
          }}
        >
          <Icon name="search" />
          {t('common.find')}
        </button>
        <button type="button" className="menu-link" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'close' : 'more'} />
          {t(open ? 'common.close' : 'common.more')}
        </button>
      </div>
      <div className="menu-foot">
        <span>{session?.tenant.name}</span>
      </div>
    </nav>
  )
}

/** Filled where a person is needed, plain where it only counts. */
function Badge({ page }: { readonly page: MenuEntry['page'] }) {
  switch (page) {
    case 'inbox':
      return <InboxBadge />
    case 'orders':
      return <OrdersBadge />
    case 'deliveries':
      return <DeliveriesBadge />
    case 'returns':
      return <ReturnsBadge />
    case 'overview':
      return <PlatformsBadge />
    case 'tasks':
      return <TasksBadge />
    case 'conflicts':
      return <ConflictsBadge />
    case 'guard':
      return <GuardBadge />
    case 'outbox':
      return <OutboxBadge />
    default:
      return null
  }
}

function Needed({ n, capped = false }: { readonly n: number; readonly capped?: boolean }) {
  return n > 0 ? <span className="badge badge-filled">{count(n, capped)}</span> : null
}

function TasksBadge() {
  const { data } = useQuery(taskCountQuery)
  return <Needed n={data?.count ?? 0} capped={data?.countCapped ?? false} />
}

function ConflictsBadge() {
  const { data } = useQuery(conflictCountQuery)
  return <Needed n={data?.count ?? 0} capped={data?.countCapped ?? false} />
}

function GuardBadge() {
  const { data } = useQuery(platformsQuery)
  return <Needed n={data?.items.reduce((sum, one) => sum + (one.guarded?.held ?? 0), 0) ?? 0} />
}

/** Refused objects need a person; what waits goes by itself and is only counted. */
function OutboxBadge() {
  const { data } = useQuery(platformsQuery)
  const items = data?.items ?? []
  const refused = items.reduce((sum, one) => sum + one.errors.refused, 0)
  const waiting = items.reduce((sum, one) => sum + one.waiting.count, 0)
  if (refused > 0) return <Needed n={refused} />
  return waiting > 0 ? <span className="badge">{count(waiting)}</span> : null
}

function InboxBadge() {
  const { data } = useQuery(inboxCountsQuery)
  const all = data?.find(one => one.state === 'all')
  return all && all.count > 0 ? (
    <span className="badge badge-filled">{count(all.count, all.countCapped)}</span>
  ) : null
}

function OrdersBadge() {
  const { data } = useQuery(orderCountsQuery)
  const open = data?.find(one => one.folder === 'open')
  return open && open.count > 0 ? <span className="badge">{count(open.count, open.countCapped)}</span> : null
}

/** Delivery notes that wait to be handed over. */
function DeliveriesBadge() {
  const { data } = useQuery(deliveryCountQuery({ state: 'open' }))
  return data && data.count > 0 ? <span className="badge">{count(data.count, data.countCapped)}</span> : null
}

/** What came back and waits for a decision. */
function ReturnsBadge() {
  const { data } = useQuery(returnCountsQuery)
  const waiting = data?.find(one => one.state === 'received')?.count ?? 0
  return waiting > 0 ? <span className="badge">{count(waiting)}</span> : null
}

function PlatformsBadge() {
  const { data } = useQuery(platformsQuery)
  const needy = data?.items.filter(one => one.state === 'failing' || one.state === 'note').length ?? 0
  return needy > 0 ? <span className="badge badge-filled">{count(needy)}</span> : null
}
