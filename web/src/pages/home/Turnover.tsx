import i18next from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Home } from '../../api/home.ts'
import { Panel } from '../../ui/Panel.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { addDecimals, money, roundMoney } from '../../words/format.ts'

const colours = ['c1', 'c2', 'c3', 'c4', 'c5'] as const
const size = { width: 720, height: 330, left: 48, bottom: 24, top: 18 }

/** Turnover of 14 days by channel, with last year's line where there is one; the same as a table. */
export function Turnover({ home }: { readonly home: Home }) {
  const { t } = useTranslation()
  const [asTable, setAsTable] = useState(false)
  const names = channelNames(home)
  const days = home.turnover.map(day => ({ ...day, parts: partsOf(home, day, names) }))
  const empty = home.turnover.every(day => Number(day.gross) === 0)
  const legend = names.length === 5 ? [...names.slice(0, 4), t('home.otherChannels')] : names
  return (
    <Panel
      title={t('home.turnover')}
      aside={
        <>
          <ul className="turnover-legend">
            {legend.map((name, at) => (
              <li key={name}>
                <span className="legend-box" style={{ background: `var(--${colours[at]})` }} />
                {name}
              </li>
            ))}
          </ul>
          <button type="button" className="tag" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? t('home.asChart') : t('home.asTable')}
          </button>
        </>
      }
    >
      {empty ? (
        <p className="home-none">{t('home.noTurnover')}</p>
      ) : asTable ? (
        <TurnoverTable home={home} legend={legend} days={days} />
      ) : (
        <TurnoverChart home={home} days={days} />
      )}
    </Panel>
  )
}

interface Day {
  readonly day: string
  readonly gross: string
  readonly lastYear: string | null
  readonly parts: readonly { readonly name: string; readonly gross: string }[]
}

function TurnoverChart({ home, days }: { readonly home: Home; readonly days: readonly Day[] }) {
  const { t } = useTranslation()
  const highest = Math.max(1, ...days.flatMap(day => [Number(day.gross), Number(day.lastYear ?? 0)]))
  const step = niceStep(highest)
  const top = Math.ceil(highest / step) * step
  const wide = (size.width - size.left) / days.length
  const y = (value: number) => size.top + (1 - value / top) * (size.height - size.top - size.bottom)
  const lines = Array.from({ length: Math.round(top / step) + 1 }, (_, at) => at * step)
  const before = days.filter(day => day.lastYear)
  return (
    <svg
      className="turnover"
      viewBox={`0 0 ${size.width} ${size.height}`}
      role="img"
      aria-label={`${t('home.turnover')}: ${days.map(day => `${day.day} ${money(day.gross, home.currency)}`).join(', ')}`}
    >
      {lines.map(value => (
        <g key={value}>
          <line x1={size.left} x2={size.width} y1={y(value)} y2={y(value)} />
          <text x={size.left - 8} y={y(value) + 4} textAnchor="end">
            {roundMoney(String(value))}
          </text>
        </g>
      ))}
      {days.map((day, at) => {
        let base = 0
        return (
          <g key={day.day}>
            {day.parts.map((part, colour) => {
              const from = base
              base += Number(part.gross)
              return (
                <rect
                  key={part.name}
                  x={size.left + at * wide + wide * 0.2}
                  width={wide * 0.6}
                  y={y(base)}
                  height={Math.max(0, y(from) - y(base) - 0.5)}
                  style={{ fill: `var(--${colours[colour]})` }}
                >
                  <title>{`${part.name}: ${money(part.gross, home.currency)}`}</title>
                </rect>
              )
            })}
            <text x={size.left + (at + 0.5) * wide} y={size.height - 6} textAnchor="middle">
              {`${day.day.slice(8, 10)}.${at === 0 ? `${day.day.slice(5, 7)}.` : ''}`}
            </text>
          </g>
        )
      })}
      {before.length > 1 ? (
        <polyline
          points={days
            .map((day, at) => ({ day, at }))
            .filter(({ day }) => day.lastYear)
            .map(({ day, at }) => `${size.left + (at + 0.5) * wide},${y(Number(day.lastYear))}`)
            .join(' ')}
        />
      ) : null}
    </svg>
  )
}

interface TurnoverTableProps {
  readonly home: Home
  readonly legend: readonly string[]
  readonly days: readonly Day[]
}

function TurnoverTable({ home, legend, days }: TurnoverTableProps) {
  const { t } = useTranslation()
  return (
    <table className="plain-table">
      <TableHead
        heads={[t('home.day'), ...legend.map(name => ({ right: name })), { right: t('home.total') }]}
      />
      <tbody>
        {days.map(day => (
          <tr key={day.day}>
            <th scope="row">{day.day}</th>
            {day.parts.map(part => (
              <td key={part.name} className="cell-right">
                {money(part.gross, home.currency)}
              </td>
            ))}
            <td className="cell-right strong">{money(day.gross, home.currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Up to five names, those that sold most first. */
function channelNames(home: Home): string[] {
  const sums = new Map<string, number>()
  for (const day of home.turnover)
    for (const { channelId, gross } of day.channels) {
      const name = nameOf(home, channelId)
      sums.set(name, (sums.get(name) ?? 0) + Number(gross))
    }
  return [...sums]
    .sort((a, b) => b[1] - a[1])
    .map(([name]) => name)
    .slice(0, 5)
}

/** The amounts of a day in the order of the names; beyond the fourth all others together. */
function partsOf(home: Home, day: Home['turnover'][number], names: readonly string[]) {
  const own = names.length === 5 ? names.slice(0, 4) : names
  const grossOf = (fits: (name: string) => boolean) =>
    addDecimals(day.channels.filter(one => fits(nameOf(home, one.channelId))).map(one => one.gross))
  const known = own.map(name => ({ name, gross: grossOf(other => other === name) }))
  if (names.length < 5) return known
  return [...known, { name: i18next.t('home.otherChannels'), gross: grossOf(name => !own.includes(name)) }]
}

function nameOf(home: Home, channelId: string | null): string {
  return home.channels.find(one => one.channelId === channelId)?.channel ?? i18next.t('home.otherChannels')
}

/** 1, 2 or 5 times a power of ten, so that an axis has about four lines. */
function niceStep(highest: number): number {
  const power = 10 ** Math.floor(Math.log10(highest / 4))
  const steps = [1, 2, 5, 10].map(factor => factor * power)
  return steps.find(step => highest / step <= 4) ?? power * 10
}
