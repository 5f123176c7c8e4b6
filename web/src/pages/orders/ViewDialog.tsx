import { Button, Switch, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type OrderView, removeView, saveView, type ViewContent } from '../../api/orderLists.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'

interface ViewDialogProps {
  /** The own view that is open; else a new one is saved. */
  readonly view: OrderView | undefined
  readonly content: ViewContent
  readonly onSaved: (view: OrderView) => void
  readonly onRemoved: () => void
  readonly onClose: () => void
}

/** Keeps filters, columns and order under a name, for oneself or for all. */
export function ViewDialog({ view, content, onSaved, onRemoved, onClose }: ViewDialogProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [name, setName] = useState(view?.name ?? '')
  const [shared, setShared] = useState(view?.shared ?? false)
  const [fresh, setFresh] = useState(view === undefined)
  const again = () => client.invalidateQueries({ queryKey: ['orders', 'views'] })
  const save = useMutation({
    mutationFn: () =>
      saveView({
        name: name.trim(),
        shared,
        content,
        ...(view && !fresh ? { view: view.id, version: view.version } : {}),
      }),
    onSuccess: async saved => {
      await again()
      onSaved(saved)
    },
  })
  const remove = useMutation({
    mutationFn: (id: string) => removeView(id),
    onSuccess: async () => {
      await again()
      onRemoved()
    },
  })
  return (
    <FormDialog
      title={t(view ? 'orderList.changeView' : 'orderList.saveView')}
      error={save.error ?? remove.error}
      verb={t('common.save')}
      reasons={name.trim() === '' ? [{ reason: t('orderList.viewName') }] : []}
      busy={save.isPending || remove.isPending}
      aside={
        view ? (
          <Button className="dialog-aside" onClick={() => remove.mutate(view.id)}>
            {t('orderList.removeView')}
          </Button>
        ) : undefined
      }
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <p className="text2">{t('orderList.viewHelp')}</p>
      <TextInput
        label={t('orderList.name')}
        value={name}
        maxLength={100}
        data-autofocus
        onChange={event => setName(event.currentTarget.value)}
      />
      <Switch
        label={t('orderList.shared')}
        description={t('orderList.sharedHelp')}
        checked={shared}
        onChange={event => setShared(event.currentTarget.checked)}
      />
      {view ? (
        <Switch
          label={t('orderList.asNew')}
          checked={fresh}
          onChange={event => setFresh(event.currentTarget.checked)}
        />
      ) : null}
    </FormDialog>
  )
}
