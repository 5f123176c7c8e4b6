import { Link, useNavigate, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CustomerDetail } from '../../api/customer.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { Chip } from '../../ui/Chip.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { writtenDay } from '../../ui/localDay.ts'
import { NeighbourButtons } from '../../ui/NeighbourButtons.tsx'
import { useNeighbours } from '../../ui/neighbours.ts'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'

interface CustomerHeadProps {
  readonly customer: CustomerDetail
  readonly onBlock: () => void
  readonly onUnblock: () => void
}

/** Number, name and place in the list; what the customer is; what can be done, the most likely step last. */
export function CustomerHead({ customer, onBlock, onUnblock }: CustomerHeadProps) {
  const { t } = useTranslation()
  const go = useNavigate()
  const neighbours = useNeighbours('customers', customer.number)
  const { before, after } = neighbours
  const lacking = useMissingRight('customers.write')
  const { history } = useRouter()
  const gone = customer.anonymised ? [{ reason: t('customer.isGone') }] : []
  const againstOrder = [...useMissingRight('orders.write'), ...gone]
  const order = () => history.push(`/orders/new?customer=${encodeURIComponent(customer.number)}`)
  const move = (number: string | undefined) => {
    if (number !== undefined)
      void go({ to: '/customers/$customer', params: { customer: number }, search: {}, replace: true })
  }
  useShortcut('j', () => move(after))
  useShortcut('u', () => move(before))
  useShortcut('n', order, againstOrder.length === 0)
  const why = customer.blockReason
  return (
    <header className="order-head">
      <div className="order-line">
        <Link to="/customers">{t('common.customers')}</Link>
        <span className="text3">/</span>
        <h1>{`${customer.number} ${customer.name}`}</h1>
        <span className="text2">
          {customer.customerSince === null
            ? null
            : t('customer.since', { at: writtenDay(customer.customerSince) })}
        </span>
        <NeighbourButtons
          neighbours={neighbours}
          previous={t('customer.previous')}
          next={t('customer.next')}
          onMove={move}
        />
      </div>
      <div className="order-line">
        {customer.anonymised ? (
          <Chip sign="left" tone="mute" filled>
            {t('customer.isAnonymised')}
          </Chip>
        ) : null}
        {customer.blocked ? (
          <Chip sign="lock" tone="bad" filled>
            {why === '' ? t('customer.isBlocked') : t('customer.blockedWhy', { why })}
          </Chip>
        ) : (
          <Chip sign="full" tone="ok">
            {t('customer.isFree')}
          </Chip>
        )}
        <span className="text2">
          {[
            t(customer.business ? 'customer.isBusiness' : 'customer.isPerson'),
            ...(customer.group === null ? [] : [customer.group]),
          ].join(' · ')}
        </span>
        <span className="order-actions">
          {customer.blocked ? (
            <ReasonButton verb={t('customers.unblock')} reasons={[...lacking, ...gone]} onClick={onUnblock} />
          ) : (
            <ReasonButton
              verb={t('customers.block')}
              label={t('customers.blockOne')}
              reasons={[...lacking, ...gone]}
              onClick={onBlock}
            />
          )}
          <ReasonButton
            verb={t('customer.newOrder')}
            variant="filled"
            leftSection={<Icon name="plus" size={14} />}
            rightSection={<Keys keys="N" />}
            reasons={againstOrder}
            onClick={order}
          />
        </span>
      </div>
    </header>
  )
}
