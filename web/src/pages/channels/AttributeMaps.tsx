import './offers.css'
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import type { AttributeMap } from '../../api/offers.ts'
import { Chip } from '../../ui/Chip.tsx'
import { ErrorState, Notice } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { useProposals } from './useProposals.ts'

interface AttributeMapsProps {
  readonly channelId: string
  readonly rows: readonly AttributeMap[]
  readonly sources: readonly string[]
  /** By attribute of theirs, as `changeMaps` takes it. */
  readonly draft: Readonly<Record<string, string>>
  readonly readOnly: boolean
  readonly onSet: (row: AttributeMap, source: string) => void
}

const kinds = ['field', 'variation', 'characteristic', 'attribute'] as const
const fixed = 'fixed/'

/** The attributes of a channel by its sections, required ones first, and what of ours each is filled from. */
export function AttributeMaps({ channelId, rows, sources, draft, readOnly, onSet }: AttributeMapsProps) {
  const { t } = useTranslation()
  const grouped = kinds.flatMap(kind => {
    const items = sources.filter(one => one.startsWith(`${kind}/`))
    return items.length === 0
      ? []
      : [
          {
            group: t(`offers.kind_${kind}`),
            items: items.map(one => ({ value: one, label: sourceName(one) })),
          },
        ]
  })
  const { selected, toggle, take, left } = useProposals(channelId, 'attribute')
  if (rows.length === 0) return null
  // What is chosen otherwise and not saved yet is not taken over behind one's back.
  const proposed = rows.filter(row => isProposed(row, draft[row.theirs]) && !readOnly).map(row => row.theirs)
  const ticked = proposed.filter(one => selected.has(one))
  const hasTicks = proposed.length > 1
  const sections = [...Map.groupBy(rows, row => row.section)]
  return (
    <Panel title={t('offers.attributes')} about={t('offers.attributesHelp')}>
      {take.error ? <ErrorState error={take.error} /> : null}
      {left.length > 0 ? (
        <Notice tone="warn">
          {t('offers.proposalsLeft', {
            list: left.map(id => rows.find(row => row.theirs === id)?.name ?? id).join(', '),
          })}
        </Notice>
      ) : null}
      {hasTicks ? (
        <div className="offer-head">
          <Checkbox
            label={t('offers.selectProposals', { count: proposed.length })}
            checked={ticked.length === proposed.length}
            indeterminate={ticked.length > 0 && ticked.length < proposed.length}
            onChange={event => toggle(proposed, event.currentTarget.checked)}
          />
          <span className="offer-acts">
            <ReasonButton
              verb={t('offers.takeSelected', { count: ticked.length })}
              loading={take.isPending}
              reasons={ticked.length === 0 ? [{ reason: t('offers.noProposalSelected') }] : []}
              onClick={() => take.mutate(ticked)}
            />
          </span>
        </div>
      ) : null}
      <table className="plain-table offer-table stack-table" aria-label={t('offers.attributes')}>
        <TableHead heads={[t('offers.attribute'), t('offers.filledFrom'), { heard: t('again.state') }]} />
        {sections.map(([section, ofSection]) => (
          <tbody key={section}>
            {sections.length > 1 ? (
              <tr className="offer-section">
                <th scope="rowgroup" colSpan={3}>
                  {section || t('offers.noSection')}
                </th>
              </tr>
            ) : null}
            {ofSection.map(row => (
              <AttributeRow
                key={row.theirs}
                row={row}
                sources={sources}
                grouped={grouped}
                draft={draft[row.theirs]}
                readOnly={readOnly}
                ticked={hasTicks ? selected.has(row.theirs) : undefined}
                onTick={on => toggle([row.theirs], on)}
                onSet={source => onSet(row, source)}
              />
            ))}
          </tbody>
        ))}
      </table>
    </Panel>
  )
}

interface AttributeRowProps {
  readonly row: AttributeMap
  readonly sources: readonly string[]
  readonly grouped: { group: string; items: { value: string; label: string }[] }[]
  readonly draft: string | undefined
  readonly readOnly: boolean
  /** Whether its proposal is ticked; absent: there are no ticks. */
  readonly ticked: boolean | undefined
  readonly onTick: (on: boolean) => void
  readonly onSet: (source: string) => void
}

