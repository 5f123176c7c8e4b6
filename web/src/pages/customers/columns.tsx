import './customers.css'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Customer } from '../../api/customers.ts'
import { Chip } from '../../ui/Chip.tsx'
import type { Column } from '../../ui/DataTable.tsx'

/** The columns of the list of customers. */
export function useCustomerColumns(): readonly Column<Customer>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      {
        id: 'number',
        head: t('customers.number'),
        width: 100,
        cell: row => (
          <Link
            to="/customers/$customer"
            params={{ customer: row.number }}
            className="row-number"
            tabIndex={-1}
          >
            {row.number}
          </Link>
        ),
      },
      {
        id: 'name',
        head: t('customers.name'),
        width: 200,
        grow: true,
        cell: row => <span title={row.name}>{row.name || '–'}</span>,
      },
      {
        id: 'email',
        head: t('customers.email'),
        width: 220,
        grow: true,
        cell: row => <span title={row.email}>{row.email || '–'}</span>,
      },
      { id: 'place', head: t('customers.place'), width: 170, cell: row => row.place || '–' },
      { id: 'country', head: t('customers.country'), width: 56, cell: row => row.country ?? '–' },
      { id: 'group', head: t('customers.group'), width: 130, cell: row => row.group ?? '–' },
      { id: 'debtor', head: t('customers.debtorNumber'), width: 105, cell: row => row.debtorNumber ?? '–' },
      {
        id: 'kind',
        head: t('customers.kind'),
        width: 110,
        cell: row => (row.business ? t('customers.business') : ''),
      },
      {
        id: 'state',
        head: t('customers.state'),
        width: 105,
        cell: row =>
          row.blocked ? (
            <Chip sign="lock" tone="bad" filled>
              {t('customers.blocked')}
            </Chip>
          ) : null,
      },
    ],
    [t],
  )
}
