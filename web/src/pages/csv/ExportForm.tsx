import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { countedTreeQuery } from '../../api/categoryTree.ts'
import { exportAddress, exportKinds, templatesQuery } from '../../api/csv.ts'
import { platformsQuery } from '../../api/platforms.ts'
import { warehousesQuery } from '../../api/stock.ts'
import type { CsvSearch } from '../../shell/csvSearch.ts'
import { useRight } from '../../shell/rights.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { useTyped } from '../../ui/useTyped.ts'
import { FormatSelect } from './FormatSelect.tsx'
import { decimals, encodings, separators } from './formats.ts'

const itemKinds = ['simple', 'parent', 'child', 'kit'] as const

/** What is written into a file, of which items, and how. The address holds it, so that a link means the same file. */
export function ExportForm() {
  const { t, i18n } = useTranslation()
  const search = useSearch({ from: '/csv' })
  const go = useNavigate({ from: '/csv' })
  const german = i18n.language === 'de'
  const [format, setFormat] = useState({
    template: '',
    encoding: 'utf-8',
    separator: german ? ';' : ',',
    decimal: german ? ',' : '.',
    forSpreadsheets: false,
  })
  const kind = exportKinds.find(one => one === search.kind) ?? 'item'
  const change = (next: CsvSearch) =>
    void go({ search: old => ({ ...old, view: 'export', ...next }), replace: true })
  const [typed, setTyped] = useTyped(search.search ?? '', text => change({ search: text }))
  const mayItems = useRight('items.read')
  const mayStock = useRight('stock.read')
  const mayChannels = useRight('connections.read')
  const templates = useQuery({ ...templatesQuery, enabled: mayItems })
  const tree = useQuery({ ...countedTreeQuery, enabled: mayItems })
  const channels = useQuery({ ...platformsQuery, enabled: mayChannels })
  const warehouses = useQuery({ ...warehousesQuery, enabled: mayStock && kind === 'stock' })
  const { channel, category, itemKind, active, inStock, warehouse } = search
  const filter =
    kind === 'category'
      ? {}
      : {
          search: search.search,
          ...{ channel, category, itemKind, active, inStock },
          warehouse: kind === 'stock' ? warehouse : undefined,
        }
  const { template, ...written } = format
  const right = kind === 'stock' ? 'stock.read' : 'items.read'
  const may = kind === 'stock' ? mayStock : mayItems
  const all = { value: '', label: t('common.all') }
  const choice = (name: 'channel' | 'category' | 'itemKind' | 'active' | 'inStock' | 'warehouse') => ({
    className: search[name] === undefined ? '' : 'field-changed',
    value: search[name] ?? '',
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      change({ [name]: event.currentTarget.value || undefined }),
  })
  return (
    <>
      <div className="panels">
        <div className="csv-panels csv-export">
          <Panel title={t('csv.exportAbout')}>
            <div className="csv-fields">
              <NativeSelect
                label={t('csv.kind')}
                value={kind}
                onChange={event => {
                  setFormat({ ...format, template: '' })
                  change({ kind: event.currentTarget.value })
                }}
                data={exportKinds.map(one => ({ value: one, label: t(`csv.kind_${one}`) }))}
              />
              <NativeSelect
                label={t('csv.template')}
                value={template}
                onChange={event => setFormat({ ...format, template: event.currentTarget.value })}
                data={[
                  { value: '', label: t('csv.templateNone') },
                  ...(templates.data ?? [])
                    .filter(one => one.kind === kind)
                    .map(one => ({ value: one.id, label: one.name })),
                ]}
              />
            </div>
          </Panel>
          <Panel title={t('csv.exportFormat')}>
            <div className="csv-fields">
              <FormatSelect
                label={t('csv.encoding')}
                choices={encodings}
                value={format.encoding}
                onChange={encoding => setFormat({ ...format, encoding })}
              />
              <FormatSelect
                label={t('csv.separator')}
                choices={separators}
                value={format.separator}
                onChange={separator => setFormat({ ...format, separator })}
              />
              <FormatSelect
                label={t('csv.decimal')}
                choices={decimals}
                value={format.decimal}
                onChange={decimal => setFormat({ ...format, decimal })}
              />
              <Checkbox
                className="csv-wide"
                label={t('csv.forSpreadsheets')}
                description={t('csv.forSpreadsheetsHelp')}
                checked={format.forSpreadsheets}
                onChange={event => setFormat({ ...format, forSpreadsheets: event.currentTarget.checked })}
              />
            </div>
          </Panel>
          <Panel
            title={t('csv.filter')}
            about={t(kind === 'category' ? 'csv.filterUnfit' : 'csv.filterNone')}
          >
            {kind === 'category' ? null : (
              <div className="csv-fields">
                <TextInput
                  label={t('csv.search')}
                  className={typed === '' ? '' : 'field-changed'}
                  value={typed}
                  onChange={event => setTyped(event.currentTarget.value)}
                />
                <NativeSelect
                  label={t('csv.category')}
                  {...choice('category')}
                  data={[
                    all,
                    ...(tree.data ?? []).map(one => ({
                      value: one.id,
                      label: `${'\u2003'.repeat(one.depth)}${one.name}`,
                    })),
                  ]}
                />
                {mayChannels ? (
                  <NativeSelect
                    label={t('csv.channel')}
                    {...choice('channel')}
                    data={[
                      all,
                      ...(channels.data?.items ?? []).map(one => ({
                        value: one.channelId,
                        label: one.channel,
                      })),
                    ]}
                  />
                ) : null}
                <NativeSelect
                  label={t('csv.itemKind')}
                  {...choice('itemKind')}
                  data={[all, ...itemKinds.map(one => ({ value: one, label: t(`csv.itemKind_${one}`) }))]}
                />
                <NativeSelect
                  label={t('csv.offer')}
                  {...choice('active')}
                  data={[
                    all,
                    { value: 'true', label: t('csv.offer_yes') },
                    { value: 'false', label: t('csv.offer_no') },
                  ]}
                />
                <NativeSelect
                  label={t('csv.stock')}
                  {...choice('inStock')}
                  data={[
                    all,
                    { value: 'true', label: t('csv.stock_yes') },
                    { value: 'false', label: t('csv.stock_no') },
                  ]}
                />
                {kind === 'stock' ? (
                  <NativeSelect
                    label={t('csv.warehouse')}
                    {...choice('warehouse')}
                    data={[all, ...(warehouses.data ?? []).map(one => ({ value: one.id, label: one.name }))]}
                  />
                ) : null}
              </div>
            )}
          </Panel>
        </div>
      </div>
      <div className="save-bar">
        <span className="save-count text2">{t('csv.exportHelp')}</span>
        {may ? (
          <Button
            component="a"
            variant="filled"
            href={exportAddress(kind, { ...filter, ...written, template })}
            download
            leftSection={<Icon name="download" size={14} />}
          >
            {t('csv.exportVerb')}
          </Button>
        ) : (
          <ReasonButton
            verb={t('csv.exportVerb')}
            reasons={[{ reason: t('common.needsRight', { right }) }]}
            onClick={() => undefined}
          />
        )}
      </div>
    </>
  )
}
