import { Button, Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Child, detachChild, type Family } from '../../api/families.ts'
import { refreshItems } from '../../api/items.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { childOf, combinationsOf } from './combinations.ts'

interface GridProps {
  readonly family: Family
  readonly readOnly: boolean
}

/** Two variations as a grid of rows and columns, more or fewer as a list. */
export function CombinationGrid({ family, readOnly }: GridProps) {
  const { t } = useTranslation()
  const [leaving, setLeaving] = useState<Child>()
  const [rows, columns, more] = family.variations
  return (
    <div className="item-scroll-x">
      {rows && columns && !more ? (
        <table className="plain-table combination-grid" aria-label={t('item.combinations')}>
          <thead>
            <tr>
              <th scope="col">{`${rows.name} \\ ${columns.name}`}</th>
              {columns.values.map(value => (
                <th key={value.id} scope="col">
                  {value.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.values.map(row => (
              <tr key={row.id}>
                <th scope="row">{row.name}</th>
                {columns.values.map(column => (
                  <td key={column.id}>
                    <Cell
                      child={childOf(family, {
                        [rows.id ?? '']: row.id ?? '',
                        [columns.id ?? '']: column.id ?? '',
                      })}
                      readOnly={readOnly}
                      onLeave={setLeaving}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <table className="plain-table" aria-label={t('item.combinations')}>
          <thead>
            <tr>
              {family.variations.map(variation => (
                <th key={variation.id} scope="col">
                  {variation.name}
                </th>
              ))}
              <th scope="col">{t('item.variant')}</th>
            </tr>
          </thead>
          <tbody>
            {combinationsOf(family).map(one => (
              <tr key={one.names.join(' ')}>
                {one.names.map((name, at) => (
                  <td key={family.variations[at]?.id}>{name}</td>
                ))}
                <td>
                  <Cell child={childOf(family, one.values)} readOnly={readOnly} onLeave={setLeaving} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {leaving ? <LeaveDialog child={leaving} onClose={() => setLeaving(undefined)} /> : null}
    </div>
  )
}

interface CellProps {
  readonly child: Child | undefined
  readonly readOnly: boolean
  readonly onLeave: (child: Child) => void
}

function Cell({ child, readOnly, onLeave }: CellProps) {
  const { t } = useTranslation()
  if (!child)
    return (
      <Chip sign="empty" tone="mute">
        {t('item.missing')}
      </Chip>
    )
  return (
    <span className="combination">
      <AddressLink address={`/items/${child.id}`}>{child.itemNumber}</AddressLink>
      {child.active ? null : (
        <Chip sign="left" tone="mute">
          {t('item.inactive')}
        </Chip>
      )}
      {readOnly ? null : (
        <button
          type="button"
          className="quiet-button"
          aria-label={t('item.leaveFamily', { number: child.itemNumber })}
          onClick={() => onLeave(child)}
        >
          {t('item.leave')} …
        </button>
      )}
    </span>
  )
}

/** Asks before a variant becomes an item of its own. */
function LeaveDialog({ child, onClose }: { readonly child: Child; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const leave = useMutation({
    mutationFn: () => detachChild(child.id),
    onSuccess: onClose,
    onSettled: () => refreshItems(client),
  })
  return (
    <Modal
      opened
      onClose={onClose}
      size={460}
      title={t('item.leaveFamily', { number: child.itemNumber })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {leave.error ? <ErrorState error={leave.error} /> : null}
      <p>{t('item.leaveHelp')}</p>
      <div className="dialog-foot">
        <Button data-autofocus onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button variant="filled" loading={leave.isPending} onClick={() => leave.mutate()}>
          {t('item.leave')}
        </Button>
      </div>
    </Modal>
  )
}
