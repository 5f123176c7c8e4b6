import { Button, Checkbox, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Ref, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { categoryQuery, itemsInQuery, type ShownCategory } from '../../api/categories.ts'
import type { Category } from '../../api/categoryTree.ts'
import { isProblem } from '../../api/problem.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { useMissingRight } from '../../shell/rights.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { SaveBar } from '../../ui/SaveBar.tsx'
import { count } from '../../words/format.ts'
import { CategoryChannels } from './CategoryChannels.tsx'
import { CategoryTexts } from './CategoryTexts.tsx'
import { Conflict } from './Conflict.tsx'
import { changesOf, type Draft, noDraft, saveDraft } from './draft.ts'

interface CategoryPaneProps {
  readonly category: Category
  /** How it is named from the top. */
  readonly path: string
  readonly nameField: Ref<HTMLInputElement>
  readonly onMove: () => void
}

/** What is said of one category: name, texts by language and channel, where it is shown. */
export function CategoryPane({ category, path, nameField, onMove }: CategoryPaneProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const query = useQuery(categoryQuery(category.id))
  const { data: items } = useQuery(itemsInQuery(category.id))
  const reasons = useMissingRight('items.write')
  const [draft, setDraft] = useState<Draft>(noDraft)
  // What was shown when the first of its changes was typed.
  const [base, setBase] = useState<ShownCategory>()
  const save = useMutation({
    // Whoever has seen both versions saves over the newer one.
    mutationFn: async ({ seen }: { readonly seen: boolean }) => {
      if (query.data) await saveDraft(query.data, draft, seen || !base ? query.data : base)
    },
    onSuccess: () => setDraft(noDraft),
    onSettled: () => client.invalidateQueries({ queryKey: ['categories'] }),
  })
  const change = (next: Draft) => {
    if (!isProblem(save.error, 'VERSION_OLD')) save.reset()
    if (changesOf(draft) === 0) setBase(query.data)
    setDraft(next)
  }
  const discard = () => {
    save.reset()
    setDraft(noDraft)
  }
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  const shown = query.data
  if (!shown) return <section className="category-pane" aria-busy="true" aria-label={category.name} />
  const isReadOnly = reasons.length > 0
  const name = draft.name ?? shown.name
  const nameMissing = name.trim() === ''
  const set = (next: { readonly name?: string; readonly active?: boolean }) => {
    const { name: _, active: __, ...rest } = draft
    const { name: said = name, active = draft.active ?? shown.active } = next
    change({
      ...rest,
      ...(said === shown.name ? {} : { name: said }),
      ...(active === shown.active ? {} : { active }),
    })
  }
  const isOld = isProblem(save.error, 'VERSION_OLD')
  return (
    <section className="category-pane" aria-label={category.name}>
      <div className="category-head">
        <div>
          <h2>{shown.name}</h2>
          <span className="text2">{shown.parentId === null ? t('categories.top') : path}</span>
        </div>
        {items && items.count > 0 ? (
          <AddressLink address={`/items?category=${category.id}`}>
            {t('categories.items', { count: items.count, n: count(items.count, items.countCapped) })}
          </AddressLink>
        ) : (
          <span className="text2">{items ? t('categories.itemsNone') : ''}</span>
        )}
        <ReasonButton
          verb={t('categories.move')}
          label={t('categories.moveAsk')}
          reasons={reasons}
          onClick={onMove}
        />
      </div>
      <div className="panels">
        {isOld ? (
          <Conflict category={shown} draft={draft} />
        ) : save.error ? (
          <ErrorState error={save.error} />
        ) : null}
        <Panel title={t('categories.general')}>
          <div className="category-fields">
            <TextInput
              ref={nameField}
              label={t('categories.name')}
              className={draft.name === undefined ? '' : 'field-changed'}
              value={name}
              error={nameMissing ? t('categories.nameMissing') : undefined}
              readOnly={isReadOnly}
              maxLength={255}
              required
              onChange={event => set({ name: event.currentTarget.value })}
            />
            <Checkbox
              label={t('categories.active')}
              description={t('categories.activeHelp')}
              className={draft.active === undefined ? '' : 'field-changed'}
              checked={draft.active ?? shown.active}
              disabled={isReadOnly}
              onChange={event => set({ active: event.currentTarget.checked })}
            />
          </div>
        </Panel>
        <CategoryTexts category={shown} draft={draft} readOnly={isReadOnly} onChange={change} />
        <CategoryChannels category={shown} draft={draft} readOnly={isReadOnly} onChange={change} />
      </div>
      <SaveBar
        changes={changesOf(draft)}
        busy={save.isPending}
        verb={isOld ? t('categories.saveMine') : t('common.save')}
        reasons={nameMissing ? [...reasons, { reason: t('categories.nameMissing') }] : reasons}
        onSave={() => save.mutate({ seen: isOld })}
        onDiscard={discard}
      >
        {isOld ? <Button onClick={discard}>{t('categories.takeTheirs')}</Button> : null}
      </SaveBar>
    </section>
  )
}
