/** What a fresh installation has. */
import type { ShopState } from './state.ts'
import type { Row } from './wire.ts'

/** Fills the tables that no caller can write: shops, groups, taxes, countries, payment, dispatch, the roots of categories. */
export function setUp({ tables }: ShopState): void {
  const german = { id: 1, locale: 'de_DE', language: 'Deutsch', territory: 'Deutschland' }
  const english = { id: 2, locale: 'en_GB', language: 'Englisch', territory: 'Vereinigtes Königreich' }
  const euro = { id: 1, currency: 'EUR', name: 'Euro', factor: 1, default: 1 }
  const groups = [group(1, 'EK', 'Shopkunden', true), group(2, 'H', 'B2B / Händler', false)]
  for (const row of groups) tables.customerGroups.add(row)
  const shop = (id: number, mainId: number | null, name: string, locale: Row): Row => ({
    id,
    mainId,
    categoryId: 3,
    name,
    host: 'shop.example.com',
    default: id === 1,
    active: true,
    locale,
    customerGroup: groups[0] ?? null,
    currency: euro,
  })
  tables.shops.add(shop(1, null, 'Deutsch', german))
  tables.shops.add(shop(2, 1, 'English', english))
  for (const [id, tax, name] of [
    [1, 19, '19%'],
    [2, 0, '0%'],
    [4, 7, '7 %'],
  ] as const)
    tables.taxes.add({ id, tax, name })
  for (const [id, name, iso, iso3] of countries)
    tables.countries.add({ id, name, iso, iso3, isoName: name.toUpperCase(), active: true, states: [] })
  for (const [id, name, description] of [
    [2, 'debit', 'Lastschrift'],
    [3, 'cash', 'Nachnahme'],
    [4, 'invoice', 'Rechnung'],
    [5, 'prepayment', 'Vorkasse'],
    [6, 'sepa', 'SEPA'],
  ] as const)
    tables.paymentMethods.add({ id, name, description, position: id, active: true, source: null })
  for (const [id, name] of [
    [9, 'Standard Versand'],
    [12, 'DHL Österreich'],
    [14, 'Spedition'],
  ] as const)
    tables.dispatches.add({ id, name, type: 0, active: true, position: id })
  tables.categories.add(category(1, null, 'Root'))
  tables.categories.add(category(3, 1, 'Deutsch'))
  tables.manufacturers.add({ name: 'shopware AG' })
}

function group(id: number, key: string, name: string, gross: boolean): Row {
  return { id, key, name, tax: gross, taxInput: gross, mode: false, discount: 0, minimumOrder: 0 }
}

function category(id: number, parentId: number | null, name: string): Row {
  return { id, parentId, name, active: true, position: 0, mediaId: null, attribute: {}, customerGroups: [] }
}

const countries = [
  [2, 'Deutschland', 'DE', 'DEU'],
  [5, 'Belgien', 'BE', 'BEL'],
  [9, 'Frankreich', 'FR', 'FRA'],
  [21, 'Niederlande', 'NL', 'NLD'],
  [23, 'Österreich', 'AT', 'AUT'],
  [26, 'Schweiz', 'CH', 'CHE'],
  [11, 'Großbritannien', 'GB', 'GBR'],
  [28, 'USA', 'US', 'USA'],
] as const
