import { Button, Modal, Radio } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EditConflict } from '../../api/orderEdit.ts'
import type { Order } from '../../api/orders.ts'
import { Notice } from '../../ui/EmptyState.tsx'
import { fullDate } from '../../words/format.ts'
import { fieldWord, valueWord } from './changeWords.ts'

interface ConflictDialogProps {
  readonly order: Order
  readonly conflicts: readonly EditConflict[]
  readonly onClose: () => void
  /** Goes on from what is stored now; of these fields it stays as it is there. */
  readonly onResolve: (theirs: ReadonlySet<string>) => void
}

/** Somebody else saved meanwhile: both versions, field by field. Nothing is overwritten that nobody looked at. */
export function ConflictDialog({ order, conflicts, onClose, onResolve }: ConflictDialogProps) {
  const { t } = useTranslation()
  const [theirs, setTheirs] = useState<ReadonlySet<string>>(new Set())
  const both = conflicts.filter(one => one.yours !== null)
  const onlyThere = conflicts.filter(one => one.yours === null)
  const [latest] = [...conflicts].sort((one, other) => Date.parse(other.at) - Date.parse(one.at))
  const take = (field: string, isTheirs: boolean) => {
    const next = new Set(theirs)
    if (isTheirs) next.add(field)
    else next.delete(field)
    setTheirs(next)
  }
  const word = (value: unknown) => valueWord(value) || '–'
  return (
    <Modal
      opened
      onClose={onClose}
      size={860}
      title={t('orderEdit.conflictTitle', { number: order.orderNumber })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Notice tone="warn">
        {latest
          ? t('orderEdit.conflictBy', { who: latest.by, at: fullDate(latest.at) })
          : t('orderEdit.conflictMeanwhile')}{' '}
        {t('orderEdit.conflictHelp')}
      </Notice>
      {both.length > 0 ? (
        <table className="plain-table conflict-table" aria-label={t('orderEdit.conflictBoth')}>
          <thead>
            <tr>
              <th scope="col">{t('orderEdit.field')}</th>
              <th scope="col">{t('orderEdit.before')}</th>
              <th scope="col">{t('orderEdit.theirs')}</th>
              <th scope="col">{t('orderEdit.yours')}</th>
            </tr>
          </thead>
          <tbody>
            {both.map(({ field, was, theirs: there, yours }) => (
              <tr key={field} data-field={field}>
                <th scope="row">{fieldWord(field)}</th>
                <td className="text2">{word(was)}</td>
                <td>
                  <Radio
                    name={field}
                    label={word(there)}
                    checked={theirs.has(field)}
                    onChange={() => take(field, true)}
                  />
                </td>
                <td>
                  <Radio
                    name={field}
                    label={word(yours)}
                    checked={!theirs.has(field)}
                    onChange={() => take(field, false)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="edit-hint">{t('orderEdit.conflictNone')}</p>
      )}
      {onlyThere.length > 0 ? (
        <p className="edit-hint text2">
          {t('orderEdit.conflictOnlyThere', {
            fields: onlyThere.map(one => `${fieldWord(one.field)}: ${word(one.theirs)}`).join('; '),
          })}
        </p>
      ) : null}
      <div className="dialog-foot">
        <Button data-autofocus onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button variant="filled" onClick={() => onResolve(theirs)}>
          {t('orderEdit.conflictSave')}
        </Button>
      </div>
    </Modal>
  )
}
