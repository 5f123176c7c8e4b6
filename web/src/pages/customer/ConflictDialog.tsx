import { Button, Modal, Radio } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CustomerDetail, historyQuery } from '../../api/customer.ts'
import { Notice } from '../../ui/EmptyState.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { fullDate } from '../../words/format.ts'
import { fieldWord, shownField, useGroupNames } from '../customers/fieldWords.ts'
import { type CustomerEdit, type Draft, storedValue } from './useCustomerEdit.ts'

interface ConflictDialogProps {
  readonly edit: CustomerEdit
  /** As it is stored now. */
  readonly now: CustomerDetail
}

/** Somebody saved in between: both versions field by field; nothing is overwritten unasked. */
export function ConflictDialog({ edit, now }: ConflictDialogProps) {
  const { t } = useTranslation()
  const groups = useGroupNames()
  const [theirs, setTheirs] = useState<ReadonlySet<string>>(new Set())
  const latest = useInfiniteQuery(historyQuery(now.id)).data?.pages[0]?.items[0]
  const both = edit.changed.filter(
    field =>
      storedValue(now, field) !== storedValue(edit.base, field) &&
      storedValue(now, field) !== edit.draft[field],
  )
  const take = (field: string, isTheirs: boolean) => {
    const next = new Set(theirs)
    if (isTheirs) next.add(field)
    else next.delete(field)
    setTheirs(next)
  }
  const kept = (): Draft =>
    Object.fromEntries(
      Object.entries(edit.draft).filter(
        ([field, value]) =>
          !theirs.has(field) && edit.changed.some(one => one === field && storedValue(now, one) !== value),
      ),
    )
  return (
    <Modal
      opened
      onClose={edit.closeConflict}
      size={820}
      title={t('customer.conflictTitle', { number: now.number })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Notice tone="warn">
        {latest ? t('customer.conflictBy', { who: latest.actor, at: fullDate(latest.at) }) : null}{' '}
        {t('customer.conflictHelp')}
      </Notice>
      {both.length === 0 ? (
        <p className="customer-note">{t('customer.conflictNone')}</p>
      ) : (
        <table className="plain-table waiting-table" aria-label={t('customer.conflictHelp')}>
          <TableHead
            heads={[
              t('customers.mergeField'),
              t('customer.conflictBefore'),
              t('customer.conflictStored'),
              t('customer.conflictYours'),
            ]}
          />
          <tbody>
            {both.map(field => (
              <tr key={field} data-field={field}>
                <th scope="row">{fieldWord(field)}</th>
                <td className="text2">{shownField(field, storedValue(edit.base, field), groups)}</td>
                <td>
                  <Radio
                    size="xs"
                    name={field}
                    label={shownField(field, storedValue(now, field), groups)}
                    checked={theirs.has(field)}
                    onChange={() => take(field, true)}
                  />
                </td>
                <td>
                  <Radio
                    size="xs"
                    name={field}
                    label={shownField(field, edit.draft[field] ?? '', groups)}
                    checked={!theirs.has(field)}
                    onChange={() => take(field, false)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="dialog-foot">
        <Button data-autofocus onClick={edit.closeConflict}>
          {t('common.cancel')}
        </Button>
        <Button variant="filled" onClick={() => edit.resolve(kept(), now)}>
          {t('customer.conflictSave')}
        </Button>
      </div>
    </Modal>
  )
}
