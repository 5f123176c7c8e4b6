import './offers.css'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import i18next from 'i18next'
import { useTranslation } from 'react-i18next'
import type { AttributeMap } from '../../api/offers.ts'
import { Chip } from '../../ui/Chip.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { TableHead } from '../../ui/TableHead.tsx'

interface AttributeMapsProps {
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
export function AttributeMaps({ rows, sources, draft, readOnly, onSet }: AttributeMapsProps) {
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
  if (rows.length === 0) return null
  const sections = [...Map.groupBy(rows, row => row.section)]
  return (
    <Panel title={t('offers.attributes')} about={t('offers.attributesHelp')}>
      <table className="plain-table offer-table" aria-label={t('offers.attributes')}>
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
  readonly onSet: (source: string) => void
}

function AttributeRow({ row, sources, grouped, draft, readOnly, onSet }: AttributeRowProps) {
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
        ) : proposal && draft === undefined && !readOnly ? (
          <Button
            size="compact-sm"
            aria-label={t('offers.takeProposalOf', { attribute: name, name: sourceName(proposal) })}
            onClick={() => onSet(proposal)}
          >
            {t('offers.takeProposal', { name: sourceName(proposal) })}
          </Button>
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
}: Omit<AttributeRowProps, 'sources' | 'grouped' | 'draft'> & { readonly source: string }) {
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
