import { NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addCategory } from '../../api/categories.ts'
import type { Category } from '../../api/categoryTree.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'

interface AddDialogProps {
  readonly list: readonly Category[]
  /** Under which one, to begin with; null: at the top. */
  readonly under: string | null
  readonly onAdded: (id: string, existed: boolean) => void
  readonly onClose: () => void
}

/** Makes a category. One that its place has already is chosen instead. */
export function AddDialog({ list, under, onAdded, onClose }: AddDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [parent, setParent] = useState(under ?? '')
  const add = useMutation({
    mutationFn: () => addCategory(name.trim(), parent === '' ? null : parent),
    onSuccess: async ({ id, did }) => {
      await client.invalidateQueries({ queryKey: ['categories'] })
      onAdded(id, did === 'exists')
    },
  })
  return (
    <FormDialog
      title={t('categories.addTitle')}
      error={add.error}
      verb={t('categories.addVerb')}
      reasons={name.trim() === '' ? [{ reason: t('categories.nameMissing') }] : []}
      busy={add.isPending}
      onSubmit={() => add.mutate()}
      onClose={onClose}
    >
      <TextInput
        label={t('categories.name')}
        value={name}
        maxLength={255}
        required
        data-autofocus
        onChange={event => setName(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('categories.into')}
        value={parent}
        onChange={event => setParent(event.currentTarget.value)}
        data={targets(t('categories.top'), list)}
      />
    </FormDialog>
  )
}

/** Where a category can lie: at the top, or below any other one. */
export function targets(top: string, list: readonly Category[]): { value: string; label: string }[] {
  return [
    { value: '', label: top },
    ...list.map(one => ({ value: one.id, label: `${'\u2003'.repeat(one.depth)}${one.name}` })),
  ]
}
