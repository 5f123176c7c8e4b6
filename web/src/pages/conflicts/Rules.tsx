import { Button, Modal, NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { conflictRulesQuery, type Lead, leads, setConflictRules } from '../../api/conflicts.ts'
import { platformsQuery } from '../../api/platforms.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { fieldWord } from './fieldWord.ts'

interface RulesProps {
  readonly channelId: string | undefined
  readonly onClose: () => void
  readonly onSaved: (channel: string) => void
}

/** Who leads in which field of a channel. */
export function Rules({ channelId, onClose, onSaved }: RulesProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const platforms = useQuery(platformsQuery)
  const channels = platforms.data?.items ?? []
  const [chosen, setChosen] = useState(channelId)
  const [given, setGiven] = useState<Readonly<Record<string, Lead>>>({})
  const current = chosen ?? channels[0]?.channelId
  const rules = useQuery({ ...conflictRulesQuery(current ?? ''), enabled: current !== undefined })
  const lacking = useMissingRight('connections.write')
  const save = useMutation({
    mutationFn: () => setConflictRules(current ?? '', given),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['conflicts'] })
      onSaved(channels.find(one => one.channelId === current)?.channel ?? '')
    },
  })
  const reasons = [...lacking, ...(rules.data?.seen === false ? [{ reason: t('conflicts.notSeen') }] : [])]
  return (
    <Modal
      opened
      onClose={onClose}
      size={520}
      title={t('conflicts.rulesTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className="form">
        <NativeSelect
          label={t('conflicts.channel')}
          value={current ?? ''}
          data={channels.map(one => ({ value: one.channelId, label: one.channel }))}
          onChange={event => {
            setChosen(event.currentTarget.value)
            setGiven({})
          }}
          data-autofocus
        />
        {rules.error || save.error ? <ErrorState error={rules.error ?? save.error} /> : null}
        {rules.data?.seen === false ? (
          <Notice tone="warn">{t('conflicts.notSeen')}</Notice>
        ) : (
          <p className="text2">{t('conflicts.rulesHelp')}</p>
        )}
        <table className="plain-table">
          <TableHead
            heads={[t('conflicts.field'), ...leads.map(lead => ({ right: t(`conflicts.lead_${lead}`) }))]}
          />
          <tbody>
            {Object.entries(rules.data?.leads ?? {}).map(([field, lead]) => (
              <tr key={field}>
                <th scope="row">{fieldWord(field)}</th>
                {leads.map(one => (
                  <td key={one} className="cell-right">
                    <input
                      type="radio"
                      name={field}
                      aria-label={`${fieldWord(field)}: ${t(`conflicts.lead_${one}`)}`}
                      checked={(given[field] ?? lead) === one}
                      disabled={reasons.length > 0}
                      onChange={() => setGiven({ ...given, [field]: one })}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <ReasonButton
            verb={t('common.save')}
            variant="filled"
            loading={save.isPending}
            reasons={reasons}
            onClick={() => save.mutate()}
          />
        </div>
      </div>
    </Modal>
  )
}
