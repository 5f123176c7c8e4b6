import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { taxClassesQuery } from '../../api/item.ts'
import { Panel } from '../../ui/Panel.tsx'
import { decimalToType } from '../../words/decimalText.ts'
import { money, quantity } from '../../words/format.ts'
import { ChoiceField, FlagField, TextField } from './Fields.tsx'
import type { ItemEdit } from './useItemEdit.ts'

/** Units of contents and base prices: codes as they are stored, words in the table of the page. */
const units = ['mg', 'g', 'kg', 'ml', 'cl', 'l', 'm3', 'mm', 'cm', 'm', 'm2', 'piece'] as const
const sizes = ['length', 'width', 'height'] as const

/** Numbers, switches, tax, measures and base price of an item. */
export function GeneralTab({ edit }: { readonly edit: ItemEdit }) {
  const { t } = useTranslation()
  const { data: classes } = useQuery(taxClassesQuery)
  const { base } = edit
  const unitChoices = [
    { value: '', label: '–' },
    ...units.map(unit => ({ value: unit, label: t(`item.unit_${unit}`) })),
  ]
  const standard = classes?.find(one => one.isDefault)
  return (
    <div className="item-columns">
      <div className="item-stack">
        <Panel title={t('item.identifiers')}>
          <div className="item-fields">
            <TextField edit={edit} name="itemNumber" label={t('item.itemNumber')} required maxLength={150} />
            <TextField edit={edit} name="name" label={t('item.name')} required maxLength={500} />
            <div className="item-pairs">
              <TextField edit={edit} name="gtin" label={t('item.gtin')} maxLength={14} />
              <TextField
                edit={edit}
                name="manufacturerNumber"
                label={t('item.manufacturerNumber')}
                maxLength={150}
              />
              <TextField edit={edit} name="ownNumber" label={t('item.ownNumber')} maxLength={150} />
              <TextField edit={edit} name="unit" label={t('item.unit')} maxLength={50} />
            </div>
          </div>
        </Panel>
        <Panel title={t('item.measures')}>
          <div className="item-fields">
            <div className="item-pairs">
              <TextField edit={edit} name="weight" label={t('item.weight')} unit="kg" decimal />
              <TextField
                edit={edit}
                name="shippingWeight"
                label={t('item.shippingWeight')}
                unit="kg"
                decimal
                placeholder={edit.text('weight')}
              />
            </div>
            <div className="item-three">
              {sizes.map(name => (
                <TextField key={name} edit={edit} name={name} label={t(`item.${name}`)} unit="cm" decimal />
              ))}
            </div>
          </div>
        </Panel>
        <Panel
          title={t('item.perUnit')}
          about={
            base.basePrice?.perUnit
              ? t('item.perUnitIs', {
                  price: money(base.basePrice.perUnit, base.currency),
                  amount: decimalToType(base.baseAmount),
                  unit: units.some(one => one === base.baseUnit)
                    ? t(`item.unit_${units.find(one => one === base.baseUnit) ?? 'piece'}`)
                    : '',
                })
              : t('item.perUnitNone')
          }
        >
          <div className="item-fields item-pairs">
            <TextField edit={edit} name="content" label={t('item.content')} decimal />
            <ChoiceField edit={edit} name="contentUnit" label={t('item.contentUnit')} choices={unitChoices} />
            <TextField edit={edit} name="baseAmount" label={t('item.baseAmount')} decimal />
            <ChoiceField edit={edit} name="baseUnit" label={t('item.baseUnit')} choices={unitChoices} />
          </div>
        </Panel>
      </div>
      <div className="item-stack">
        <Panel title={t('item.selling')}>
          <div className="item-fields">
            <FlagField edit={edit} name="active" label={t('item.active')} help={t('item.activeHelp')} />
            <FlagField edit={edit} name="blocked" label={t('item.blocked')} help={t('item.blockedHelp')} />
            <ChoiceField
              edit={edit}
              name="taxClassId"
              label={t('item.taxClassId')}
              choices={[
                { value: '', label: t('item.taxDefault', { name: standard?.name ?? '' }) },
                ...(classes ?? []).map(one => ({
                  value: one.id,
                  label: [
                    one.name,
                    ...one.rates.map(({ country, rate }) => `${country} ${quantity(rate)} %`),
                  ].join(' · '),
                })),
              ]}
            />
          </div>
        </Panel>
        <Panel title={t('item.stock')}>
          <div className="item-fields">
            <FlagField
              edit={edit}
              name="stockManaged"
              label={t('item.stockManaged')}
              help={t('item.stockManagedHelp')}
            />
            <FlagField edit={edit} name="oversell" label={t('item.oversell')} help={t('item.oversellHelp')} />
            <TextField
              edit={edit}
              name="buffer"
              label={t('item.buffer')}
              help={t('item.bufferHelp')}
              decimal
            />
          </div>
        </Panel>
      </div>
    </div>
  )
}