function AttributeRow({ row, sources, grouped, draft, readOnly, ticked, onTick, onSet }: AttributeRowProps) {
  const { t } = useTranslation()
  const { name, proposal } = row
  const source = draft ?? row.source ?? ''
  const isFixed = source.startsWith(fixed)
  return (
    <tr data-attribute={row.theirs}>
      <th scope="row" title={row.description === '' ? undefined : row.description}>
        {name}
        <span className="text2 offer-meta">
          {[
            row.isRequired ? t('offers.isRequired') : row.isRecommended ? t('offers.isRecommended') : '',
            row.categories === null
              ? t('offers.everywhere')
              : t('offers.inCategories', { count: row.categories }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </th>
      <td>
        <span className="offer-fill">
          <NativeSelect
            aria-label={`${t('offers.filledFrom')}: ${name}`}
            className={draft === undefined ? '' : 'field-changed'}
            disabled={readOnly}
            value={isFixed ? fixed : source}
            onChange={event => onSet(event.currentTarget.value)}
            data={[
              { value: '', label: t('offers.byItem') },
              { value: fixed, label: t('offers.fixed') },
              ...grouped,
              ...(source === '' || isFixed || sources.includes(source)
                ? []
                : [{ value: source, label: sourceName(source) }]),
            ]}
          />
          {isFixed ? <FixedValue row={row} source={source} readOnly={readOnly} onSet={onSet} /> : null}
        </span>
      </td>
      <td>
        {row.source !== null ? (
          <Chip sign="done" tone="mute">
            {t('offers.isMapped')}
          </Chip>
        ) : proposal && isProposed(row, draft) && !readOnly ? (
          <span className="offer-proposal">
            {ticked === undefined ? null : (
              <Checkbox
                aria-label={t('offers.selectProposal', { attribute: name, name: sourceName(proposal) })}
                checked={ticked}
                onChange={event => onTick(event.currentTarget.checked)}
              />
            )}
            <Button
              size="compact-sm"
              aria-label={t('offers.takeProposalOf', { attribute: name, name: sourceName(proposal) })}
              onClick={() => onSet(proposal)}
            >
              {t('offers.takeProposal', { name: sourceName(proposal) })}
            </Button>
          </span>
        ) : null}
      </td>
    </tr>
  )
}

function FixedValue({
  row,
  source,
  readOnly,
  onSet,
}: Pick<AttributeRowProps, 'row' | 'readOnly' | 'onSet'> & { readonly source: string }) {
  const { t } = useTranslation()
  const { name, values } = row
  const error = source === fixed ? t('offers.fixedMissing') : undefined
  const value = source.slice(fixed.length)
  return values.length > 0 ? (
    <NativeSelect
      aria-label={t('offers.fixedOf', { name })}
      disabled={readOnly}
      value={value}
      error={error}
      onChange={event => onSet(fixed + event.currentTarget.value)}
      data={[
        { value: '', label: t('offers.choose') },
        ...values.map(one => ({ value: one.value, label: one.display })),
      ]}
    />
  ) : (
    <TextInput
      aria-label={t('offers.fixedOf', { name })}
      readOnly={readOnly}
      maxLength={190}
      value={value}
      error={error}
      onChange={event => onSet(fixed + event.currentTarget.value)}
    />
  )
}

function isProposed({ source, proposal }: AttributeMap, draft: string | undefined): boolean {
  return source === null && proposal !== null && draft === undefined
}

/** What is chosen of a fixed value before it is typed cannot be saved. */
export function lacksValue(source: string): boolean {
  return source === fixed
}

const fields = [
  'item_number',
  'gtin',
  'manufacturer',
  'manufacturer_number',
  'name',
  'unit',
  'weight',
  'shipping_weight',
  'length',
  'width',
  'height',
] as const

function sourceName(source: string): string {
  const name = source.slice(source.indexOf('/') + 1)
  const field = source.startsWith('field/') ? fields.find(one => one === name) : undefined
  return field ? i18next.t(`offers.field_${field}`) : name
}
