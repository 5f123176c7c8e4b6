import './offers.css'
import { Button, Modal, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type TheirCategory, theirCategoriesQuery } from '../../api/offers.ts'
import { Chip } from '../../ui/Chip.tsx'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { useTyped } from '../../ui/useTyped.ts'

interface ChooseCategoryProps {
  readonly channelId: string
  readonly title?: string
  readonly onChoose: (category: TheirCategory) => void
  readonly onClose: () => void
}

/** Finds a category of a channel by words, or down its tree; the server searches. Closed ones only lead further down. */
export function ChooseCategory({ channelId, title, onChoose, onClose }: ChooseCategoryProps) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const [text, setText] = useTyped(search, next => setSearch(next ?? ''))
  const [below, setBelow] = useState<TheirCategory>()
  const query = useQuery(theirCategoriesQuery(channelId, search, search === '' ? (below?.theirs ?? '') : ''))
  const open = (category: TheirCategory | undefined) => {
    setBelow(category)
    setText('')
    setSearch('')
  }
  const found = query.data ?? []
  return (
    <Modal
      opened
      onClose={onClose}
      size={680}
      title={title ?? t('offers.chooseTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className="form">
        <TextInput
          data-autofocus
          label={t('offers.search')}
          placeholder={t('offers.searchHint')}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
        />
        {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
        {below && search === '' ? (
          <p className="offer-here">
            <button type="button" className="text-button" onClick={() => open(undefined)}>
              {t('offers.top')}
            </button>{' '}
            <span className="text2">{below.path.join(' / ')}</span>
          </p>
        ) : null}
        <ul className="offer-found" aria-label={t('offers.theirs')}>
          {found.map(one => (
            <li key={one.theirs} data-theirs={one.theirs}>
              <CategoryName category={one} />
              {one.hasMore ? (
                <Button
                  size="compact-sm"
                  aria-label={t('offers.openOf', { name: one.path.at(-1) })}
                  onClick={() => open(one)}
                >
                  {t('offers.open')}
                </Button>
              ) : null}
              {one.isClosed || one.gone ? null : (
                <Button
                  size="compact-sm"
                  aria-label={t('offers.takeOf', { name: one.path.at(-1) })}
                  onClick={() => onChoose(one)}
                >
                  {t('offers.take')}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {query.data?.length === 0 ? <p className="text2">{t('offers.theirsNone')}</p> : null}
      </div>
    </Modal>
  )
}

function CategoryName({ category }: { readonly category: TheirCategory }) {
  const { t } = useTranslation()
  const { path, isClosed, gone } = category
  return (
    <span className="offer-name">
      <span>{path.at(-1)}</span>
      <span className="text2">{path.slice(0, -1).join(' / ')}</span>
      {gone || isClosed ? (
        <Chip sign={gone ? 'failed' : 'left'} tone="mute">
          {t(gone ? 'offers.isGone' : 'offers.isClosed')}
        </Chip>
      ) : null}
    </span>
  )
}
