import { NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type MoveEffect, moveCategory, moveQuery } from '../../api/categories.ts'
import { type Category, pathOf } from '../../api/categoryTree.ts'
import { Notice } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { targets } from './AddDialog.tsx'

interface MoveDialogProps {
  readonly list: readonly Category[]
  readonly category: Category
  /** Where to, to begin with; null: to the top. */
  readonly into: string | null
  readonly onMoved: () => void
  readonly onClose: () => void
}

/** Moves a category with all below it. Before that it says what leaves which channel, and why it cannot go there. */
export function MoveDialog({ list, category, into, onMoved, onClose }: MoveDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [target, setTarget] = useState(into ?? '')
  const parentId = target === '' ? null : target
  const isThere = parentId === category.parentId
  const effect = useQuery({ ...moveQuery(category.id, parentId), enabled: !isThere })
  const move = useMutation({
    mutationFn: () => moveCategory(category.id, category.version, parentId),
    onSuccess: onMoved,
    onSettled: () => client.invalidateQueries(),
  })
  const reasons = isThere
    ? [{ reason: t('categories.isThere') }]
    : effect.isPending
      ? [{ reason: t('categories.looking') }]
      : effect.error
        ? [{ reason: effect.error.message }]
        : effect.data.refused.map(one => ({ reason: one.sentence }))
  return (
    <FormDialog
      title={t('categories.moveTitle', { name: category.name })}
      size={560}
      error={move.error}
      verb={t('categories.move')}
      reasons={reasons}
      busy={move.isPending}
      onSubmit={() => move.mutate()}
      onClose={onClose}
    >
      <NativeSelect
        label={t('categories.into')}
        data-autofocus
        value={target}
        onChange={event => {
          move.reset()
          setTarget(event.currentTarget.value)
        }}
        data={targets(t('categories.top'), list)}
      />
      <p className="text2">{t('categories.from', { path: pathOf(list, category.id).join(' › ') })}</p>
      {isThere || effect.isPending ? null : effect.error ? (
        <Notice tone="bad">{effect.error.message}</Notice>
      ) : effect.data.refused.length > 0 ? (
        effect.data.refused.map(one => (
          <Notice key={one.id} tone="bad">
            {one.sentence}
          </Notice>
        ))
      ) : (
        <Effect effect={effect.data} />
      )}
    </FormDialog>
  )
}

function Effect({ effect }: { readonly effect: MoveEffect }) {
  const { t } = useTranslation()
  if (effect.channels.length === 0) return <Notice tone="info">{t('categories.noEffect')}</Notice>
  return (
    <>
      <p className="strong">{t('categories.atChannels')}</p>
      <ul className="move-effects">
        {effect.channels.map(one => (
          <li key={one.channelId}>
            <strong>{one.channel}</strong>
            {one.gone > 0 ? (
              <span className="tone-warn">{t('categories.gone', { count: one.gone })}</span>
            ) : null}
            {one.itemsGone > 0 ? (
              <span className="tone-bad">{t('categories.itemsGone', { count: one.itemsGone })}</span>
            ) : null}
            {one.come > 0 ? <span>{t('categories.come', { count: one.come })}</span> : null}
          </li>
        ))}
      </ul>
      <p className="text2">{t('categories.guarded')}</p>
    </>
  )
}
