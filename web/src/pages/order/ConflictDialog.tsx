import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EditConflict } from '../../api/orderEdit.ts'
import type { Order } from '../../api/orders.ts'
import { ConflictTable } from '../../ui/ConflictTable.tsx'
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
        <ConflictTable
          label={t('orderEdit.conflictBoth')}
          heads={[t('orderEdit.field'), t('orderEdit.before'), t('orderEdit.theirs'), t('orderEdit.yours')]}
          rows={both.map(({ field, was, theirs: there, yours }) => ({
            key: field,
            field: fieldWord(field),
            was: word(was),
            theirs: word(there),
            yours: word(yours),
          }))}
          theirs={theirs}
          onChoose={setTheirs}
        />
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
