import { Checkbox, Radio, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { closeReturns, decideReturns, exchangeReturn, type Return, restockReturn } from '../../api/returns.ts'
import { Notice } from '../../ui/EmptyState.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { decimalToType, signOf } from '../../words/decimalText.ts'
import { quantity } from '../../words/format.ts'
import { chosenLines, LineChoice, type Typed } from '../order/LineChoice.tsx'
import { Refusals, useAct } from '../order/useAct.tsx'

interface ReturnDialogProps {
  readonly one: Return
  readonly onClose: () => void
}

/** What came is accepted or refused, line by line where it must be. */
export function DecideDialog({ one, onClose }: ReturnDialogProps) {
  const { t } = useTranslation()
  const lines = one.lines.filter(line => line.state === 'received')
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set(lines.map(line => line.line)))
  const [decision, setDecision] = useState<'accept' | 'refuse'>('accept')
  const [comment, setComment] = useState('')
  const [credit, setCredit] = useState(true)
  const act = useAct((wish: Parameters<typeof decideReturns>[0]) => decideReturns(wish), onClose)
  const verb = t(decision === 'accept' ? 'returns.accept' : 'returns.refuse')
  return (
    <FormDialog
      title={t('returns.decideTitle', { number: one.returnNumber })}
      size={560}
      error={act.error}
      verb={verb}
      reasons={chosen.size === 0 ? [{ reason: t('returns.lineWanted') }] : []}
      busy={act.busy}
      onSubmit={() =>
        act.run({
          ids: [one.id],
          decision,
          lines: [...chosen],
          ...(comment.trim() === '' ? {} : { comment: comment.trim() }),
          ...(decision === 'accept' ? { credit } : {}),
        })
      }
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      {lines.map(line => (
        <Checkbox
          key={line.line}
          label={`${quantity(line.received ?? '0')} × ${line.sku ?? ''} ${line.name}`}
          description={line.condition ? t(`returns.c_${line.condition}`) : undefined}
          checked={chosen.has(line.line)}
          onChange={event => {
            const next = new Set(chosen)
            if (event.currentTarget.checked) next.add(line.line)
            else next.delete(line.line)
            setChosen(next)
          }}
        />
      ))}
      <Radio.Group
        label={t('returns.decision')}
        value={decision}
        onChange={value => setDecision(value === 'refuse' ? 'refuse' : 'accept')}
      >
        <div className="radios">
          <Radio value="accept" label={t('returns.accept')} description={t('returns.acceptHelp')} />
          <Radio value="refuse" label={t('returns.refuse')} description={t('returns.refuseHelp')} />
        </div>
      </Radio.Group>
      {decision === 'accept' ? (
        <Checkbox
          label={t('returns.credit')}
          description={t('returns.creditHelp')}
          checked={credit}
          onChange={event => setCredit(event.currentTarget.checked)}
        />
      ) : null}
      <TextInput
        label={t('orderActs.comment')}
        value={comment}
        maxLength={100}
        onChange={event => setComment(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

/** Goods that came are put into stock after all. */
export function RestockDialog({ one, onClose }: ReturnDialogProps) {
  const { t } = useTranslation()
  const lines = one.lines
    .filter(line => signOf(line.received ?? '0') > 0)
    .map(line => ({ ...line, itemNumber: line.sku, most: line.received ?? '0' }))
  const [typed, setTyped] = useState<Typed>(
    Object.fromEntries(lines.map(line => [line.line, decimalToType(line.restocked)])),
  )
  const act = useAct((wish: Readonly<Record<string, string>>) => restockReturn(one.id, wish), onClose)
  const chosen = chosenLines(lines, typed)
  return (
    <FormDialog
      title={t('returns.restockTitle', { number: one.returnNumber })}
      size={720}
      error={act.error}
      verb={t('returns.restockVerb')}
      reasons={chosen && chosen.length > 0 ? [] : [{ reason: t('orderActs.quantityWanted') }]}
      busy={act.busy}
      onSubmit={() =>
        act.run(Object.fromEntries((chosen ?? []).map(({ line, quantity: upTo }) => [String(line), upTo])))
      }
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <p className="text2">{t('returns.restockHelp')}</p>
      <LineChoice
        label={t('returns.inStock')}
        mostLabel={t('returns.arrived')}
        lines={lines}
        typed={typed}
        onType={setTyped}
      />
    </FormDialog>
  )
}

/** The same goods are sent again by an order of its own. */
export function ExchangeDialog({ one, onClose }: ReturnDialogProps) {
  const { t } = useTranslation()
  const [note, setNote] = useState('')
  const act = useAct((text: string) => exchangeReturn(one.id, text), onClose)
  return (
    <FormDialog
      title={t('returns.exchangeTitle', { number: one.returnNumber })}
      error={act.error}
      verb={t('returns.exchangeVerb')}
      busy={act.busy}
      onSubmit={() => act.run(note.trim())}
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <p className="text2">{t('returns.exchangeHelp')}</p>
      <TextInput
        label={t('returns.note')}
        value={note}
        maxLength={1000}
        data-autofocus
        onChange={event => setNote(event.currentTarget.value)}
      />
    </FormDialog>
  )
}

/** What has not come is not waited for any more. */
export function CloseDialog({ one, onClose }: ReturnDialogProps) {
  const { t } = useTranslation()
  const act = useAct((ids: readonly string[]) => closeReturns(ids), onClose)
  return (
    <FormDialog
      title={t('returns.closeTitle', { number: one.returnNumber })}
      error={act.error}
      verb={t('returns.close')}
      busy={act.busy}
      careful
      onSubmit={() => act.run([one.id])}
      onClose={onClose}
    >
      <Refusals results={act.refused} />
      <Notice tone="info">{t('returns.closeHelp')}</Notice>
    </FormDialog>
  )
}
