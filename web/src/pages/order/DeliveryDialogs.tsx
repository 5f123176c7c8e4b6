import { Checkbox, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { packDelivery, reverseDeliveries, shipDeliveries } from '../../api/deliveries.ts'
import { carriersQuery, type ReturnLabel } from '../../api/orderActs.ts'
import { Notice } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { MomentField } from '../../ui/MomentField.tsx'
import { count, fullDate } from '../../words/format.ts'
import { LabelFields, noPackage, Packages, packagesOf, type TypedPackage } from './Packages.tsx'
import { Refusals, useAct } from './useAct.tsx'
import { instantOf, localNow } from './when.ts'

/** A delivery note, as far as its dialogs have to know it. */
export interface Note {
  readonly id: string
  readonly deliveryNumber: string
  readonly shippedAt: string | null
  /** Its channel takes no package without a return label. */
  readonly wantsReturnLabels: boolean
  readonly packages: readonly {
    readonly no: number
    readonly carrier: string
    readonly tracking: string
    readonly returnLabel: ReturnLabel | null
  }[]
}

interface NotesProps {
  readonly notes: readonly Note[]
  readonly onClose: () => void
  readonly onDone?: () => void
}

/** Tells that notes were handed over; of one, the packages can be named here as well. */
export function ShipDialog({ notes, onClose, onDone }: NotesProps) {
  const { t } = useTranslation()
  const [at, setAt] = useState(localNow)
  const [only] = notes.length === 1 ? notes : []
  const [boxes, setBoxes] = useState<readonly TypedPackage[]>(
    only && only.packages.length === 0 ? [noPackage([])] : [],
  )
  const act = useAct(shipDeliveries, () => {
    onDone?.()
    onClose()
  })
  const shippedAt = instantOf(at)
  const added = packagesOf(boxes)
  const n = count(notes.length)
  const reasons = [
    ...(shippedAt ? [] : [{ reason: t('orderActs.timeWanted') }]),
    ...(added ? [] : [{ reason: t('orderActs.weightWanted') }]),
  ]
  return (
    <FormDialog
      title={
        only ? t('orderActs.shipTitle', { number: only.deliveryNumber }) : t('orderActs.shipMany', { n })
      }
      size={only ? 720 : 460}
      error={act.error}
      verb={t('orderActs.ship')}
      label={only ? undefined : `${t('orderActs.ship')} (${n})`}
      reasons={reasons}
      busy={act.busy}
      onSubmit={() =>
        act.run(
          notes.map(({ id }) => ({
            deliveryId: id,
            shippedAt: shippedAt ?? '',
            ...(only && added && added.length > 0 ? { packages: added } : {}),
          })),
        )
      }
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <p className="text2">{t('orderActs.shipHelp')}</p>
      <MomentField label={t('order.shippedAt')} value={at} onChange={setAt} autoFocus />
      {only ? (
        <>
          {only.packages.length > 0 ? (
            <p className="text2">
              {t('orderActs.hasPackages', {
                list: only.packages
                  .map(one => [one.carrier, one.tracking].filter(Boolean).join(' '))
                  .join(', '),
              })}
            </p>
          ) : null}
          <Packages withLabels={only.wantsReturnLabels} packages={boxes} onChange={setBoxes} />
        </>
      ) : null}
    </FormDialog>
  )
}

/** Takes notes back: which (all of them at first, or the last), and why where it was shipped. */
export function ReverseDialog({
  notes,
  all = false,
  onClose,
  onDone,
}: NotesProps & { readonly all?: boolean }) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    new Set((all ? notes : notes.slice(-1)).map(one => one.id)),
  )
  const [reason, setReason] = useState('')
  const act = useAct(
    (why: string) => reverseDeliveries([...chosen], why),
    () => {
      onDone?.()
      onClose()
    },
  )
  const wasShipped = notes.some(one => chosen.has(one.id) && one.shippedAt !== null)
  const reasons = chosen.size === 0 ? [{ reason: t('orderActs.noteWanted') }] : []
  return (
    <FormDialog
      title={t('orderActs.reverseTitle')}
      error={act.error}
      verb={t('orderActs.reverse')}
      label={chosen.size > 1 ? `${t('orderActs.reverse')} (${count(chosen.size)})` : undefined}
      reasons={reasons}
      busy={act.busy}
      careful
      onSubmit={() => act.run(reason.trim())}
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <Notice tone="warn">{t('orderActs.reverseText')}</Notice>
      {notes.map(one => (
        <Checkbox
          key={one.id}
          label={one.deliveryNumber}
          description={
            one.shippedAt === null
              ? t('orderActs.notShipped')
              : t('orderActs.shippedOn', { at: fullDate(one.shippedAt) })
          }
          checked={chosen.has(one.id)}
          onChange={event => {
            const next = new Set(chosen)
            if (event.currentTarget.checked) next.add(one.id)
            else next.delete(one.id)
            setChosen(next)
          }}
        />
      ))}
      <TextInput
        label={t('orderActs.reason')}
        description={wasShipped ? t('orderActs.reverseWhy') : undefined}
        value={reason}
        maxLength={500}
        onChange={event => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

interface PackageDialogProps {
  readonly note: Note
  readonly onClose: () => void
}

/** Packages more, and return labels of those that are there, also after shipping: the shop hears of them with the order. */
export function PackageDialog({ note, onClose }: PackageDialogProps) {
  const { t } = useTranslation()
  const { data: carriers = [] } = useQuery(carriersQuery)
  const last = note.packages.at(-1)
  const there = note.wantsReturnLabels ? note.packages : []
  const [boxes, setBoxes] = useState<readonly TypedPackage[]>(
    there.length > 0 ? [] : [noPackage([], last?.carrier)],
  )
  const [labels, setLabels] = useState<Readonly<Record<number, ReturnLabel>>>({})
  const act = useAct((wish: Parameters<typeof packDelivery>[1]) => packDelivery(note.id, wish), onClose)
  const added = packagesOf(boxes)
  const change = there.flatMap(({ no, returnLabel }) => {
    const typed = labels[no]
    const label = typed && { carrier: typed.carrier.trim(), tracking: typed.tracking.trim() }
    const isSame = label?.tracking === (returnLabel?.tracking ?? '')
    return label && !(isSame && (label.tracking === '' || label.carrier === returnLabel?.carrier))
      ? [{ no, returnLabel: label }]
      : []
  })
  const reasons =
    added && added.length + change.length > 0
      ? []
      : [{ reason: t(added ? 'orderActs.packageWanted' : 'orderActs.weightWanted') }]
  return (
    <FormDialog
      title={t('orderActs.packageTitle', { number: note.deliveryNumber })}
      size={720}
      error={act.error}
      verb={t('common.save')}
      reasons={reasons}
      busy={act.busy}
      onSubmit={() => act.run({ add: added ?? [], change })}
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      {there.length > 0 ? (
        <fieldset className="packages">
          <legend>{t('orderActs.packagesThere')}</legend>
          <p className="text2">{t('orderActs.labelsWanted')}</p>
          {there.map(({ no, carrier, tracking, returnLabel }) => {
            const name = t('deliveries.package', { n: no })
            return (
              <div key={no} className="package-there">
                <span>
                  {[name, [carrier, tracking].filter(Boolean).join(' ')].filter(Boolean).join(': ')}
                </span>
                <LabelFields
                  name={name}
                  carriers={carriers.map(one => one.name)}
                  label={labels[no] ?? returnLabel ?? { carrier, tracking: '' }}
                  onChange={label => setLabels({ ...labels, [no]: label })}
                />
              </div>
            )
          })}
        </fieldset>
      ) : null}
      <Packages
        withLabels={note.wantsReturnLabels}
        behind={there.at(-1)?.no ?? 0}
        packages={boxes}
        onChange={setBoxes}
      />
    </FormDialog>
  )
}
