/**
 * Answers for pictures and for tests of what a page does with them: one invented merchant at one moment. Item names come
 * from the Online Retail data set (Chen 2015, CC BY 4.0); people, firms and shops are invented.
 */
export const moment = '2026-11-20T14:33:00+01:00'

export const at = (time: string) => new Date(`2026-11-20T${time}:00+01:00`).toISOString()
export const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
export const page = <T>(items: readonly T[], count = items.length) => ({
  items,
  next: null,
  count,
  countCapped: false,
})
export const shops = [
  'Herzstück Shop',
  'Herzstück B2B',
  'Amazon.de',
  'eBay herzstueck',
  'Kaufland.de',
  'OTTO Market',
] as const
export const people = [
  ['Franziska Oltmanns', '26789 Leer'],
  ['Mario Benetti', '86150 Augsburg'],
  ['Teehaus am Dom GmbH', '99084 Erfurt'],
  ['Annegret Thies', '23552 Lübeck'],
  ['Ralf Dombrowski', '45127 Essen'],
  ['Susann Kirchhoff', '01067 Dresden'],
  ['Landhotel Eichengrund', '34497 Korbach'],
  ['Nele Brandt', '20357 Hamburg'],
  ['Heinz-Peter Wolter', '53111 Bonn'],
  ['Yasmin Aydın', '70173 Stuttgart'],
] as const
export const items = [
  ['22423', 'REGENCY CAKESTAND 3 TIER'],
  ['20725', 'LUNCH BAG RED RETROSPOT'],
  ['47566', 'PARTY BUNTING'],
  ['84879', 'ASSORTED COLOUR BIRD ORNAMENT'],
  ['85123A', 'WHITE HANGING HEART T-LIGHT HOLDER'],
  ['85099B', 'JUMBO BAG RED RETROSPOT'],
] as const
export const bars = [12, 14, 11, 16, 15, 18, 13, 20, 19, 17, 18, 22, 20, 26]
