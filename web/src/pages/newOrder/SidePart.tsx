import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { companiesQuery } from '../../api/companies.ts'
import { connectionsQuery } from '../../api/connections.ts'
import type { OrderPreview } from '../../api/makeOrder.ts'
import { CountryField } from '../../ui/CountryField.tsx'
import { DayField } from '../../ui/DayFields.tsx'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { money, quantity } from '../../words/format.ts'
import { MethodFields } from '../order/MethodFields.tsx'
import { addressLines } from '../order/OrderSide.tsx'
import { addressParts } from '../order/orderDraft.ts'
import type { Draft } from './draft.ts'

interface SidePartProps {
  readonly draft: Draft
  readonly isQuotation: boolean
  readonly decided: OrderPreview | undefined
  readonly busy: boolean
  readonly error: unknown
  readonly onChange: (change: Partial<Draft>) => void
}

/** Sums and taxes as the server reckons them, where the goods go, methods, notes, and whether it is kept back. */
export function SidePart({ draft, isQuotation, decided, busy, error, onChange }: SidePartProps) {
  const { t } = useTranslation()
  const { data: companies = [] } = useQuery(companiesQuery)
  const connections = useQuery(connectionsQuery)
  const channels = (connections.data ?? []).flatMap(one => one.channels)
  return (
    <aside className="order-side new-order-side" aria-label={t('newOrder.side')}>
      <section aria-live="polite" aria-busy={busy}>
        <h3>{t('newOrder.sums')}</h3>
        {error ? <ErrorState error={error} /> : null}
        {decided && decided.lines.length > 0 ? <Totals decided={decided} /> : null}
        {decided && decided.lines.length === 0 ? <p className="text2">{t('newOrder.noSums')}</p> : null}
        {decided?.notes.map(one => (
          <Notice key={`${one.code} ${JSON.stringify(one.data)}`} tone="warn">
            {[one.reason, one.remedy].filter(Boolean).join(' ')}
          </Notice>
        ))}
      </section>
      <section>
        <ShipTo draft={draft} decided={decided} onChange={onChange} />
      </section>
      <section className="form">
        <MethodFields
          value={key => (key === 'paymentMethod' ? draft.paymentMethod : draft.shippingMethod)}
          onField={(key, value) => onChange({ [key]: value })}
        />
        <NativeSelect
          label={t('newOrder.prices')}
          value={draft.prices}
          data={[
            { value: '', label: t('newOrder.pricesByBuyer') },
            { value: 'gross', label: t('newOrder.pricesGross') },
            { value: 'net', label: t('newOrder.pricesNet') },
          ]}
          onChange={event => {
            const next = (['gross', 'net'] as const).find(one => one === event.currentTarget.value)
            onChange({ prices: next ?? '' })
          }}
        />
        {companies.length > 1 ? (
          <NativeSelect
            label={t('newOrder.p_company')}
            value={draft.company}
            data={[
              { value: '', label: t('newOrder.companyOfChannel') },
              ...companies.map(one => ({ value: one.id, label: one.name })),
            ]}
            onChange={event => onChange({ company: event.currentTarget.value })}
          />
        ) : null}
        <NativeSelect
          label={t('orders.salesChannel')}
          value={draft.channel}
          data={[
            { value: '', label: t('newOrder.noChannel') },
            ...channels.map(one => ({ value: one.id, label: one.name })),
          ]}
          onChange={event => onChange({ channel: event.currentTarget.value })}
        />
        <TextInput
          label={t('newOrder.externalNumber')}
          value={draft.externalNumber}
          maxLength={100}
          disabled={isQuotation}
          onChange={event => onChange({ externalNumber: event.currentTarget.value })}
        />
        <Textarea
          label={t('order.customerNote')}
          autosize
          minRows={1}
          maxRows={5}
          value={draft.customerNote}
          onChange={event => onChange({ customerNote: event.currentTarget.value })}
        />
        <Textarea
          label={t('order.note')}
          autosize
          minRows={1}
          maxRows={5}
          value={draft.note}
          onChange={event => onChange({ note: event.currentTarget.value })}
        />
        {isQuotation ? null : (
          <Checkbox
            label={t('newOrder.hold')}
            checked={draft.hold}
            onChange={event => onChange({ hold: event.currentTarget.checked })}
          />
        )}
        {draft.hold ? (
          <TextInput
            label={t('orderList.why')}
            value={draft.holdReason}
            maxLength={200}
            autoFocus
            onChange={event => onChange({ holdReason: event.currentTarget.value })}
          />
        ) : null}
        <DayField
          label={t('newOrder.validUntil')}
          description={isQuotation ? undefined : t('newOrder.validUntilHelp')}
          value={draft.validUntil}
          onChange={validUntil => onChange({ validUntil })}
        />
      </section>
    </aside>
  )
}

const treatments = ['domestic', 'eu_consumer', 'reverse_charge', 'export', 'small_business'] as const

function Totals({ decided }: { readonly decided: OrderPreview }) {
  const { t } = useTranslation()
  const { currency } = decided
  const treatment = treatments.find(one => one === decided.taxTreatment)
  return (
    <>
      <dl className="sums">
        <dt>{t('order.net')}</dt>
        <dd>{money(decided.net, currency)}</dd>
        {decided.rates.map(one => (
          <Fragment key={one.rate}>
            <dt title={t('order.taxOf', { net: money(one.net, currency) })}>
              {t('order.taxAt', { rate: quantity(one.rate) })}
            </dt>
            <dd>{money(one.tax, currency)}</dd>
          </Fragment>
        ))}
        <dt className="strong">{t('order.total')}</dt>
        <dd className="strong new-order-total">{money(decided.gross, currency)}</dd>
      </dl>
      {treatment ? (
        <p className="text2">{t(`order.tax_${treatment}`, { country: decided.taxCountry ?? '' })}</p>
      ) : null}
      {decided.vatId ? <p className="text2">{t('order.vatId', { id: decided.vatId })}</p> : null}
    </>
  )
}

function ShipTo({ draft, decided, onChange }: Pick<SidePartProps, 'draft' | 'decided' | 'onChange'>) {
  const { t } = useTranslation()
  const { shipping } = draft
  const lines = addressLines(decided?.shipping ?? decided?.billing ?? null)
  return (
    <>
      <h3>{t('order.shipTo')}</h3>
      {shipping === undefined ? (
        <address>
          {lines.map(line => (
            <span key={line}>{line}</span>
          ))}
        </address>
      ) : (
        <div className="person-fields ship-fields">
          {addressParts.map(part => {
            const set = (value: string) => onChange({ shipping: { ...shipping, [part]: value } })
            const field = {
              className: `person-${part}`,
              label: t(`orderEdit.a_${part}`),
              value: shipping[part] ?? '',
            }
            return part === 'country' ? (
              <CountryField key={part} {...field} onChange={set} />
            ) : (
              <TextInput
                key={part}
                {...field}
                maxLength={200}
                onChange={event => set(event.currentTarget.value)}
              />
            )
          })}
        </div>
      )}
      <Checkbox
        label={t('newOrder.shipElsewhere')}
        checked={shipping !== undefined}
        onChange={event =>
          onChange({ shipping: event.currentTarget.checked ? { country: 'DE' } : undefined })
        }
      />
    </>
  )
}
