import './bulk.css'
import { Button, Modal } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type BulkWish, startBulkEdit } from '../../api/bulk.ts'
import { attributesQuery } from '../../api/item.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { type Reason, ReasonButton } from '../../ui/ReasonButton.tsx'
import { useShortcut } from '../../ui/shortcuts.ts'
import { count } from '../../words/format.ts'
import { ChangeRows } from './ChangeRows.tsx'
import { type BulkStart, type Draft, newDraft, type Objection, objectionsTo, wishOf } from './draft.ts'
import { plainFieldWord } from './fields.ts'
import { PreviewStep, usePreview } from './PreviewStep.tsx'
import { RunStep, useRunning } from './RunStep.tsx'
import { UndoButton } from './UndoButton.tsx'

interface BulkDialogProps {
  readonly start: BulkStart
  readonly onClose: () => void
}

/** Changing many items: choose fields, look at old and new, do it, see what came of it. Closing never loses a run. */
export function BulkDialog({ start, onClose }: BulkDialogProps) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(() => newDraft(start.first))
  const [wish, setWish] = useState<BulkWish>()
  const begun = useMutation({ mutationFn: startBulkEdit })
  return (
    <Modal
      opened
      onClose={onClose}
      size={860}
      title={
        <>
          {t(start.first === 'sellOn' ? 'bulk.titleSell' : 'bulk.title')}{' '}
          <span className="bulk-about">{start.about}</span>
        </>
      }
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {begun.error ? <ErrorState error={begun.error} /> : null}
      {begun.data ? (
        <Running id={begun.data.id} onClose={onClose} />
      ) : wish ? (
        <Previewing
          wish={wish}
          busy={begun.isPending}
          onBack={() => setWish(undefined)}
          onApply={() => begun.mutate(wish)}
          onClose={onClose}
        />
      ) : (
        <Choosing start={start} draft={draft} onChange={setDraft} onPreview={setWish} onClose={onClose} />
      )}
    </Modal>
  )
}

interface ChoosingProps {
  readonly start: BulkStart
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
  readonly onPreview: (wish: BulkWish) => void
  readonly onClose: () => void
}

function Choosing({ start, draft, onChange, onPreview, onClose }: ChoosingProps) {
  const { t } = useTranslation()
  const { data: attributes } = useQuery(attributesQuery)
  const translated = useMemo(
    () => new Set((attributes ?? []).filter(one => one.translated).map(one => one.id)),
    [attributes],
  )
  const reasons = objectionsTo(draft, translated).map(useReasonOf())
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (reasons.length === 0) onPreview(wishOf(start.which, draft, translated))
      }}
    >
      <ChangeRows draft={draft} translated={translated} onChange={onChange} />
      <Foot
        onClose={onClose}
        verb={t('bulk.preview')}
        reasons={reasons}
        onAct={() => onPreview(wishOf(start.which, draft, translated))}
      />
    </form>
  )
}

function useReasonOf(): (objection: Objection) => Reason {
  const { t } = useTranslation()
  return objection => {
    switch (objection.what) {
      case 'incomplete':
        return { reason: t('bulk.incomplete'), remedy: t('bulk.incompleteHelp') }
      case 'twice':
        return { reason: t('bulk.fieldTwice', { field: plainFieldWord(objection.field) }) }
      case 'number':
        return { reason: t('bulk.numberInvalid', { value: objection.value }) }
      case 'language':
        return { reason: t('bulk.languageInvalid') }
    }
  }
}

interface PreviewingProps {
  readonly wish: BulkWish
  readonly busy: boolean
  readonly onBack: () => void
  readonly onApply: () => void
  readonly onClose: () => void
}

function Previewing({ wish, busy, onBack, onApply, onClose }: PreviewingProps) {
  const { t } = useTranslation()
  const query = usePreview(wish, !busy)
  const pages = query.data?.pages ?? []
  const found = pages[0]?.found ?? 0
  const isNothing = pages.length > 0 && !query.hasNextPage && pages.every(page => page.items.length === 0)
  const reasons: Reason[] = isNothing ? [{ reason: t('bulk.noChange') }] : []
  return (
    <>
      <h3 className="bulk-preview-title">{t('bulk.previewTitle')}</h3>
      <PreviewStep query={query} />
      <Foot
        onClose={onClose}
        option={<Button onClick={onBack}>{t('bulk.back')}</Button>}
        verb={t('bulk.apply', { count: found, n: count(found) })}
        busy={busy || query.isPending}
        reasons={reasons}
        onAct={onApply}
      />
    </>
  )
}

function Running({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { edit, error, isDone } = useRunning(id)
  return (
    <>
      <RunStep edit={edit} error={error} />
      <div className="dialog-foot">
        {isDone ? (
          <AddressLink className="bulk-option" address={`/bulk-edits?edit=${id}`}>
            {t('bulk.seeResult')}
          </AddressLink>
        ) : null}
        {edit ? <UndoButton edit={edit} /> : null}
        <Button variant="filled" data-autofocus onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </>
  )
}

interface FootProps {
  readonly option?: ReactNode
  readonly verb: string
  readonly busy?: boolean
  readonly reasons: readonly Reason[]
  readonly onAct: () => void
  readonly onClose: () => void
}

function Foot({ option, verb, busy = false, reasons, onAct, onClose }: FootProps) {
  const { t } = useTranslation()
  useShortcut('Ctrl+Enter', onAct, reasons.length === 0 && !busy)
  return (
    <div className="dialog-foot">
      <span className="bulk-option">{option}</span>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <ReasonButton
        verb={verb}
        variant="filled"
        loading={busy}
        reasons={reasons}
        rightSection={<Keys keys="Ctrl+Enter" />}
        onClick={onAct}
      />
    </div>
  )
}
