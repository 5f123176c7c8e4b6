/**
 * VAT rates of the EU states, Great Britain, Switzerland and Norway on their mainland: what the import accepts.
 *
 * Sources: European Commission, "VAT rates applied in the Member States of the European Union" (to 2021) and "Taxes in
 * Europe Database" (2025); for 2026 the laws of Austria (4.9), Finland (13.5) and Lithuania (12); HM Revenue & Customs; Swiss Federal
 * Tax Administration; Norwegian Tax Administration. Ireland's half year of 21 %: Financial Provisions (Covid-19) (No. 2) Act
 * 2020. Special territories (Madeira, Canaries, French overseas …) stand in `taxTerritories.ts`.
 *
 * A rate without a date was in force on 2010-01-01; every later one carries the day from which it was. Rates stay when
 * they end: orders of that time can still be fetched.
 *
 * Which of them a company charges itself: of the standard rates the latest that has begun, so one that came back after a
 * lowered one stands here twice. Several reduced rates hold side by side, each for goods of its own; `charged` names the one
 * that the tenant's reduced class starts with. Who sells other goods gives them a class of their own.
 */
export interface CountryRates {
  readonly standard: readonly Rate[]
  readonly reduced: readonly Rate[]
  /** Of the reduced rates; the latest that has begun. Absent where there are none. */
  readonly charged?: readonly Rate[]
}

/** Percent as text, and from when on. */
export type Rate = string | readonly [rate: string, from: string]

