import { Link } from '@tanstack/react-router'
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import type { Address, AtShop, Order } from '../../api/orders.ts'
import { useRight } from '../../shell/rights.ts'
import { Chip, type Sign, type Tone } from '../../ui/Chip.tsx'
import { countryName } from '../../words/countryName.ts'
import { money, quoted, shortDate } from '../../words/format.ts'
import { howWord } from '../inbox/howWord.ts'

interface OrderSideProps {
  readonly order: Order
  /** Begins to edit; without it the order cannot be edited now. */
  readonly onEdit: (() => void) | undefined
}

/** Customer, addresses, payment, shipping, and what the shop knows. */
export function OrderSide({ order, onEdit }: OrderSideProps) {
  const { t } = useTranslation()
  const readsCustomers = useRight('customers.read')
  const change = onEdit ? (
    <button type="button" className="link-button" onClick={onEdit}>
      {t('order.change')}
    </button>
  ) : null
  const { how, score } = order.customerReason
  const shipTo = addressLines(order.shipping)
  const billTo = addressLines(order.billing)
  const same = billTo.length === 0 || shipTo.join() === billTo.join()
  return (
    <aside className="order-side" aria-label={t('order.customer')}>
      <section>
        <h3>{t('order.customer')}</h3>
        <p className="strong">
          {readsCustomers ? (
            <Link to="/customers/$customer" params={{ customer: order.customerNumber }}>
              {order.customerNumber}
            </Link>
          ) : (
            order.customerNumber
          )}{' '}
          {order.customer}
        </p>
        {typeof how === 'string' ? (
          <p className="text2">
            {typeof score === 'number' && score > 0 ? `${howWord(how)} (${score} %)` : howWord(how)}
          </p>
        ) : null}
        <h3>
          {t('order.shipTo')} {change}
        </h3>
        {shipTo.length === 0 && billTo.length > 0 ? (
          <p className="text2">{t('orderEdit.sameAddress')}</p>
        ) : (
          <AddressText lines={shipTo} />
        )}
        <h3>
          {t('order.billTo')} {change}
        </h3>
        {same ? <p className="text2">{t('order.sameAddress')}</p> : <AddressText lines={billTo} />}
      </section>
      <section>
        <h3>{t('order.paymentAndShipping')}</h3>
        <dl className="facts">
          <dt>{t('order.method')}</dt>
          <dd>{order.paymentMethod || '–'}</dd>
          <dt>{t('order.paid')}</dt>
          <dd>{`${money(order.sums.paid, order.currency)} / ${money(order.totalGross, order.currency)}`}</dd>
          <dt>{t('order.shippingMethod')}</dt>
          <dd>{order.shippingMethod || '–'}</dd>
          {order.priority === 0 ? null : (
            <>
              <dt>{t('order.priority')}</dt>
              <dd>{signed(order.priority)}</dd>
            </>
          )}
        </dl>
      </section>
      <section>
        <h3>{t('order.taxes')}</h3>
        <p>{taxWord(order)}</p>
        {order.customerVatId ? (
          <p className="text2">{t('order.vatId', { id: order.customerVatId })}</p>
        ) : null}
      </section>
      {order.shop ? (
        <section>
          <h3>{t('order.atShop')}</h3>
          <dl className="facts">
            <dt>{t('order.status')}</dt>
            <dd>
              <ShopState at={order.shop} />
            </dd>
            {order.shop.deliveries.map((delivery, at) => (
              <ShopDelivery key={delivery.id} delivery={delivery} n={at + 1} />
            ))}
            {order.cancellations.map(one =>
              one.told === null ? null : (
                <ShopCancellation
                  key={one.id}
                  answer={one.answer}
                  awaits={one.awaitsChannel}
                  told={one.told}
                />
              ),
            )}
          </dl>
        </section>
      ) : null}
    </aside>
  )
}

const treatments = ['domestic', 'eu_consumer', 'reverse_charge', 'export', 'small_business'] as const

/** Why these rates. */
function taxWord(order: Order): string {
  const { t } = i18next
  const known = treatments.find(one => one === order.taxTreatment)
  const country = order.taxCountry ?? ''
  return known ? t(`order.tax_${known}`, { country }) : t('order.tax_channel')
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value).replace('-', '−')
}

function ShopDelivery({ delivery, n }: { readonly delivery: AtShop; readonly n: number }) {
  const { t } = useTranslation()
  return (
    <>
      <dt>{t('order.shipment', { n })}</dt>
      <dd>
        <ShopState at={delivery} />
      </dd>
    </>
  )
}

interface ShopCancellationProps {
  readonly answer: 'accepted' | 'refused' | null
  readonly awaits: boolean
  readonly told: AtShop
}

// That it was taken is not yet that it is accepted.
function ShopCancellation({ answer, awaits, told }: ShopCancellationProps) {
  const { t } = useTranslation()
  return (
    <>
      <dt>{t('order.cancellation')}</dt>
      <dd>
        {answer ? (
          <Chip
            sign={answer === 'accepted' ? 'done' : 'failed'}
            tone={answer === 'accepted' ? 'ok' : 'bad'}
            filled={answer === 'refused'}
          >
            {t(`order.cancellation_${answer}`)}
          </Chip>
        ) : awaits && told.state === 'accepted' ? (
          <Chip sign="waiting" tone="pend">
            {t('order.cancellation_waits')}
          </Chip>
        ) : (
          <ShopState at={told} />
        )}
      </dd>
    </>
  )
}

const looks: Readonly<Record<AtShop['state'], readonly [Sign, Tone]>> = {
  accepted: ['done', 'ok'],
  waiting: ['waiting', 'warn'],
  sending: ['running', 'accent'],
  refused: ['failed', 'bad'],
  nothing: ['left', 'mute'],
}

/** What a channel made of what it was told. */
export function ShopState({ at }: { readonly at: AtShop }) {
  const { t } = useTranslation()
  const [sign, tone] = looks[at.state]
  return (
    <>
      <Chip sign={sign} tone={tone} filled={at.state === 'refused'}>
        {t(`order.${at.state}`, { at: shortDate(at.at) })}
      </Chip>
      {at.reason ? <p className="text2">{[at.reason, at.remedy].filter(Boolean).join(' ')}</p> : null}
      {at.text && /\s/.test(at.text) && !at.reason?.includes(at.text) ? (
        <p className="text2">{quoted(at.text)}</p>
      ) : null}
    </>
  )
}

function AddressText({ lines }: { readonly lines: readonly string[] }) {
  return (
    <address>
      {lines.map(line => (
        <span key={line}>{line}</span>
      ))}
    </address>
  )
}

/** The lines of an address as it would stand on a letter. */
export function addressLines(address: Address | null): string[] {
  const part = (...names: string[]) =>
    names.map(name => address?.[name]).find((value): value is string => typeof value === 'string') ?? ''
  return [
    part('company'),
    [part('firstName'), part('lastName')].filter(Boolean).join(' ') || part('name'),
    [part('street'), part('houseNumber')].filter(Boolean).join(' '),
    part('addition', 'extra'),
    [part('postcode', 'zip'), part('city')].filter(Boolean).join(' '),
    countryName(part('country')),
  ].filter(line => line !== '')
}
