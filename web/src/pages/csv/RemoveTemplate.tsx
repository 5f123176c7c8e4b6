import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { removeTemplate, type Template, templatesQuery } from '../../api/csv.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'

interface RemoveTemplateProps {
  readonly template: Template
  readonly onRemoved: () => void
  readonly onClose: () => void
}

/** Takes a template away, after it was named once more. */
export function RemoveTemplate({ template, onRemoved, onClose }: RemoveTemplateProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => removeTemplate(template.id),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: templatesQuery.queryKey })
      onRemoved()
    },
  })
  return (
    <FormDialog
      title={t('csv.templateRemoveTitle', { name: template.name })}
      error={remove.error}
      verb={t('csv.templateRemove')}
      busy={remove.isPending}
      careful
      onSubmit={() => remove.mutate()}
      onClose={onClose}
    >
      <p>{t('csv.templateRemoveHelp')}</p>
    </FormDialog>
  )
}
