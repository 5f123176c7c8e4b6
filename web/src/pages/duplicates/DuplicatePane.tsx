import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type CustomerDetail, customerQuery } from '../../api/customer.ts'
import type { Duplicate } from '../../api/customers.ts'
import { StateSign } from '../../ui/Chip.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { type Reason, ReasonButton } from '../../ui/ReasonButton.tsx'
import { count, shortDate, signedPoints } from '../../words/format.ts'
import { fieldWord, shownField } from '../customers/fieldWords.ts'

const compared = [
  'company',
  'firstName',
  'lastName',
  'email',
  'phone',
  'mobile',
  'vatId',
  'birthday',
] as const

interface DuplicatePaneProps {
  readonly pair: Duplicate | undefined
  readonly reasons: readonly Reason[]
  readonly busy: boolean
  readonly onMerge: (pair: Duplicate) => void
  readonly onNotSame: (pair: Duplicate) => void
}

/** A pair side by side, what speaks for and against its being one, and the decision. */
export function DuplicatePane({ pair, reasons, busy, onMerge, onNotSame }: DuplicatePaneProps) {
  const { t } = useTranslation()
  if (!pair)
    return (
      <aside className="split-pane" aria-label={t('customers.dupChoose')}>
        <p className="text2">{t('customers.dupChoose')}</p>
      </aside>
    )
  const [one, other] = pair.customers
  return (
    <aside className="split-pane" aria-label={`${one.number} ${other.number}`}>
      <div className="split-pane-head">
        <h2>{t('customers.dupPoints', { n: count(pair.score) })}</h2>
        <span className="text2">{[one.number, other.number].join(' · ')}</span>
      </div>
      <div className="split-pane-body">
        <ul className="match-reasons">
          {pair.because.map(reason => (
            <li key={reason.code}>
              <span className={reason.points < 0 ? 'tone-bad' : 'tone-ok'}>
                <StateSign sign={reason.points < 0 ? 'failed' : 'done'} />
              </span>
              <span>{reason.reason}</span>
              <span className="number">{signedPoints(reason.points)}</span>
            </li>
          ))}
        </ul>
        <Compared one={one.number} other={other.number} />
        <div className="pane-buttons">
          <ReasonButton
            verb={t('customers.notSame')}
            reasons={reasons}
            loading={busy}
            onClick={() => onNotSame(pair)}
          />
          <ReasonButton
            verb={t('customers.merge')}
            label={t('customers.mergeAsk')}
            variant="filled"
            reasons={reasons}
            onClick={() => onMerge(pair)}
          />
        </div>
      </div>
    </aside>
  )
}

function Compared({ one, other }: { readonly one: string; readonly other: string }) {
  const { t } = useTranslation()
  const first = useQuery(customerQuery(one))
  const second = useQuery(customerQuery(other))
  const error = first.error ?? second.error
  if (error) return <ErrorState error={error} />
  if (!first.data || !second.data) return null
  const both: readonly CustomerDetail[] = [first.data, second.data]
  const fields = compared.filter(field =>
    both.some(customer => customer[field] !== '' && customer[field] !== null),
  )
  return (
    <table className="plain-table duplicate-table" aria-label={t('customers.dupCustomers')}>
      <thead>
        <tr>
          <th scope="col">
            <span className="heard-only">{t('customers.mergeField')}</span>
          </th>
          {both.map(customer => (
            <th key={customer.id} scope="col">
              <Link to="/customers/$customer" params={{ customer: customer.number }}>
                {customer.number}
              </Link>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fields.map(field => (
          <tr key={field}>
            <th scope="row">{fieldWord(field)}</th>
            {both.map(customer => (
              <td key={customer.id} title={shownField(field, customer[field])}>
                {shownField(field, customer[field])}
              </td>
            ))}
          </tr>
        ))}
        <tr>
          <th scope="row">{t('customer.addresses')}</th>
          {both.map(customer => (
            <td key={customer.id} className="duplicate-addresses">
              {customer.addresses.slice(0, 3).map(address => (
                <span key={address.id}>
                  {[address.street, [address.postcode, address.city].filter(Boolean).join(' ')]
                    .filter(Boolean)
                    .join(', ')}
                </span>
              ))}
            </td>
          ))}
        </tr>
        <tr>
          <th scope="row">{t('customer.ordersCount')}</th>
          {both.map(customer => (
            <td key={customer.id}>
              {[
                count(customer.orders),
                ...(customer.lastOrderAt ? [shortDate(customer.lastOrderAt)] : []),
              ].join(' · ')}
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  )
}
