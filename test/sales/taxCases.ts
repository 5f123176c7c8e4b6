/** A company of the cases: its country and what was set for it. */
export interface CaseCompany {
  readonly country: string
  readonly settings?: readonly {
    readonly from: string
    readonly smallBusiness?: boolean
    readonly oss?: boolean
    readonly exportsFree?: boolean
  }[]
  readonly vatIds?: readonly (readonly [vatId: string, from?: string, until?: string])[]
}

const german = { country: 'DE', vatIds: [['DE136695976']] } as const satisfies CaseCompany

export const caseCompanies = {
  de: german,
  oss: { ...german, settings: [{ from: '2021-07-01', oss: true }] },
  small: {
    ...german,
    settings: [
      { from: '2023-01-01', smallBusiness: true },
      { from: '2026-01-01', smallBusiness: false },
    ],
  },
  smallOss: { ...german, settings: [{ from: '2023-01-01', smallBusiness: true, oss: true }] },
  noId: { country: 'DE' },
  inAustria: {
    country: 'DE',
    vatIds: [['DE136695976'], ['ATU13585627', '2022-01-01', '2023-12-31']],
  },
  taxesExports: { ...german, settings: [{ from: '2020-01-01', exportsFree: false }] },
  pt: { country: 'PT', vatIds: [['PT501964843']] },
  dk: { country: 'DK', vatIds: [['DK13585628']] },
  fi: { country: 'FI' },
  sk: { country: 'SK' },
  ro: { country: 'RO' },
  ee: { country: 'EE' },
  ie: { country: 'IE' },
  gb: { country: 'GB' },
  ch: { country: 'CH' },
  us: { country: 'US' },
} as const satisfies Record<string, CaseCompany>

type CompanyName = keyof typeof caseCompanies

/** One order, and what it has to come to. */
export interface TaxCase {
  readonly name: string
  readonly company: CompanyName
  /** Shipping costs by parts instead of by the larger one. */
  readonly proportional: boolean
  readonly country: string
  readonly postcode: string
  readonly vatId: string | null
  readonly business: boolean
  readonly date: string
  readonly pricesGross: boolean
  readonly minorDigits: number
  readonly lines: readonly CaseLine[]
  readonly shipping: string | null
  /** Treatment, country; rate: net + tax; … */
  readonly is: string
  /** Codes of the notes, in order. */
  readonly notes: string
}

export interface CaseLine {
  /** S standard, R reduced, Z zero; X is a class that has a rate in Germany alone, 7 % from 2020-01-01. */
  readonly taxClass: string
  readonly quantity: string
  readonly price: string
  readonly discount: string | null
}

