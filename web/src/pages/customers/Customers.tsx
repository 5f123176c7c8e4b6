import { Button, Checkbox } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Customer, changeCustomers, customerListQuery } from '../../api/customers.ts'
import { groupsQuery } from '../../api/prices.ts'
import type { CustomersSearch } from '../../shell/customersSearch.ts'
import { useMissingRight } from '../../shell/rights.ts'
import type { Card } from '../../ui/cards.tsx'
import { EmptyList, ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { TickTable } from '../../ui/ListTable.tsx'
import { rememberList } from '../../ui/neighbours.ts'
import { PageHead } from '../../ui/PageHead.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { SelectionLine } from '../../ui/SelectionLine.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { ChoiceTag, SearchField, Toolbar } from '../../ui/Toolbar.tsx'
import { untick } from '../../ui/untick.ts'
import { useRows } from '../../ui/useRows.ts'
import { useTyped } from '../../ui/useTyped.ts'
import { countryName } from '../../words/countryName.ts'
import { count } from '../../words/format.ts'
import { AddCustomerDialog } from './AddCustomerDialog.tsx'
import { BlockDialog } from './BlockDialog.tsx'
import { useCustomerColumns } from './columns.tsx'
import { countries } from './countries.ts'
import { MergeDialog } from './MergeDialog.tsx'

const filters = ['search', 'blocked', 'kind', 'group', 'country', 'open'] as const
const mostMerged = 20

/** Who orders: found by any word of them, filtered, blocked and merged. */
export default function Customers() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/customers' })
  const go = useNavigate({ from: '/customers' })
  const client = useQueryClient()
  const change = (next: { [Name in keyof CustomersSearch]: CustomersSearch[Name] | undefined }) =>
    void go({ search: old => ({ ...old, ...(next as CustomersSearch) }), replace: true })
  const query = useInfiniteQuery(customerListQuery(asked(search)))
  const rows = useRows(query.data)
  const total = query.data?.pages[0]
  const groups = useQuery(groupsQuery)
  const [text, setText] = useTyped(search.search ?? '', value => change({ search: value }))
  const field = useRef<HTMLInputElement>(null)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [dialog, setDialog] = useState<'add' | 'block' | 'merge'>()
  const [said, setSaid] = useState<string>()
  const chosen = rows.filter(row => ticked.has(row.id))
  const lacking = useMissingRight('customers.write')
  const columns = useCustomerColumns()
  useEffect(() => {
    rememberList(
      'customers',
      rows.map(row => row.number),
      total?.count ?? rows.length,
    )
  }, [rows, total])
  const done = async (sentence: string, of: readonly Customer[] = chosen) => {
    setDialog(undefined)
    setTicked(now =>
      untick(
        now,
        of.map(row => row.id),
      ),
    )
    setSaid(sentence)
    await client.invalidateQueries()
  }
  const unblock = useMutation({
    mutationFn: (list: readonly Customer[]) =>
      changeCustomers(
        list.map(row => row.id),
        { blocked: false, blockReason: '' },
      ),
    onSuccess: (_, list) => done(t('customers.didUnblock', { count: list.length }), list),
  })
  const free = chosen.filter(row => !row.blocked)
  const blocked = chosen.filter(row => row.blocked)
  const noneChosen =
    chosen.length === 0 ? [{ reason: t('customers.chooseSome'), remedy: t('customers.chooseSomeHelp') }] : []
  const mergeable = chosen.length > 1 && chosen.length <= mostMerged
  const set = filters.filter(name => search[name] !== undefined).length
  useShortcut('/', () => field.current?.focus())
  useShortcut('n', () => setDialog('add'), lacking.length === 0)
  return (
    <div className="page-full">
      <PageHead title={t('common.customers')}>
        <ReasonButton
          verb={t('customers.add')}
          variant="filled"
          rightSection={<Keys keys="N" />}
          reasons={lacking}
          onClick={() => setDialog('add')}
        />
      </PageHead>
      <Toolbar label={t('customers.filters')}>
        <div className="customers-search">
          <SearchField
            ref={field}
            label={t('customers.search')}
            placeholder={t('customers.search')}
            value={text}
            onChange={setText}
            hint={<Keys keys="/" />}
          />
        </div>
        <Checkbox
          size="xs"
          label={t('customers.exact')}
          checked={search.exact === true}
          onChange={event => change({ exact: event.currentTarget.checked || undefined })}
        />
        <ChoiceTag
          label={t('customers.state')}
          value={search.blocked ?? ''}
          choices={[
            { value: 'yes', label: t('customers.blocked') },
            { value: 'no', label: t('customers.free') },
          ]}
          onChange={value => change({ blocked: value || undefined })}
        />
        <ChoiceTag
          label={t('customers.kind')}
          value={search.kind ?? ''}
          choices={[
            { value: 'business', label: t('customers.businesses') },
            { value: 'person', label: t('customers.persons') },
          ]}
          onChange={value => change({ kind: value || undefined })}
        />
        <ChoiceTag
          label={t('customers.group')}
          value={search.group ?? ''}
          choices={(groups.data ?? []).map(one => ({ value: one.id, label: one.name }))}
          onChange={value => change({ group: value || undefined })}
        />
        <ChoiceTag
          label={t('customers.country')}
          value={search.country ?? ''}
          choices={countries().map(code => ({ value: code, label: countryName(code) }))}
          onChange={value => change({ country: value || undefined })}
        />
        <ChoiceTag
          label={t('customers.openOrders')}
          value={search.open ?? ''}
          choices={[
            { value: 'yes', label: t('customers.withOpen') },
            { value: 'no', label: t('customers.withoutOpen') },
          ]}
          onChange={value => change({ open: value || undefined })}
        />
        {set > 0 ? <Button onClick={() => void go({ search: {} })}>{t('common.resetFilters')}</Button> : null}
      </Toolbar>
      {unblock.error ? <ErrorState error={unblock.error} /> : null}
      {said ? (
        <div className="said">
          <Notice tone="ok">{said}</Notice>
        </div>
      ) : null}
      <TickTable
        label={t('common.customers')}
        columns={columns}
        card={card}
        query={query}
        rows={rows}
        rowName={row => `${row.number} ${row.name}`}
        current={search.row}
        onCurrent={row => change({ row })}
        onOpen={row => void go({ to: '/customers/$customer', params: { customer: row.number }, search: {} })}
        selected={ticked}
        onSelect={setTicked}
        most={1000}
        empty={
          <EmptyList
            onReset={set > 0 ? () => void go({ search: {} }) : undefined}
            filtered={t('customers.noneFiltered', { count: set })}
            none={t('customers.none')}
            help={t('customers.noneHelp')}
          />
        }
      />
      <SelectionLine selected={chosen.length} shown={rows.length} total={total}>
        <ReasonButton
          verb={t('customers.unblock')}
          label={
            blocked.length > 0
              ? t('customers.unblockMany', { n: count(blocked.length) })
              : t('customers.unblock')
          }
          loading={unblock.isPending}
          reasons={[
            ...lacking,
            ...(blocked.length > 0
              ? []
              : chosen.length > 0
                ? [{ reason: t('customers.noneBlocked') }]
                : noneChosen),
          ]}
          onClick={() => unblock.mutate(blocked)}
        />
        <ReasonButton
          verb={t('customers.block')}
          label={
            free.length > 0 ? t('customers.blockMany', { n: count(free.length) }) : t('customers.blockOne')
          }
          reasons={[
            ...lacking,
            ...(unblock.isPending ? [{ reason: t('common.underWay') }] : []),
            ...(free.length > 0
              ? []
              : chosen.length > 0
                ? [{ reason: t('customers.allBlocked') }]
                : noneChosen),
          ]}
          onClick={() => setDialog('block')}
        />
        <ReasonButton
          verb={t('customers.merge')}
          label={t('customers.mergeAsk')}
          reasons={[...lacking, ...(mergeable ? [] : [{ reason: t('customers.chooseTwo') }])]}
          onClick={() => setDialog('merge')}
        />
      </SelectionLine>
      {dialog === 'add' ? <AddCustomerDialog onClose={() => setDialog(undefined)} /> : null}
      {dialog === 'block' ? (
        <BlockDialog
          customers={free}
          onClose={() => setDialog(undefined)}
          onDone={() => void done(t('customers.didBlock', { count: free.length }))}
        />
      ) : null}
      {dialog === 'merge' ? (
        <MergeDialog
          customers={chosen}
          onClose={() => setDialog(undefined)}
          onDone={sentence => void done(sentence)}
        />
      ) : null}
    </div>
  )
}

function asked(search: CustomersSearch) {
  const yes = (value: string | undefined) => (value === undefined ? undefined : value === 'yes')
  return {
    search: search.search,
    exact: search.exact,
    blocked: yes(search.blocked),
    business: search.kind === undefined ? undefined : search.kind === 'business',
    group: search.group,
    country: search.country,
    openOrders: yes(search.open),
  }
}

/** How a row stands on a phone. */
const card: Card = {
  lines: [
    ['name', 'number'],
    ['place', 'state'],
  ],
}
