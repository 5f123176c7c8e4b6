import { Checkbox, Radio } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type MergePreview, mergeCustomers, mergedCounts, mergePreviewQuery } from '../../api/customers.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { count } from '../../words/format.ts'
import { fieldWord, shownField, useGroupNames } from './fieldWords.ts'

interface MergeDialogProps {
  readonly customers: readonly { readonly id: string; readonly number: string; readonly name: string }[]
  readonly onClose: () => void
  readonly onDone: (sentence: string) => void
}

/** Customers side by side: who stays, whose value counts in each field, and what moves. */
export function MergeDialog({ customers, onClose, onDone }: MergeDialogProps) {
  const { t } = useTranslation()
  const [into, setInto] = useState(customers[0]?.id ?? '')
  const others = customers.filter(one => one.id !== into).map(one => one.id)
  const { data, error } = useQuery(mergePreviewQuery(into, others))
  const [choice, setChoice] = useState<Readonly<Record<string, string>>>({})
  const [blocked, setBlocked] = useState<boolean>()
  const survivor = customers.find(one => one.id === into)
  const merge = useMutation({
    mutationFn: () =>
      mergeCustomers(into, others, { fields: choice, ...(blocked === undefined ? {} : { blocked }) }),
    onSuccess: ({ moved }) =>
      onDone(
        t('customers.mergeDone', {
          orders: count(moved['sales_order'] ?? 0),
          number: survivor?.number ?? '',
        }),
      ),
  })
  return (
    <FormDialog
      title={t('customers.mergeTitle')}
      size={Math.min(1100, 460 + 220 * customers.length)}
      error={merge.error}
      verb={t('customers.merge')}
      label={t('customers.mergeLabel', { n: count(customers.length) })}
      reasons={data ? [] : [{ reason: t('common.loading') }]}
      busy={merge.isPending}
      onSubmit={() => merge.mutate()}
      onClose={onClose}
    >
      <p className="text2">{t('customers.mergeHelp')}</p>
      {error ? <ErrorState error={error} /> : null}
      <Radio.Group
        label={t('customers.mergeChooseStays')}
        value={into}
        onChange={next => {
          setInto(next)
          setChoice({})
          setBlocked(undefined)
        }}
      >
        <div className="merge-stays">
          {customers.map(one => (
            <Radio
              key={one.id}
              size="xs"
              value={one.id}
              label={`${one.number} ${one.name}`}
              {...(one.id === into ? { 'data-autofocus': true } : {})}
            />
          ))}
        </div>
      </Radio.Group>
      {data ? (
        <>
          {data.conflicts.map(code => (
            <Notice key={code} tone="warn">
              {t(`customers.conflict_${code}`)}
            </Notice>
          ))}
          <Fields
            preview={data}
            customers={customers}
            choice={choice}
            onChoose={(field, of) => setChoice({ ...choice, [field]: of })}
            blocked={blocked}
            onBlocked={setBlocked}
          />
          <Moves preview={data} />
        </>
      ) : null}
    </FormDialog>
  )
}

interface FieldsProps {
  readonly preview: MergePreview
  readonly customers: MergeDialogProps['customers']
  readonly choice: Readonly<Record<string, string>>
  readonly onChoose: (field: string, of: string) => void
  readonly blocked: boolean | undefined
  readonly onBlocked: (blocked: boolean) => void
}

/** A row for each field in which something can be chosen; the last column is what comes out. */
function Fields({ preview, customers, choice, onChoose, blocked, onBlocked }: FieldsProps) {
  const { t } = useTranslation()
  const groups = useGroupNames()
  const shown = preview.fields.filter(
    one =>
      one.field !== 'blocked' &&
      new Set(one.values.map(({ value }) => shownField(one.field, value))).size > 1,
  )
  const block = preview.fields.find(one => one.field === 'blocked')
  const isBlocked = blocked ?? block?.value === true
  const columns = [...customers].sort(
    (one, other) => Number(other.id === preview.into) - Number(one.id === preview.into),
  )
  const same = preview.fields.length - shown.length - 1
  return (
    <>
      <div className="merge-scroll">
        <table className="plain-table merge-table" aria-label={t('customers.mergeResult')}>
          <thead>
            <tr>
              <th scope="col">{t('customers.mergeField')}</th>
              {columns.map(one => (
                <th key={one.id} scope="col">
                  {one.id === preview.into ? t('customers.mergeKeeps', { number: one.number }) : one.number}
                </th>
              ))}
              <th scope="col">{t('customers.mergeResult')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(one => {
              const from = choice[one.field] ?? one.from
              const result = one.values.find(({ customerId }) => customerId === from)?.value ?? null
              return (
                <tr key={one.field} data-field={one.field}>
                  <th scope="row" className={one.conflict ? 'tone-warn' : ''}>
                    {fieldWord(one.field)}
                  </th>
                  {columns.map(({ id, number }) => {
                    const value = one.values.find(({ customerId }) => customerId === id)?.value ?? null
                    const word = shownField(one.field, value, groups)
                    return (
                      <td key={id} title={word}>
                        <label className="merge-choice">
                          <input
                            type="radio"
                            name={`merge-${one.field}`}
                            aria-label={`${fieldWord(one.field)}: ${number} ${word}`}
                            checked={from === id}
                            onChange={() => onChoose(one.field, id)}
                          />
                          <span className={value === null || value === '' ? 'text3' : ''}>{word}</span>
                        </label>
                      </td>
                    )
                  })}
                  <td className="strong" title={shownField(one.field, result, groups)}>
                    {shownField(one.field, result, groups)}
                  </td>
                </tr>
              )
            })}
            {block?.values.some(({ value }) => value === true) ? (
              <tr data-field="blocked">
                <th scope="row" className="tone-warn">
                  {t('customer.blocked')}
                </th>
                {columns.map(({ id }) => (
                  <td key={id}>
                    {shownField(
                      'blocked',
                      block.values.find(({ customerId }) => customerId === id)?.value ?? false,
                    )}
                  </td>
                ))}
                <td>
                  <Checkbox
                    size="xs"
                    label={t('customers.mergeBlocked')}
                    checked={isBlocked}
                    onChange={event => onBlocked(event.currentTarget.checked)}
                  />
                </td>
              </tr>
            ) : null}
          </tbody>
        </table>
      </div>
      <p className="text2">{t('customers.mergeEqual', { n: count(same) })}</p>
    </>
  )
}

/** How many documents go over from each of them. */
function Moves({ preview }: { readonly preview: MergePreview }) {
  const { t } = useTranslation()
  return (
    <div className="merge-scroll">
      <table className="plain-table" aria-label={t('customers.mergeMoves')}>
        <TableHead
          heads={[
            t('customers.mergeMoves'),
            ...mergedCounts.map(what => ({ right: t(`customers.moved_${what}`) })),
          ]}
        />
        <tbody>
          {preview.moved.map(one => (
            <tr key={one.customerId}>
              <th scope="row">{`${one.number} ${one.name}`}</th>
              {mergedCounts.map(what => (
                <td key={what} className="cell-right">
                  {what === 'addresses' && one.sameAddresses > 0 ? (
                    <span className="text2">
                      {`${t('customers.movedSame', { n: count(one.sameAddresses) })} · `}
                    </span>
                  ) : null}
                  {count(one[what])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
