import { Button, Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { LedgerRow, RecordResult } from '../../api/ledger.ts'
import { Chip } from '../../ui/Chip.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { outcomeLook } from '../../ui/states.ts'
import { TableHead } from '../../ui/TableHead.tsx'
import { count } from '../../words/format.ts'

interface ResultDialogProps {
  readonly rows: readonly LedgerRow[]
  readonly results: readonly RecordResult[]
  readonly onClose: () => void
}

/** What became of each record that was acted on: one refused stops no other. */
export function ResultDialog({ rows, results, onClose }: ResultDialogProps) {
  const { t } = useTranslation()
  const names = new Map(rows.map(row => [row.id, row.externalNumber ?? row.externalId]))
  const refused = results.filter(one => one.problem).length
  return (
    <Modal
      opened
      onClose={onClose}
      size={620}
      title={t('ledger.resultTitle', { n: count(results.length) })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className="text2">
        {refused === 0 ? null : t('tasks.failed', { n: count(refused), why: t('ledger.notDone') })}
      </p>
      <div className="result-list">
        <table className="plain-table">
          <TableHead heads={[t('ledger.number'), t('ledger.outcome'), t('ledger.resultWhy')]} />
          <tbody>
            {results.map(one => (
              <tr key={one.id} data-result={one.problem ? 'refused' : one.outcome}>
                <th scope="row">{names.get(one.id) ?? one.id}</th>
                <td>
                  {one.problem ? (
                    <Chip sign="failed" tone="bad">
                      {t('ledger.notDone')}
                    </Chip>
                  ) : (
                    <StateChip look={outcomeLook(one.outcome)} filled={false} />
                  )}
                </td>
                <td className="result-why">{one.problem?.text ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="dialog-foot">
        <Button variant="filled" onClick={onClose} data-autofocus>
          {t('common.close')}
        </Button>
      </div>
    </Modal>
  )
}
