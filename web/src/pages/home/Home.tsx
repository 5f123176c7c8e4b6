import './home.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import { type Home as HomeData, homeQuery } from '../../api/home.ts'
import { sessionQuery } from '../../api/session.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { SyncButton } from '../../shell/SyncButton.tsx'
import { ChannelName } from '../../ui/ChannelName.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { platformLook } from '../../ui/states.ts'
import { TableHead } from '../../ui/TableHead.tsx'
import { useNow } from '../../ui/useNow.ts'
import { clock, count, longDay, money, percent, quantity, weekday } from '../../words/format.ts'
import { FirstSteps } from './FirstSteps.tsx'
import { Todo } from './Todo.tsx'
import { Turnover } from './Turnover.tsx'

/** The morning look, and the way to the work. */
export default function Home() {
  const { t } = useTranslation()
  const now = new Date(useNow(60_000))
  const { data: session } = useQuery(sessionQuery)
  const { data, error, refetch } = useQuery(homeQuery)
  const name = session?.user?.name.split(' ')[0] ?? ''
  return (
    <div className="page">
      <PageHead title={t('home.hello', { name })} about={longDay(now)}>
        <SyncButton />
      </PageHead>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {data && data.channels.length === 0 ? <FirstSteps channels={0} /> : null}
      {data && data.channels.length > 0 ? <Board home={data} now={now} /> : null}
    </div>
  )
}

function Board({ home, now }: { readonly home: HomeData; readonly now: Date }) {
  const { t } = useTranslation()
  const { figures, currency } = home
  return (
    <>
      <section className="panel key-figures" aria-label={t('home.figures')}>
        <KeyFigure
          word={t('home.ordersToday')}
          value={count(figures.orders.value)}
          help={comparison(figures.orders.value, figures.orders.before, now)}
        />
        <KeyFigure
          word={t('home.turnoverToday')}
          value={money(figures.turnover.value, currency)}
          help={comparison(Number(figures.turnover.value), Number(figures.turnover.before), now)}
        />
        <KeyFigure
          word={t('home.shippedToday')}
          value={count(figures.shipped)}
          help={t('home.until', { at: clock(home.at) })}
        />
        <KeyFigure
          word={t('home.deliverable')}
          value={count(figures.deliverable)}
          help={t('home.deliverableHelp')}
        />
        <KeyFigure
          word={t('home.backlog')}
          value={count(figures.withoutStock)}
          help={t('home.backlogHelp')}
        />
      </section>
      <div className="home-main">
        <Turnover home={home} />
        <Todo list={home.todo} />
      </div>
      <div className="home-row">
        <Panel title={t('home.channels')} aside={<Link to="/platforms">{t('common.overview')}</Link>}>
          <table className="plain-table">
            <TableHead
              heads={[t('platforms.channel'), { right: t('platforms.ordersToday') }, t('platforms.state')]}
            />
            <tbody>
              {home.channels.map(channel => (
                <tr key={channel.channelId}>
                  <th scope="row">
                    <ChannelName name={channel.channel} />
                  </th>
                  <td className="cell-right">{count(channel.ordersToday)}</td>
                  <td title={channel.sentence}>
                    <StateChip look={platformLook(channel.state)} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
        <Panel title={t('home.low')} aside={<Link to="/items">{t('common.items')}</Link>}>
          {home.low.length === 0 ? (
            <p className="home-none">{t('home.nothingLow')}</p>
          ) : (
            <table className="plain-table">
              <TableHead
                heads={[t('home.item'), { right: t('home.available') }, { right: t('home.lasts') }]}
              />
              <tbody>
                {home.low.map(item => (
                  <tr key={item.itemNumber}>
                    <ItemCell item={item} />
                    <td className="cell-right tone-warn strong">{quantity(item.available)}</td>
                    <td className="cell-right">
                      {item.daysLeft === null ? '–' : t('home.days', { n: count(item.daysLeft) })}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Panel>
        <BestSellers home={home} />
      </div>
    </>
  )
}

function ItemCell({ item }: { readonly item: HomeData['best'][number] | HomeData['low'][number] }) {
  return (
    <td className="home-item">
      <AddressLink address={`/items/${item.itemId}`}>{item.itemNumber}</AddressLink> {item.name}
    </td>
  )
}

function BestSellers({ home }: { readonly home: HomeData }) {
  const { t } = useTranslation()
  const most = Math.max(1, ...home.best.map(item => Number(item.quantity)))
  return (
    <Panel title={t('home.best')}>
      {home.best.length === 0 ? (
        <p className="home-none">{t('home.nothingSold')}</p>
      ) : (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{t('home.item')}</th>
              <th scope="col" className="cell-right" colSpan={2}>
                {t('home.pieces')}
              </th>
            </tr>
          </thead>
          <tbody>
            {home.best.map(item => (
              <tr key={item.itemNumber}>
                <ItemCell item={item} />
                <td className="home-bar" aria-hidden="true">
                  <span style={{ width: `${(Number(item.quantity) / most) * 100}%` }} />
                </td>
                <td className="cell-right strong">{quantity(item.quantity)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

function KeyFigure(props: { readonly word: string; readonly value: string; readonly help: string }) {
  return (
    <div className="key-figure">
      <span className="text2">{props.word}</span>
      <strong>{props.value}</strong>
      <span className="text2">{props.help}</span>
    </div>
  )
}

/** Today beside the same weekday before, until the same time of day. */
function comparison(today: number, before: number, now: Date): string {
  const day = weekday(now)
  if (before === 0) return i18next.t('home.before', { value: '0', day })
  const change = today / before - 1
  const key = change >= 0 ? 'home.more' : 'home.less'
  return i18next.t(key, { percent: percent(change), day })
}
