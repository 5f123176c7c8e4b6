import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type SpecialPrice, setSpecialPrices } from '../../api/prices.ts'
import { Notice } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { count } from '../../words/format.ts'

interface RemoveDialogProps {
  readonly chosen: readonly SpecialPrice[]
  readonly onClose: () => void
  readonly onDone: (sentence: string) => void
}

/** Takes special prices away, after saying what that means. */
export function RemoveDialog({ chosen, onClose, onDone }: RemoveDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const n = count(chosen.length)
  const remove = useMutation({
    mutationFn: () =>
      setSpecialPrices(
        chosen.map(({ itemId, channelId, customerGroupId, from }) => ({
          itemId,
          channelId,
          customerGroupId,
          from,
        })),
      ),
    onSuccess: async ({ items }) => {
      await client.invalidateQueries()
      const refused = items.filter(one => one.did === 'refused')
      const why = [...new Set(refused.map(one => one.code))].join(', ')
      onDone(
        [
          t('prices.removed', { n: count(items.length - refused.length) }),
          ...(refused.length > 0 ? [t('prices.refused', { n: count(refused.length), why })] : []),
        ].join(' '),
      )
    },
  })
  return (
    <FormDialog
      title={t('prices.removeTitle', { n })}
      error={remove.error}
      verb={t('prices.remove')}
      label={t('prices.removeNow', { n })}
      busy={remove.isPending}
      careful
      onSubmit={() => remove.mutate()}
      onClose={onClose}
    >
      <Notice tone="warn">{t('prices.removeText')}</Notice>
    </FormDialog>
  )
}