// name | company | to | VAT id of a business ("private": of a person) | day | prices | class, quantity x price, discount; "ship": shipping costs | … | notes
const table = `
two rates at home | de | DE |  |  | gross | S 1 x 119.00; R 1 x 10.70 | domestic DE; 19: 100.00 + 19.00; 7: 10.00 + 0.70 |
the same with net prices, shipping by the larger part | de | DE |  |  | net | S 3 x 9.99; R 2 x 4.95 -10%; ship 4.90 | domestic DE; 19: 34.87 + 6.63; 7: 8.91 + 0.62 |
the larger part may be the reduced one | de | DE |  |  | gross | S 1 x 9.99; R 2 x 24.95; ship 4.90 | domestic DE; 19: 8.39 + 1.60; 7: 51.21 + 3.59 |
shipping by parts, and a voucher | de+p | DE |  |  | gross | S 2 x 19.99; R 1 x 7.45; S 1 x -5.00; ship 5.90 | domestic DE; 19: 33.40 + 6.35; 7: 8.02 + 0.56 |
ties in lines and in the tax of a rate | de | DE |  |  | net | S 1 x 0.125; R 1 x 0.50; S 1 x -0.005 | domestic DE; 19: 0.12 + 0.02; 7: 0.50 + 0.04 |
a tie by a discount | de | DE |  |  | gross | S 1 x 0.05 -10%; R 3 x 0.115 | domestic DE; 19: 0.04 + 0.01; 7: 0.33 + 0.02 |
yen: no digits, ties in the tax | de | DE |  |  | net, 0 digits | S 1 x 1250; R 1 x 150 | domestic DE; 19: 1250 + 238; 7: 150 + 11 |
dinars: three digits, at home with an id that is wrong | de+p | DE | DE136695978 |  | gross, 3 digits | S 2 x 9.9995; R 1 x 4.4445 -10%; S 1 x -1.000; ship 2.500 | domestic DE; 19: 17.668 + 3.357; 7: 4.181 + 0.293 | VAT_ID_INVALID
free of tax by its class | de | DE |  |  | gross | Z 1 x 10.00; S 1 x 11.90 | domestic DE; 19: 10.00 + 1.90; 0: 10.00 + 0.00 |
a business at home pays tax | de | DE | DE136695976 |  | net | S 1 x 100.00 | domestic DE; 19: 100.00 + 19.00 |
Madeira from Portugal: the day before | pt | PT 9000-039 |  | 2024-09-30 | gross | S 1 x 122.00; R 1 x 10.50; ship 6.10 | domestic PT; 22: 105.00 + 23.10; 5: 10.00 + 0.50 | TAX_TERRITORY
Madeira from Portugal | pt | PT 9000-039 |  | 2024-10-01 | gross | S 1 x 122.00; R 1 x 10.50; ship 6.10 | domestic PT; 22: 105.00 + 23.10; 4: 10.10 + 0.40 | TAX_TERRITORY
the Azores from Portugal, an id that is wrong | pt+p | PT 9500-150 | PT501964844 |  | net | S 2 x 9.99 -10%; R 1 x 0.125; S 1 x -3.00; ship 4.90 | domestic PT; 16: 19.84 + 3.17; 4: 0.17 + 0.01 | VAT_ID_INVALID TAX_TERRITORY
the Azores before their rates are known here | pt | PT 9500-150 |  | 2020-03-02 | net | S 1 x 100.00 | domestic PT; 23: 100.00 + 23.00 | TAX_TERRITORY TERRITORY_RATE_MISSING
Denmark has no reduced rate | dk | DK |  |  | gross | R 1 x 125.00; S 1 x 62.50; ship 5.00 | domestic DK; 25: 154.00 + 38.50 | TAX_RATE_MISSING
no reduced rate, by parts, no digits | dk+p | DK |  |  | net, 0 digits | R 3 x 33.5 -10%; S 1 x -10; ship 49 | domestic DK; 25: 129 + 32 | TAX_RATE_MISSING
a rate that begins: the day before | de | DE |  | 2019-12-31 | gross | X 1 x 10.70; R 1 x 10.70 | domestic DE; 19: 8.99 + 1.71; 7: 10.00 + 0.70 | TAX_RATE_MISSING
a rate that begins | de | DE |  | 2020-01-01 | gross | X 1 x 10.70; R 1 x 10.70 | domestic DE; 7: 20.00 + 1.40 |
no rates are known of the United States | us | US |  |  | net | S 1 x 10.00 | domestic US; 0: 10.00 + 0.00 | TAX_RATE_MISSING
Germany lowers: the day before | de | DE |  | 2020-06-30 | gross | S 1 x 116.00; R 1 x 105.00 | domestic DE; 19: 97.48 + 18.52; 7: 98.13 + 6.87 |
Germany lowers | de | DE |  | 2020-07-01 | gross | S 1 x 116.00; R 1 x 105.00 | domestic DE; 16: 100.00 + 16.00; 5: 100.00 + 5.00 |
Germany raises again: the day before | de+p | DE |  | 2020-12-31 | net | S 1 x 119.00; R 1 x 107.00 -10%; S 1 x -11.90; ship 4.90 | domestic DE; 16: 109.68 + 17.55; 5: 98.62 + 4.93 |
Germany raises again | de+p | DE |  | 2021-01-01 | net | S 1 x 119.00; R 1 x 107.00 -10%; S 1 x -11.90; ship 4.90 | domestic DE; 19: 109.68 + 20.84; 7: 98.62 + 6.90 |
Finland: the day before | fi | FI |  | 2024-08-31 | gross | S 1 x 125.50 | domestic FI; 24: 101.21 + 24.29 |
Finland | fi | FI |  | 2024-09-01 | gross | S 1 x 125.50 | domestic FI; 25.5: 100.00 + 25.50 |
Finland, reduced: the day before | fi | FI |  | 2025-12-31 | gross | R 1 x 113.50 | domestic FI; 14: 99.56 + 13.94 |
Finland, reduced | fi | FI |  | 2026-01-01 | gross | R 1 x 113.50 | domestic FI; 13.5: 100.00 + 13.50 |
Slovakia, both at once: the day before | sk | SK |  | 2024-12-31 | gross | S 1 x 123.00; R 1 x 119.00 | domestic SK; 20: 102.50 + 20.50; 10: 108.18 + 10.82 |
Slovakia, both at once | sk | SK |  | 2025-01-01 | gross | S 1 x 123.00; R 1 x 119.00 | domestic SK; 23: 100.00 + 23.00; 19: 100.00 + 19.00 |
Romania: the day before | ro | RO |  | 2025-07-31 | gross | S 1 x 121.00; R 1 x 111.00 | domestic RO; 19: 101.68 + 19.32; 9: 101.83 + 9.17 |
Romania | ro | RO |  | 2025-08-01 | gross | S 1 x 121.00; R 1 x 111.00 | domestic RO; 21: 100.00 + 21.00; 11: 100.00 + 11.00 |
Romania, earlier: the day before | ro | RO |  | 2016-12-31 | net | S 1 x 100.00 | domestic RO; 20: 100.00 + 20.00 |
Romania, earlier | ro | RO |  | 2017-01-01 | net | S 1 x 100.00 | domestic RO; 19: 100.00 + 19.00 |
Estonia: the day before | ee | EE |  | 2025-06-30 | net | S 1 x 100.00 | domestic EE; 22: 100.00 + 22.00 |
Estonia | ee | EE |  | 2025-07-01 | net | S 1 x 100.00 | domestic EE; 24: 100.00 + 24.00 |
Estonia without digits, a tie: the day before | ee | EE |  | 2025-06-30 | net, 0 digits | S 1 x 1250.5 | domestic EE; 22: 1251 + 275 |
Estonia without digits, a tie | ee | EE |  | 2025-07-01 | net, 0 digits | S 1 x 1250.5 | domestic EE; 24: 1251 + 300 |
Ireland lowers: the day before | ie | IE |  | 2020-08-31 | net | S 1 x 100.00 | domestic IE; 23: 100.00 + 23.00 |
Ireland lowers | ie | IE |  | 2020-09-01 | net | S 1 x 100.00 | domestic IE; 21: 100.00 + 21.00 |
Ireland raises again: the day before | ie | IE |  | 2021-02-28 | net | S 1 x 100.00 | domestic IE; 21: 100.00 + 21.00 |
Ireland raises again | ie | IE |  | 2021-03-01 | net | S 1 x 100.00 | domestic IE; 23: 100.00 + 23.00 |
a small business | small | DE |  | 2025-06-01 | gross | S 1 x 11.90; R 1 x 5.00 | small_business DE; 0: 16.90 + 0.00 |
a small business becomes a usual one: the day before | small | DE |  | 2025-12-31 | gross | S 1 x 119.00; R 1 x 10.70; ship 4.90 | small_business DE; 0: 134.60 + 0.00 |
a small business becomes a usual one | small | DE |  | 2026-01-01 | gross | S 1 x 119.00; R 1 x 10.70; ship 4.90 | domestic DE; 19: 104.12 + 19.78; 7: 10.00 + 0.70 |
a usual one becomes a small business: the day before | small+p | DE |  | 2022-12-31 | net | S 1 x 100.00; R 1 x 10.00; ship 4.90 | domestic DE; 19: 104.45 + 19.85; 7: 10.45 + 0.73 |
a usual one becomes a small business | small+p | DE |  | 2023-01-01 | net | S 1 x 100.00; R 1 x 10.00; ship 4.90 | small_business DE; 0: 114.90 + 0.00 |
a small business sends abroad, to a business with a wrong id | small | AT | ATU13585628 | 2025-06-01 | net | S 2 x 9.99 -10%; R 1 x 0.005; S 1 x -3.00; ship 4.90 | small_business DE; 0: 19.89 + 0.00 | VAT_ID_INVALID
a small business to Helgoland, no digits | small+p | DE 27498 |  | 2025-06-01 | gross, 0 digits | S 1 x 1250.5; R 1 x 150 -10%; S 1 x -100; ship 5 | small_business DE; 0: 1291 + 0 |
a small business in the One-Stop-Shop | smallOss | AT |  |  | gross | S 1 x 10.00 | small_business DE; 0: 10.00 + 0.00 | SMALL_BUSINESS_ABROAD
a business in Austria | de | AT | ATU13585627 |  | net | S 1 x 100.00; R 1 x 50.00; ship 9.90 | reverse_charge AT; 0: 159.90 + 0.00 |
the id may be of a third state | de | AT | FR40303265045 |  | net | S 1 x 100.00 | reverse_charge AT; 0: 100.00 + 0.00 |
Greece writes EL | oss | GR | GR 094259216 |  | gross | S 1 x 100.00 | reverse_charge GR; 0: 100.00 + 0.00 |
a business on Madeira, by parts, with voucher and ties | de+p | PT 9000-039 | PT501964843 |  | gross | S 2 x 9.99 -10%; R 1 x 0.005; S 1 x -3.00; ship 4.90 | reverse_charge PT; 0: 19.89 + 0.00 | TAX_TERRITORY
a business in Austria pays dinars | de+p | AT | ATU13585627 |  | net, 3 digits | S 2 x 9.9995; R 1 x 4.4445 -10%; S 1 x -1.000; ship 2.500 | reverse_charge AT; 0: 25.499 + 0.000 |
the own id is not set up | noId | AT | ATU13585627 |  | gross | S 1 x 100.00 | reverse_charge AT; 0: 100.00 + 0.00 | OWN_VAT_ID_MISSING
the id is of the own state | oss | AT | DE136695976 |  | gross | S 1 x 119.00 | domestic DE; 19: 100.00 + 19.00 | VAT_ID_OF_OWN_STATE
an id without a business | oss | AT | private ATU13585627 |  | gross | S 1 x 120.00 | eu_consumer AT; 20: 100.00 + 20.00 | VAT_ID_WITHOUT_BUSINESS
a Northern Irish business | de | GB BT1 5GS | XI980780684 |  | gross | S 1 x 100.00 | reverse_charge GB; 0: 100.00 + 0.00 | TAX_TERRITORY
Croatia joins: the day before | de | HR | HR33392005961 | 2013-06-30 | gross | S 1 x 100.00; R 1 x 10.00 | export HR; 0: 110.00 + 0.00 |
Croatia joins | de | HR | HR33392005961 | 2013-07-01 | gross | S 1 x 100.00; R 1 x 10.00 | reverse_charge HR; 0: 110.00 + 0.00 |
Great Britain leaves: the day before | de+p | GB EC1A 1BB | GB980780684 | 2020-12-31 | net | S 1 x 119.00; ship 4.90 | reverse_charge GB; 0: 123.90 + 0.00 |
Great Britain leaves | de+p | GB EC1A 1BB | GB980780684 | 2021-01-01 | net | S 1 x 119.00; ship 4.90 | export GB; 0: 123.90 + 0.00 |
a British id is none of the EU any more: the day before | de | FR | GB980780684 | 2020-12-31 | gross | S 1 x 119.00 | reverse_charge FR; 0: 119.00 + 0.00 |
a British id is none of the EU any more | de | FR | GB980780684 | 2021-01-01 | gross | S 1 x 119.00 | eu_consumer DE; 19: 100.00 + 19.00 | VAT_ID_OUTSIDE_EU
a consumer in Austria | oss | AT |  |  | gross | S 1 x 120.00; R 1 x 11.00; ship 6.00 | eu_consumer AT; 20: 105.00 + 21.00; 10: 10.00 + 1.00 |
a consumer in Denmark: no reduced rate there | oss+p | DK |  |  | net | S 2 x 9.99 -10%; R 1 x 0.125; S 1 x -3.00; ship 4.90 | eu_consumer DK; 25: 20.01 + 5.00 | TAX_RATE_MISSING
the One-Stop-Shop begins: the day before | oss | AT | ATU13585628 | 2021-06-30 | gross | S 1 x 120.00; R 1 x 11.00 -10%; ship 6.00 | eu_consumer DE; 19: 105.88 + 20.12; 7: 9.25 + 0.65 | VAT_ID_INVALID
the One-Stop-Shop begins | oss | AT | ATU13585628 | 2021-07-01 | gross | S 1 x 120.00; R 1 x 11.00 -10%; ship 6.00 | eu_consumer AT; 20: 105.00 + 21.00; 10: 9.00 + 0.90 | VAT_ID_INVALID
Finland from Germany: the day before | oss+p | FI |  | 2024-08-31 | gross | S 1 x 125.50; R 1 x 11.40; S 1 x -12.55; ship 4.90 | eu_consumer FI; 24: 94.65 + 22.72; 14: 10.42 + 1.46 |
Finland from Germany | oss+p | FI |  | 2024-09-01 | gross | S 1 x 125.50; R 1 x 11.40; S 1 x -12.55; ship 4.90 | eu_consumer FI; 25.5: 93.51 + 23.85; 14: 10.43 + 1.46 |
the Azores, a wrong id, a class without a rate | oss | PT 9500-150 | PT501964844 |  | gross | X 2 x 9.99 -10%; R 1 x 0.05 -10%; S 1 x -3.00; ship 4.90 | eu_consumer PT; 16: 17.14 + 2.74; 4: 0.05 + 0.00 | TAX_TERRITORY VAT_ID_INVALID TAX_RATE_MISSING
a consumer in France pays yen | oss | FR |  |  | net, 0 digits | S 1 x 1250; R 1 x 150; ship 490 | eu_consumer FR; 20: 1740 + 348; 5.5: 150 + 8 |
Monaco is France | oss | MC |  |  | gross | S 1 x 120.00 | eu_consumer FR; 20: 100.00 + 20.00 |
a consumer in Northern Ireland: the day before | oss | GB BT1 5GS |  | 2021-06-30 | gross | S 1 x 120.00; R 1 x 10.50 | eu_consumer DE; 19: 100.84 + 19.16; 7: 9.81 + 0.69 | TAX_TERRITORY
a consumer in Northern Ireland | oss | GB BT1 5GS |  | 2021-07-01 | gross | S 1 x 120.00; R 1 x 10.50 | eu_consumer GB; 20: 100.00 + 20.00; 5: 10.00 + 0.50 | TAX_TERRITORY
a consumer in Austria, without One-Stop-Shop | de | AT |  |  | gross | S 1 x 119.00; R 1 x 10.70; ship 5.95 | eu_consumer DE; 19: 105.00 + 19.95; 7: 10.00 + 0.70 |
without it, to Madeira, a wrong id | de+p | PT 9000-039 | PT501964844 |  | net | S 2 x 9.99 -10%; R 1 x 0.125; S 1 x -3.00; ship 4.90 | eu_consumer DE; 19: 19.84 + 3.77; 7: 0.17 + 0.01 | TAX_TERRITORY VAT_ID_INVALID
without it, dinars | de | AT |  |  | gross, 3 digits | S 2 x 9.9995; R 1 x 4.4445 -10%; S 1 x -1.000; ship 2.500 | eu_consumer DE; 19: 18.066 + 3.433; 7: 3.738 + 0.262 |
without it, a rate that begins: the day before | de | AT |  | 2019-12-31 | net | X 1 x 10.70; S 1 x 11.90; ship 1.19 | eu_consumer DE; 19: 23.79 + 4.52 | TAX_RATE_MISSING
without it, a rate that begins | de | AT |  | 2020-01-01 | net | X 1 x 10.70; S 1 x 11.90; ship 1.19 | eu_consumer DE; 19: 13.09 + 2.49; 7: 10.70 + 0.75 |
registered in Austria for two years: begins: the day before | inAustria | AT |  | 2021-12-31 | gross | S 1 x 120.00 | eu_consumer DE; 19: 100.84 + 19.16 |
registered in Austria for two years: begins | inAustria | AT |  | 2022-01-01 | gross | S 1 x 120.00 | eu_consumer AT; 20: 100.00 + 20.00 |
registered in Austria for two years: ends: the day before | inAustria | AT |  | 2023-12-31 | gross | S 1 x 120.00 | eu_consumer AT; 20: 100.00 + 20.00 |
registered in Austria for two years: ends | inAustria | AT |  | 2024-01-01 | gross | S 1 x 120.00 | eu_consumer DE; 19: 100.84 + 19.16 |
to Switzerland | de | CH |  |  | net | S 1 x 100.00; R 1 x 50.00; ship 9.90 | export CH; 0: 159.90 + 0.00 |
a Swiss id is no fault | de | CH | CHE-107.787.577 |  | gross | S 1 x 100.00 | export CH; 0: 100.00 + 0.00 |
the Canary Islands, a wrong id, by parts | de+p | ES 35001 | ESB58378432 |  | gross | S 2 x 9.99 -10%; R 1 x 0.005; S 1 x -3.00; ship 4.90 | export ES; 0: 19.89 + 0.00 | VAT_ID_INVALID TAX_TERRITORY_OUTSIDE
the Canary Islands with net prices and no digits | de | ES 38001 |  |  | net, 0 digits | S 1 x 1250.5; R 1 x 150 -10%; S 1 x -100; ship 5 | export ES; 0: 1291 + 0 | TAX_TERRITORY_OUTSIDE
Büsingen | de | DE 78266 |  |  | gross | S 1 x 119.00 | export DE; 0: 119.00 + 0.00 | TAX_TERRITORY_OUTSIDE
Åland by its own code | de | AX 22100 |  |  | gross | S 1 x 119.00 | export AX; 0: 119.00 + 0.00 |
Åland by the Finnish one | de | FI 22100 |  |  | gross | S 1 x 119.00 | export FI; 0: 119.00 + 0.00 | TAX_TERRITORY_OUTSIDE
exports are taxed by choice | taxesExports | CH |  |  | gross | S 1 x 119.00; R 1 x 10.70 | domestic DE; 19: 100.00 + 19.00; 7: 10.00 + 0.70 | EXPORT_TAXED
from Switzerland all is an export | ch | DE | DE136695976 |  | gross | S 1 x 100.00 | export DE; 0: 100.00 + 0.00 |
from Great Britain to Northern Ireland is at home | gb | GB BT1 5GS |  |  | gross | S 1 x 120.00 | domestic GB; 20: 100.00 + 20.00 | TAX_TERRITORY
a country that nobody knows is no export | de | ZZ |  |  | gross | S 1 x 119.00 | domestic DE; 19: 100.00 + 19.00 | COUNTRY_UNKNOWN
Denmark, three digits, a tie and a voucher | oss | DK |  |  | gross, 3 digits | R 1 x 0.0005; S 1 x 10.000; S 1 x -2.5 -10%; ship 4.900 | eu_consumer DK; 25: 10.121 + 2.530 | TAX_RATE_MISSING
`

