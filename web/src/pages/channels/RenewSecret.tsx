import './called.css'
import { Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { onceKey } from '../../api/call.ts'
import { type Connection, renewSecret, type System, type SystemField } from '../../api/connections.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { MadeSecrets } from './MadeSecrets.tsx'

interface RenewSecretProps {
  readonly connection: Connection
  readonly system: System
  /** One that Kontor makes. */
  readonly field: SystemField
  readonly onClose: () => void
}

/** Asks before a secret of a system that calls us is made anew, and shows the new one, this one time. */
export function RenewSecret({ connection, system, field, onClose }: RenewSecretProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const key = useRef(onceKey())
  const renew = useMutation({
    mutationFn: () => renewSecret(connection.id, field.key, key.current),
    onError: () => {
      key.current = onceKey()
    },
    onSuccess: () => client.invalidateQueries(),
  })
  const title = t('called.renewTitle', { label: field.label })
  if (renew.data)
    return (
      <Modal
        opened
        onClose={onClose}
        size={620}
        title={title}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <MadeSecrets
          system={system}
          secrets={renew.data.madeSecrets}
          callUrl={connection.callUrl}
          onDone={onClose}
        />
      </Modal>
    )
  return (
    <FormDialog
      title={title}
      size={520}
      error={renew.error}
      verb={t('called.renewVerb')}
      busy={renew.isPending}
      careful
      onSubmit={() => renew.mutate()}
      onClose={onClose}
    >
      <ul className="called-means">
        <li>{t('called.renewMeans1')}</li>
        <li>{t('called.renewMeans2')}</li>
        <li>{t('called.renewMeans3')}</li>
      </ul>
    </FormDialog>
  )
}
