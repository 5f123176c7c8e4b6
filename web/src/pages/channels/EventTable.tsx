import { Button, Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { EventRow, Events } from '../../api/again.ts'
import { DayField, TimeField } from '../../ui/DayFields.tsx'
import { count, shortDate } from '../../words/format.ts'
import { type DraftRow, draftOf, faultOf, isSame, nowIn, orderEvents, sameForOrders } from './importDraft.ts'

interface EventTableProps {
  readonly events: Events
  readonly rows: readonly DraftRow[]
  readonly readOnly: boolean
  readonly onChange: (rows: readonly DraftRow[]) => void
}

/** One row per kind of event: whether it is fetched, and from when on, to the second. */
export function EventTable({ events, rows, readOnly, onChange }: EventTableProps) {
  const { t } = useTranslation()
  const now = nowIn(events.timeZone)
  const ofOrders = rows.filter(row => orderEvents.includes(row.kind))
  const set = (kind: string, change: Partial<DraftRow>) =>
    onChange(rows.map(row => (row.kind === kind ? { ...row, ...change } : row)))
  const on = rows.filter(row => row.enabled).length
  return (
    <section className="panel" aria-label={t('again.what')}>
      <div className="events-scroll">
        <table className="plain-table events-table">
          <thead>
            <tr>
              <th scope="col">
                <Checkbox
                  aria-label={t('again.allEvents')}
                  checked={on === rows.length}
                  indeterminate={on > 0 && on < rows.length}
                  disabled={readOnly}
                  onChange={event =>
                    onChange(rows.map(row => ({ ...row, enabled: event.currentTarget.checked })))
                  }
                />
              </th>
              <th scope="col">{t('again.event')}</th>
              <th scope="col">
                <span className="heard-only">{t('again.what')}</span>
              </th>
              <th scope="col">{t('again.fromDate')}</th>
              <th scope="col">{t('again.fromTime')}</th>
              <th scope="col">{t('again.lastReceived')}</th>
              <th scope="col" className="cell-right">
                {t('again.received')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(row => {
              const event = events.items.find(one => one.kind === row.kind)
              return event ? (
                <Row
                  key={row.kind}
                  row={row}
                  event={event}
                  fault={faultOf(row, now)}
                  today={now.slice(0, 10)}
                  readOnly={readOnly}
                  onSet={change => set(row.kind, change)}
                />
              ) : null
            })}
          </tbody>
        </table>
      </div>
      <div className="status-line">
        {ofOrders.length > 1 ? (
          <Button
            variant="transparent"
            className="link-button"
            disabled={readOnly}
            onClick={() => onChange(sameForOrders(rows))}
          >
            {t('again.sameForAll', { n: ofOrders.length })}
          </Button>
        ) : null}
        <span className="toolbar-end">{t('again.zone', { zone: events.timeZone })}</span>
      </div>
    </section>
  )
}

interface RowProps {
  readonly row: DraftRow
  readonly event: EventRow
  readonly fault: ReturnType<typeof faultOf>
  readonly today: string
  readonly readOnly: boolean
  readonly onSet: (change: Partial<DraftRow>) => void
}

function Row({ row, event, fault, today, readOnly, onSet }: RowProps) {
  const { t } = useTranslation()
  const changed = !isSame(row, draftOf(event))
  const said = fault ? t(`again.${fault}`) : undefined
  const look = { className: changed ? 'field-changed' : '', readOnly, error: said !== undefined }
  const hint = hints.find(one => one === event.kind)
  return (
    <tr data-event={event.kind}>
      <td>
        <Checkbox
          aria-label={event.label}
          checked={row.enabled}
          disabled={readOnly}
          onChange={one => onSet({ enabled: one.currentTarget.checked })}
        />
      </td>
      <th scope="row" className={row.enabled ? '' : 'text2'}>
        {event.label}
      </th>
      <td className="text2">{hint ? t(`again.hint_${hint}`) : null}</td>
      <td>
        <DayField
          {...look}
          max={today}
          aria-label={t('again.dateOf', { event: event.label })}
          value={row.date}
          onChange={date =>
            onSet({ date, ...(date === '' ? { time: '' } : row.time === '' ? { time: '00:00:00' } : {}) })
          }
        />
      </td>
      <td>
        <TimeField
          {...look}
          aria-label={t('again.timeOf', { event: event.label })}
          value={row.time}
          onChange={time => onSet({ time })}
        />
        {said ? (
          <span className="field-fault" role="alert">
            {said}
          </span>
        ) : null}
      </td>
      <td className="text2">{shortDate(event.lastReceived)}</td>
      <td className="cell-right">{count(event.count, event.countCapped)}</td>
    </tr>
  )
}

const hints = [
  'order',
  'order_status',
  'order_address',
  'customer',
  'payment',
  'refund',
  'cancellation_request',
  'cancellation_accepted',
  'cancellation_refused',
  'return',
] as const
