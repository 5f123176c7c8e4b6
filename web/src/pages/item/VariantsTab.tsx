import { TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { combineChildren, type Family, familyQuery, type MadeChildren } from '../../api/families.ts'
import type { Item } from '../../api/item.ts'
import { refreshItems } from '../../api/items.ts'
import { AddressLink } from '../../shell/AddressLink.tsx'
import { EmptyState, ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { count } from '../../words/format.ts'
import { CombinationGrid } from './CombinationGrid.tsx'
import { combinationsOf, missingOf } from './combinations.ts'
import type { ItemEdit } from './useItemEdit.ts'
import { Variations } from './Variations.tsx'

/** The variations of a parent and its variants; of a variant its place in the family. */
export function VariantsTab({ edit, item }: { readonly edit: ItemEdit; readonly item: Item }) {
  const { t } = useTranslation()
  const query = useQuery({ ...familyQuery(item.id), enabled: item.kind !== 'child' })
  if (item.kind === 'child') return <PlaceInFamily item={item} />
  if (item.kind === 'kit') return <Notice tone="info">{t('item.kitNoVariants')}</Notice>
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return null
  return (
    <div className="item-stack">
      <Variations edit={edit} stored={query.data.variations} isParent={item.kind === 'parent'} />
      <Combinations edit={edit} item={item} family={query.data} />
    </div>
  )
}

function PlaceInFamily({ item }: { readonly item: Item }) {
  const { t } = useTranslation()
  const { parent } = item
  return (
    <Panel title={t('item.variantOf')}>
      <dl className="item-facts">
        <dt>{t('item.parent')}</dt>
        <dd>
          {parent ? (
            <AddressLink address={`/items/${parent.id}?tab=variants`}>
              {`${parent.itemNumber} ${parent.name}`}
            </AddressLink>
          ) : null}
        </dd>
        {item.values.map(one => (
          <FactPair key={one.variation} name={one.variation} value={one.value} />
        ))}
      </dl>
    </Panel>
  )
}

function FactPair({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}

interface CombinationsProps {
  readonly edit: ItemEdit
  readonly item: Item
  readonly family: Family
}

/** Every combination of values with its variant, and those that have none yet. */
function Combinations({ edit, item, family }: CombinationsProps) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [pattern, setPattern] = useState('{parent}-{values}')
  const make = useMutation({
    mutationFn: () => combineChildren(item.id, pattern),
    onSettled: () => refreshItems(client),
  })
  const all = combinationsOf(family)
  const missing = missingOf(family, all)
  if (all.length === 0)
    return (
      <Panel title={t('item.combinations')}>
        <EmptyState title={t('item.noCombinations')}>{t('item.noCombinationsHelp')}</EmptyState>
      </Panel>
    )
  const n = count(missing.length)
  const reasons = [
    ...(edit.readOnly ? [{ reason: t('common.needsRight', { right: 'items.write' }) }] : []),
    ...(edit.variations ? [{ reason: t('item.saveVariationsFirst') }] : []),
    ...(missing.length === 0 ? [{ reason: t('item.noneMissing') }] : []),
    ...(pattern.includes('{values}') ? [] : [{ reason: t('item.patternNeedsValues') }]),
    ...(missing.length > 1000 ? [{ reason: t('item.tooManyMissing') }] : []),
  ]
  return (
    <Panel
      title={t('item.combinations')}
      about={t('item.combinationCount', { n: count(all.length - missing.length), all: count(all.length) })}
    >
      {make.error ? <ErrorState error={make.error} /> : null}
      {make.data ? <Made made={make.data} /> : null}
      <div className="item-row">
        <TextInput
          label={t('item.pattern')}
          description={t('item.patternHelp')}
          value={pattern}
          readOnly={edit.readOnly}
          onChange={event => setPattern(event.currentTarget.value)}
        />
        <ReasonButton
          verb={t('item.makeMissing', { n })}
          variant="filled"
          loading={make.isPending}
          reasons={reasons}
          onClick={() => make.mutate()}
        />
        <span className="text2">
          {missing[0]
            ? t('item.patternExample', {
                number: pattern
                  .replaceAll('{parent}', item.itemNumber)
                  .replaceAll(
                    '{values}',
                    missing[0].names.map(name => name.trim().replace(/\s+/g, '-')).join('-'),
                  ),
              })
            : null}
        </span>
      </div>
      <CombinationGrid family={family} readOnly={edit.readOnly} />
    </Panel>
  )
}

/** What became of the variants that were asked for. */
function Made({ made }: { readonly made: MadeChildren }) {
  const { t } = useTranslation()
  const fresh = made.items.filter(one => one.did === 'new').length
  const refused = made.items.filter(one => one.did === 'refused')
  return (
    <>
      {fresh > 0 ? <Notice tone="ok">{t('item.made', { count: fresh })}</Notice> : null}
      {refused.length > 0 ? (
        <Notice tone="bad">
          {t('item.notMade', {
            count: refused.length,
            numbers: refused
              .map(one => one.id)
              .slice(0, 10)
              .join(', '),
          })}
        </Notice>
      ) : null}
    </>
  )
}