/** The day of a case that names none. */
const usualDay = '2026-03-02'

export const taxCases: readonly TaxCase[] = table
  .trim()
  .split('\n')
  .map(row => {
    const [
      name = '',
      company = '',
      to = '',
      id = '',
      date = '',
      prices = '',
      lines = '',
      is = '',
      notes = '',
    ] = row.split('|').map(cell => cell.trim())
    const [country = '', ...postcode] = to.split(' ')
    const all = lines.split('; ')
    const shipping = all.find(line => line.startsWith('ship '))
    return {
      name,
      company: company.replace('+p', '') as CompanyName,
      proportional: company.endsWith('+p'),
      country,
      postcode: postcode.join(' '),
      vatId: id.replace('private ', '') || null,
      business: id !== '' && !id.startsWith('private'),
      date: date || usualDay,
      pricesGross: prices.startsWith('gross'),
      minorDigits: Number(/(\d) digits/.exec(prices)?.[1] ?? 2),
      lines: all.filter(line => line !== shipping).map(lineOf),
      shipping: shipping?.slice('ship '.length) ?? null,
      is,
      notes,
    }
  })

function lineOf(text: string): CaseLine {
  const [, taxClass = '', quantity = '', price = '', discount = null] =
    /^([SRZX]) (\S+) x (\S+?)(?: -(\S+)%)?$/.exec(text) ?? []
  return { taxClass, quantity, price, discount }
}