/** By country code (ISO 3166-1). Zero is accepted for every country of the world and is not repeated here. */
export const taxRates: Readonly<Record<string, CountryRates>> = {
  AT: {
    standard: ['20'],
    reduced: ['10', ['13', '2016-01-01'], ['5', '2020-07-01'], ['4.9', '2026-07-01']],
    charged: ['10'],
  },
  BE: { standard: ['21'], reduced: ['12', '6'], charged: ['6'] },
  BG: { standard: ['20'], reduced: ['7', ['9', '2011-04-01']], charged: [['9', '2011-04-01']] },
  CY: {
    standard: ['15', ['17', '2012-03-01'], ['18', '2013-01-14'], ['19', '2014-01-13']],
    reduced: ['8', '5', ['9', '2014-01-13'], ['3', '2023-07-21']],
    charged: ['5'],
  },
  CZ: {
    standard: ['20', ['21', '2013-01-01']],
    reduced: ['10', ['14', '2012-01-01'], ['15', '2013-01-01'], ['12', '2024-01-01']],
    charged: ['10', ['15', '2013-01-01'], ['12', '2024-01-01']],
  },
  DE: {
    standard: ['19', ['16', '2020-07-01'], ['19', '2021-01-01']],
    reduced: ['7', ['5', '2020-07-01']],
    charged: ['7', ['5', '2020-07-01'], ['7', '2021-01-01']],
  },
  DK: { standard: ['25'], reduced: [] },
  EE: {
    standard: ['20', ['22', '2024-01-01'], ['24', '2025-07-01']],
    reduced: ['9', ['5', '2022-08-01'], ['13', '2025-01-01']],
    charged: ['9'],
  },
  ES: {
    standard: ['16', ['18', '2010-07-01'], ['21', '2012-09-01']],
    reduced: [
      '7',
      '4',
      ['8', '2010-07-01'],
      ['10', '2012-09-01'],
      ['5', '2022-07-01'],
      ['7.5', '2024-10-01'],
      ['2', '2024-10-01'],
    ],
    charged: ['7', ['8', '2010-07-01'], ['10', '2012-09-01']],
  },
  FI: {
    standard: ['22', ['23', '2010-07-01'], ['24', '2013-01-01'], ['25.5', '2024-09-01']],
    reduced: [
      '12',
      '8',
      ['13', '2010-07-01'],
      ['9', '2010-07-01'],
      ['14', '2013-01-01'],
      ['10', '2013-01-01'],
      ['13.5', '2026-01-01'],
    ],
    charged: ['12', ['13', '2010-07-01'], ['14', '2013-01-01'], ['13.5', '2026-01-01']],
  },
  FR: {
    standard: ['19.6', ['20', '2014-01-01']],
    reduced: ['5.5', '2.1', ['7', '2012-01-01'], ['10', '2014-01-01']],
    charged: ['5.5'],
  },
  GB: { standard: ['17.5', ['20', '2011-01-04']], reduced: ['5', ['12.5', '2021-10-01']], charged: ['5'] },
  GR: {
    standard: ['19', ['21', '2010-03-15'], ['23', '2010-07-01'], ['24', '2016-06-01']],
    reduced: [
      '9',
      '4.5',
      ['10', '2010-03-15'],
      ['5', '2010-03-15'],
      ['11', '2010-07-01'],
      ['5.5', '2010-07-01'],
      ['13', '2011-01-01'],
      ['6.5', '2011-01-01'],
      ['6', '2015-07-20'],
    ],
    charged: ['9', ['10', '2010-03-15'], ['11', '2010-07-01'], ['13', '2011-01-01']],
  },
  HR: {
    standard: ['23', ['25', '2012-03-01']],
    reduced: ['10', ['5', '2013-01-01'], ['13', '2014-01-01']],
    charged: ['10', ['13', '2014-01-01']],
  },
  HU: { standard: ['25', ['27', '2012-01-01']], reduced: ['18', '5'], charged: ['5'] },
  IE: {
    standard: ['21', ['23', '2012-01-01'], ['21', '2020-09-01'], ['23', '2021-03-01']],
    reduced: ['13.5', '4.8', ['9', '2011-07-01']],
    charged: ['13.5'],
  },
  IT: {
    standard: ['20', ['21', '2011-09-17'], ['22', '2013-10-01']],
    reduced: ['10', '4', ['5', '2016-01-01']],
    charged: ['10'],
  },
  LT: { standard: ['21'], reduced: ['9', '5', ['12', '2026-01-01']], charged: ['9', ['12', '2026-01-01']] },
  LU: {
    standard: ['15', ['17', '2015-01-01'], ['16', '2023-01-01'], ['17', '2024-01-01']],
    reduced: [
      '12',
      '6',
      '3',
      ['14', '2015-01-01'],
      ['8', '2015-01-01'],
      ['13', '2023-01-01'],
      ['7', '2023-01-01'],
    ],
    charged: ['6', ['8', '2015-01-01'], ['7', '2023-01-01'], ['8', '2024-01-01']],
  },
  LV: {
    standard: ['21', ['22', '2011-01-01'], ['21', '2012-07-01']],
    reduced: ['10', ['12', '2011-01-01'], ['5', '2018-01-01']],
    charged: ['10', ['12', '2011-01-01']],
  },
  MT: { standard: ['18'], reduced: ['5', ['7', '2011-01-01'], ['12', '2024-01-01']], charged: ['5'] },
  NL: {
    standard: ['19', ['21', '2012-10-01']],
    reduced: ['6', ['9', '2019-01-01']],
    charged: ['6', ['9', '2019-01-01']],
  },
  PL: {
    standard: ['22', ['23', '2011-01-01']],
    reduced: ['7', '3', ['8', '2011-01-01'], ['5', '2011-01-01']],
    charged: ['7', ['8', '2011-01-01']],
  },
  PT: {
    standard: ['20', ['21', '2010-07-01'], ['23', '2011-01-01']],
    reduced: ['12', '5', ['13', '2010-07-01'], ['6', '2010-07-01']],
    charged: ['5', ['6', '2010-07-01']],
  },
  RO: {
    standard: ['19', ['24', '2010-07-01'], ['20', '2016-01-01'], ['19', '2017-01-01'], ['21', '2025-08-01']],
    reduced: ['9', '5', ['11', '2025-08-01']],
    charged: ['9', ['11', '2025-08-01']],
  },
  SE: { standard: ['25'], reduced: ['12', '6'], charged: ['12'] },
  SI: {
    standard: ['20', ['22', '2013-07-01']],
    reduced: ['8.5', ['9.5', '2013-07-01'], ['5', '2020-01-01']],
    charged: ['8.5', ['9.5', '2013-07-01']],
  },
  SK: {
    standard: ['19', ['20', '2011-01-01'], ['23', '2025-01-01']],
    reduced: ['10', ['6', '2010-05-01'], ['5', '2023-01-01'], ['19', '2025-01-01']],
    charged: ['10', ['19', '2025-01-01']],
  },
  CH: {
    standard: ['7.6', ['8', '2011-01-01'], ['7.7', '2018-01-01'], ['8.1', '2024-01-01']],
    reduced: [
      '3.6',
      '2.4',
      ['3.8', '2011-01-01'],
      ['2.5', '2011-01-01'],
      ['3.7', '2018-01-01'],
      ['2.6', '2024-01-01'],
    ],
    charged: ['2.4', ['2.5', '2011-01-01'], ['2.6', '2024-01-01']],
  },
  NO: {
    standard: ['25'],
    reduced: [
      '14',
      '8',
      ['15', '2012-01-01'],
      ['10', '2016-01-01'],
      ['12', '2018-01-01'],
      ['6', '2020-04-01'],
    ],
    charged: ['14', ['15', '2012-01-01']],
  },
}
