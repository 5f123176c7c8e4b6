/** GlobalData: all settings in one model. It is delivered whole each time, with the host ids acked so far. */
import type { NamedSetting, ShopCustomerGroup } from '../globals.ts'
import { languageThree } from '../globals.ts'
import type { RelationType } from '../mapping.ts'
import type { Wire, WireModel } from '../wire.ts'
import type { ModelWriter } from './writer.ts'

/** The one model that `global_data.pull` answers. */
export function writeGlobalData(writer: ModelWriter): WireModel {
  const { globals } = writer.state
  return {
    configGroups: [],
    configItems: [],
    crossSellingGroups: globals.crossSellingGroups.map(group => ({
      id: writer.id('CrossSellingGroup', group.id),
      i18ns: [
        writer.inLanguage('de', {
          ...writer.parent('crossSellingGroupId', 'CrossSellingGroup', group.id),
          description: '',
          name: writer.name(group.name),
        }),
      ],
    })),
    currencies: globals.currencies.map(currency => ({
      id: writer.id('Currency', currency.id),
      delimiterCent: ',',
      delimiterThousand: '.',
      factor: writer.number(currency.factor),
      hasCurrencySignBeforeValue: false,
      isDefault: currency.isDefault,
      iso: currency.iso,
      name: currency.name,
      nameHtml: currency.nameHtml,
    })),
    customerGroups: globals.customerGroups.map(group => writeCustomerGroup(group, writer)),
    languages: writeLanguages(writer),
    measurementUnits: globals.measurementUnits.map(unit => ({
      id: writer.id('MeasurementUnit', unit.id),
      code: unit.code,
      displayCode: unit.code,
      i18ns: [
        writer.inLanguage('de', {
          ...writer.parent('measurementUnitId', 'MeasurementUnit', unit.id),
          name: unit.name,
        }),
      ],
    })),
    productTypes: named('ProductType', globals.productTypes, writer),
    shippingClasses: named('ShippingClass', globals.shippingClasses, writer),
    shippingMethods: named('ShippingMethod', globals.shippingMethods, writer),
    taxRates: globals.taxRates.map(rate => ({
      id: writer.id('TaxRate', rate.id),
      countryIso: rate.country,
      rate: writer.number(rate.rate),
    })),
    units: globals.units.map(unit => ({
      id: writer.id('Unit', unit.id),
      i18ns: [writer.inLanguage('de', { ...writer.parent('unitId', 'Unit', unit.id), name: unit.name })],
    })),
    warehouses: named('Warehouse', globals.warehouses, writer),
    ...writer.extras(),
  }
}

function writeCustomerGroup(group: ShopCustomerGroup, writer: ModelWriter): WireModel {
  return {
    id: writer.id('CustomerGroup', group.id),
    applyNetPrice: group.showsNet,
    discount: writer.number(group.discount),
    isDefault: group.isDefault,
    attributes: [],
    i18ns: [
      writer.inLanguage('de', {
        ...writer.parent('customerGroupId', 'CustomerGroup', group.id),
        name: writer.name(group.name),
      }),
    ],
  }
}

function writeLanguages(writer: ModelWriter): Wire {
  const { languages } = writer.state.globals
  const again = languages.map(language => ({ ...language, id: `${language.id}_2`, isDefault: false }))
  return [...languages, ...(writer.quirks.languagesTwice ? again : [])].map(language => ({
    ...(writer.quirks.languageIsoBoth ? { languageIso: language.language } : {}),
    id: writer.id('Language', language.id),
    isDefault: language.isDefault,
    nameEnglish: language.nameEnglish,
    nameGerman: language.nameGerman,
    languageISO: languageThree(language.language),
  }))
}

function named(type: RelationType, settings: readonly NamedSetting[], writer: ModelWriter): Wire {
  return settings.map(setting => ({ id: writer.id(type, setting.id), name: writer.name(setting.name) }))
}
