import './offers.css'
import { NativeSelect, TextInput } from '@mantine/core'
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

/** The attributes of a channel, required ones first, and what of ours each is filled from. */
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
  return (
    <Panel title={t('offers.attributes')} about={t('offers.attributesHelp')}>
      <table className="plain-table offer-table" aria-label={t('offers.attributes')}>
        <TableHead heads={[t('offers.attribute'), t('offers.filledFrom'), { heard: t('again.state') }]} />
        <tbody>
          {rows.map(row => {
            const source = draft[row.theirs] ?? row.source ?? ''
            const isFixed = source.startsWith(fixed)
            return (
              <tr key={row.theirs} data-attribute={row.theirs}>
                <th scope="row" title={row.description === '' ? undefined : row.description}>
                  {row.name}{' '}
                  <span className="text2">
                    {[
                      row.isRequired
                        ? t('offers.isRequired')
                        : row.isRecommended
                          ? t('offers.isRecommended')
                          : '',
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
                      aria-label={`${t('offers.filledFrom')}: ${row.name}`}
                      className={draft[row.theirs] === undefined ? '' : 'field-changed'}
                      disabled={readOnly}
                      value={isFixed ? fixed : source}
                      onChange={event => onSet(row, event.currentTarget.value)}
                      data={[
                        { value: '', label: t('offers.byItem') },
                        { value: fixed, label: t('offers.fixed') },
                        ...grouped,
                        ...(source === '' || isFixed || sources.includes(source)
                          ? []
                          : [{ value: source, label: sourceName(source) }]),
                      ]}
                    />
                    {isFixed && row.values.length > 0 ? (
                      <NativeSelect
                        aria-label={t('offers.fixedOf', { name: row.name })}
                        disabled={readOnly}
                        value={source.slice(fixed.length)}
                        error={source === fixed ? t('offers.fixedMissing') : undefined}
                        onChange={event => onSet(row, fixed + event.currentTarget.value)}
                        data={[
                          { value: '', label: t('offers.choose') },
                          ...row.values.map(one => ({ value: one.value, label: one.display })),
                        ]}
                      />
                    ) : isFixed ? (
                      <TextInput
                        aria-label={t('offers.fixedOf', { name: row.name })}
                        readOnly={readOnly}
                        maxLength={190}
                        value={source.slice(fixed.length)}
                        error={source === fixed ? t('offers.fixedMissing') : undefined}
                        onChange={event => onSet(row, fixed + event.currentTarget.value)}
                      />
                    ) : null}
                  </span>
                </td>
                <td>
                  {row.source !== null ? (
                    <Chip sign="done" tone="mute">
                      {t('offers.isMapped')}
                    </Chip>
                  ) : row.proposal ? (
                    <Chip sign="half" tone="info">
                      {t('offers.attributeProposal', { name: sourceName(row.proposal) })}
                    </Chip>
                  ) : null}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Panel>
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
