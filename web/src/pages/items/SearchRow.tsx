import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { categoryTreeQuery } from '../../api/categoryTree.ts'
import { manufacturersQuery } from '../../api/item.ts'
import { itemFoldersQuery } from '../../api/items.ts'
import type { ItemsSearch } from '../../shell/router.tsx'
import { Keys } from '../../ui/Keys.tsx'
import { ChoiceTag, FilterTag, SearchField, Toolbar } from '../../ui/Toolbar.tsx'
import { useTyped } from '../../ui/useTyped.ts'
import { ofFolder } from './conditions.ts'

interface SearchRowProps {
  readonly search: ItemsSearch
  readonly onChange: (search: ItemsSearch) => void
}

const kinds = ['simple', 'parent', 'child', 'kit'] as const

/** One search field, and the filters as tags; what the folder says already has no tag. */
export function SearchRow({ search, onChange }: SearchRowProps) {
  const { t } = useTranslation()
  const categories = useQuery(categoryTreeQuery)
  const manufacturers = useQuery(manufacturersQuery())
  const folders = useQuery(itemFoldersQuery)
  const [text, setText] = useTyped(search.search ?? '', value => onChange({ search: value }))
  const fixed = ofFolder(search.folder)
  const channels = folders.data?.filter(one => one.channelId !== null) ?? []
  return (
    <Toolbar label={t('items.filters')}>
      <span className="items-search">
        <SearchField
          label={t('items.search')}
          placeholder={t('items.searchHelp')}
          value={text}
          onChange={setText}
          hint={<Keys keys="/" />}
        />
      </span>
      <ChoiceTag
        label={t('items.category')}
        value={search.category ?? ''}
        choices={(categories.data ?? []).map(one => ({
          value: one.id,
          label: `${'\u2003'.repeat(one.depth)}${one.name}`,
        }))}
        onChange={category => onChange({ category: category || undefined })}
      />
      <ChoiceTag
        label={t('items.manufacturer')}
        value={search.manufacturer ?? ''}
        choices={(manufacturers.data ?? []).map(one => ({ value: one.id, label: one.name }))}
        onChange={manufacturer => onChange({ manufacturer: manufacturer || undefined })}
      />
      {'channel' in fixed ? null : (
        <ChoiceTag
          label={t('items.channel')}
          value={search.channel ?? ''}
          choices={channels.map(one => ({ value: one.channelId ?? '', label: one.channel ?? '' }))}
          onChange={channel => onChange({ channel: channel || undefined })}
        />
      )}
      {'kind' in fixed ? null : (
        <ChoiceTag
          label={t('items.kind')}
          value={search.kind ?? ''}
          choices={kinds.map(kind => ({ value: kind, label: t(`items.${kind}`) }))}
          onChange={kind => onChange({ kind: kind || undefined })}
        />
      )}
      <ChoiceTag
        label={t('items.stock')}
        value={search.stock ?? ''}
        choices={[
          { value: 'yes', label: t('items.inStock') },
          { value: 'no', label: t('items.outOfStock') },
        ]}
        onChange={stock => onChange({ stock: stock || undefined })}
      />
      <FilterTag
        label={t('items.byNumber')}
        active={search.sort === 'number'}
        onClick={() => onChange({ sort: search.sort === 'number' ? undefined : 'number' })}
      />
    </Toolbar>
  )
}
