/** Words of the generated shop: umlauts, quotes and ampersands on purpose. */

export const categoryNames = ['Sortiment', 'Küche', 'Haushalt', 'Garten', 'Feinkost', 'Büro']
export const paymentModules: [string, ...string[]] = [
  'pm_prepayment',
  'pm_paypal_standard',
  'pm_invoice',
  'pm_direct_debit',
]
export const adjectives: [string, ...string[]] = ['Robuste', 'Kleine', 'Große', 'Schöne', 'Feine', 'Grüne']
export const things: [string, ...string[]] = ['Teekanne', 'Gießkanne', 'Schüssel', 'Mappe', 'Lampe', 'Bürste']
export const foods: [string, ...string[]] = ['Teemischung', 'Nougatcreme', 'Gewürzmischung', 'Marmelade']
export const firstNames: [string, ...string[]] = [
  'Anna',
  'Jürgen',
  'Käthe',
  'Mehmet',
  'Lena',
  'Björn',
  'Sophie',
  'Özlem',
]
export const lastNames: [string, ...string[]] = [
  'Müller',
  'Schmidt',
  'Weiß',
  'Schröder',
  'Yılmaz',
  'Krüger',
  "O'Neill",
  'Groß',
]
export const streets: [string, ...string[]] = [
  'Hauptstraße',
  'Schloßallee',
  'Am Mühlbach',
  'Goethestr.',
  'Bahnhofplatz',
]
export const places: [[string, string], ...[string, string][]] = [
  ['10115', 'Berlin'],
  ['20095', 'Hamburg'],
  ['80331', 'München'],
  ['50667', 'Köln'],
  ['01067', 'Dresden'],
  ['97070', 'Würzburg'],
  ['24103', 'Kiel'],
]
