import { TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CsvKind, type CsvSettings, saveTemplate, type Template, templatesQuery } from '../../api/csv.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'

interface TemplateDialogProps {
  readonly kind: CsvKind
  readonly settings: CsvSettings
  /** The template that was chosen: saved under its name, it is changed. */
  readonly known: string
  readonly onSaved: (template: Template) => void
  readonly onClose: () => void
}

/** Keeps how a file is read, for the next one like it. */
export function TemplateDialog({ kind, settings, known, onSaved, onClose }: TemplateDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [name, setName] = useState(known)
  const save = useMutation({
    mutationFn: () => saveTemplate(name.trim(), kind, settings),
    onSuccess: async saved => {
      await client.invalidateQueries({ queryKey: templatesQuery.queryKey })
      onSaved(saved)
    },
  })
  return (
    <FormDialog
      title={t('csv.templateTitle')}
      error={save.error}
      verb={t('common.save')}
      reasons={name.trim() === '' ? [{ reason: t('csv.templateNameMissing') }] : []}
      busy={save.isPending}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <TextInput
        label={t('csv.templateName')}
        description={t('csv.templateHelp')}
        value={name}
        maxLength={200}
        required
        data-autofocus
        onChange={event => setName(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
