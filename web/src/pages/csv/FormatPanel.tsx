import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CsvKind, type CsvPreview, csvKinds, type Template } from '../../api/csv.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { Panel } from '../../ui/Panel.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { FormatSelect } from './FormatSelect.tsx'
import { decimals, encodings, separators } from './formats.ts'
import type { Plan } from './plan.ts'
import { RemoveTemplate } from './RemoveTemplate.tsx'

interface FormatPanelProps {
  readonly preview: CsvPreview
  readonly plan: Plan
  readonly kind: CsvKind | undefined
  readonly templates: readonly Template[]
  readonly onChange: (plan: Plan) => void
  readonly onSaveTemplate: () => void
}

/** How the file is written, found out or said, and what is done with its rows. */
export function FormatPanel(props: FormatPanelProps) {
  const { preview, plan, kind, templates, onChange, onSaveTemplate } = props
  const { t } = useTranslation()
  const mayWrite = useMissingRight('items.write')
  const { format } = plan
  const [removing, setRemoving] = useState(false)
  const template = templates.find(one => one.id === plan.template)
  const isUnclear = preview.problem?.code === 'CSV_DECIMAL_UNCLEAR'
  // Another encoding need not be looked for again in all of the file.
  const set = (next: Plan['format'], isAnew = false) =>
    onChange({
      ...plan,
      format: { encoding: preview.encoding, ...format, ...next },
      ...(isAnew ? { columns: undefined, identify: undefined } : {}),
    })
  const changed = (name: keyof Plan['format']) => (format[name] === undefined ? '' : 'field-changed')
  return (
    <div className="csv-settings">
      <Panel title={t('csv.format')} about={t('csv.formatHelp')}>
        <div className="csv-fields">
          <NativeSelect
            label={t('csv.kind')}
            value={kind ?? ''}
            onChange={event => {
              const next = csvKinds.find(one => one === event.currentTarget.value)
              onChange({ ...plan, kind: next, columns: undefined, identify: undefined })
            }}
            data={[
              ...(kind === undefined ? [{ value: '', label: t('csv.kindUnknown') }] : []),
              ...csvKinds.map(one => ({ value: one, label: t(`csv.kind_${one}`) })),
            ]}
          />
          <NativeSelect
            label={t('csv.template')}
            value={plan.template ?? ''}
            onChange={event => {
              const chosen = templates.find(one => one.id === event.currentTarget.value)
              onChange({ format: {}, template: chosen?.id, kind: chosen?.kind })
            }}
            data={[
              { value: '', label: t('csv.templateNone') },
              ...templates.map(one => ({
                value: one.id,
                label: `${one.name} (${t(`csv.kind_${one.kind}`)})`,
              })),
            ]}
          />
          <FormatSelect
            label={t('csv.encoding')}
            choices={encodings}
            value={preview.encoding}
            onChange={encoding => set({ encoding }, true)}
          />
          <FormatSelect
            label={t('csv.separator')}
            choices={separators}
            value={preview.separator}
            changed={format.separator !== undefined}
            onChange={separator => set({ separator }, true)}
          />
          <FormatSelect
            label={t('csv.decimal')}
            choices={decimals}
            value={isUnclear ? undefined : preview.decimal}
            changed={format.decimal !== undefined}
            error={isUnclear ? t('csv.decimalUnclear') : undefined}
            onChange={decimal => set({ decimal })}
          />
          <TextInput
            label={t('csv.startRow')}
            className={changed('startRow')}
            inputMode="numeric"
            value={String(format.startRow ?? 1)}
            onChange={event => {
              const typed = event.currentTarget.value.replace(/\D/g, '').slice(0, 3)
              const next = Number(typed)
              set({ startRow: next > 0 ? next : undefined }, true)
            }}
          />
          <Checkbox
            className={`csv-wide ${changed('header')}`}
            label={t('csv.header')}
            checked={preview.header}
            onChange={event => set({ header: event.currentTarget.checked }, true)}
          />
        </div>
      </Panel>
      <Panel title={t('csv.rules')}>
        <div className="csv-checks">
          {kind === 'item' || kind === 'category' ? (
            <>
              <Checkbox
                label={t('csv.makeMissing')}
                className={changed('makeMissing')}
                checked={format.makeMissing ?? preview.makeMissing}
                onChange={event => set({ makeMissing: event.currentTarget.checked })}
              />
              <Checkbox
                label={t('csv.onlyKnown')}
                className={changed('onlyKnown')}
                checked={format.onlyKnown ?? preview.onlyKnown}
                onChange={event => set({ onlyKnown: event.currentTarget.checked })}
              />
            </>
          ) : null}
          <Checkbox
            label={t('csv.emptyRemoves')}
            description={t('csv.emptyRemovesHelp')}
            className={changed('emptyRemoves')}
            checked={format.emptyRemoves ?? preview.emptyRemoves}
            onChange={event => set({ emptyRemoves: event.currentTarget.checked })}
          />
          <Checkbox
            label={t('csv.guarded')}
            className={changed('forSpreadsheets')}
            checked={format.forSpreadsheets ?? preview.forSpreadsheets}
            onChange={event => set({ forSpreadsheets: event.currentTarget.checked })}
          />
          <div className="pane-buttons">
            <ReasonButton
              verb={t('csv.templateSave')}
              reasons={kind === undefined ? [{ reason: t('csv.kindMissing') }] : mayWrite}
              onClick={onSaveTemplate}
            />
            {template ? (
              <ReasonButton
                verb={t('csv.templateRemove')}
                label={t('csv.templateRemoveAsk')}
                reasons={mayWrite}
                onClick={() => setRemoving(true)}
              />
            ) : null}
          </div>
        </div>
      </Panel>
      {removing && template ? (
        <RemoveTemplate
          template={template}
          onRemoved={() => {
            setRemoving(false)
            onChange({ format: {}, kind: plan.kind })
          }}
          onClose={() => setRemoving(false)}
        />
      ) : null}
    </div>
  )
}
