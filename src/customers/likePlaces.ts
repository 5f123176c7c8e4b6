import { editSteps, loose, nearness, plainWords } from './likeWords.ts'

/** An address as it is compared. */
export interface LikePlace {
  /** Words of the street without its number; empty where none is known. */
  readonly street: readonly string[]
  /** The number of the house, or several of a range. */
  readonly numbers: readonly string[]
  readonly letter: string
  /** Staircase, floor, door. */
  readonly doors: readonly string[]
  readonly postcode: string
  readonly city: string
  /** A packing station or a shop that takes parcels in: it is everybody's. */
  readonly station: boolean
  /** Who collects there, as the carrier numbers people. */
  readonly postNumber: string
  readonly box: string
}

export const placeRelations = [
  'HOUSE_SAME',
  'HOUSE_LIKELY',
  'STREET_ONLY',
  'PLACE_UNKNOWN',
  'ADDRESS_OTHER',
  'HOUSE_OTHER',
] as const
export type PlaceRelation = (typeof placeRelations)[number]

/** What an address says of where somebody lives. Pure. */
export function likePlace(address: {
  readonly company?: string | undefined
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly street?: string | undefined
  readonly extra?: string | undefined
  readonly postcode?: string | undefined
  readonly city?: string | undefined
}): LikePlace {
  const street = address.street ?? ''
  const extra = address.extra ?? ''
  const lines = `${street} ${extra}`
  const station =
    /pack?\s?-?station|paketstation|paketautomat|postfiliale|paketshop|parcel\s?(shop|locker)|paczkomat/i.test(
      lines,
    )
  const postNumber = station || /post\s?-?(nummer|nr)/i.test(lines) ? postNumberOf(lines, address) : ''
  const box =
    /(?:postfach|p\.?\s?o\.?\s?box|casella postale|boîte postale)\s*([\d\s]+)/i.exec(lines)?.[1] ?? ''
  const shared = {
    postcode: postcodeOf(address.postcode),
    city: plainWords(address.city).join(''),
    station,
    postNumber,
  }
  if (station || box !== '')
    return { ...shared, street: [], numbers: [], letter: '', doors: [], box: box.replace(/\D/g, '') }
  return { ...shared, box: '', ...houseOf(street, extra) }
}

function postNumberOf(
  lines: string,
  { company = '', firstName = '', lastName = '' }: Parameters<typeof likePlace>[0],
): string {
  return /(?<!\d)\d{6,10}(?!\d)/.exec(`${lines} ${company} ${firstName} ${lastName}`)?.[0] ?? ''
}

/** "D-12681", "31-146" and "1016 GV" as "12681", "31146" and "1016gv". */
function postcodeOf(text: string | undefined): string {
  return (text ?? '')
    .toLowerCase()
    .replace(/^\s*[a-z]{1,2}\s*-\s*/, '')
    .replace(/[^a-z\d]/g, '')
}

// The house number is the first number that no word of a street follows any more ("Straße des 17. Juni 135"), or leads ("12 rue …").
function houseOf(street: string, extra: string): Pick<LikePlace, 'street' | 'numbers' | 'letter' | 'doors'> {
  const written = street
    .replace(/½/g, ' 1/2')
    .replace(/(\d)o\b/gi, '$10')
    .replace(/\b(nr|no|n°|hnr)\.?(?=\s*\d)/gi, ' ')
  const tokens = plainWords(written).flatMap(word => word.match(/\d+|\D+/g) ?? [])
  const ranges = /[-–]/.test(written)
    ? [...written.matchAll(/(\d+)\s*[a-z]?\s*[-–]\s*(\d+)/gi)].map(([, from, to]) => `${from} ${to}`)
    : []
  const leads = isNumber(tokens[0]) && tokens.slice(1).some(isStreetWord)
  const at = leads
    ? 0
    : tokens.findIndex((token, index) => isNumber(token) && !tokens.slice(index).some(isStreetWord))
  if (at < 0) return { street: streetWords(tokens), numbers: [], letter: '', doors: doorsOf(extra) }
  let next = at + 1
  const numbers = [tokens[at] ?? '']
  if (ranges.includes(`${tokens[at]} ${tokens[next]}`)) numbers.push(tokens[next++] ?? '')
  const letter = /^[a-z]$/.test(tokens[next] ?? '') && !leads ? (tokens[next++] ?? '') : ''
  const rest = tokens.slice(next)
  const words = leads ? rest.slice(0, endOf(rest)) : tokens.slice(0, at)
  const doors = (leads ? rest.slice(endOf(rest)) : rest).filter(isNumber)
  return { street: streetWords(words), numbers, letter, doors: doors.length > 0 ? doors : doorsOf(extra) }
}

const isNumber = (token: string | undefined) => token !== undefined && /^\d+$/.test(token)
const doorWords = new Set(
  `og eg ug dg stock stiege stg top tuer tur hh vh gh hinterhaus vorderhaus rechts links re li mitte etage raum zimmer zi whg wohnung
   apt app apartment int interno esq dto hs bis ter haus aufgang floor flat tv th st`.split(/\s+/),
)
const isStreetWord = (token: string) => !isNumber(token) && token.length > 1 && !doorWords.has(token)

function endOf(tokens: readonly string[]): number {
  const at = tokens.findIndex((token, index) => index > 0 && isNumber(token))
  return at < 0 ? tokens.length : at
}

function doorsOf(extra: string): string[] {
  const words = plainWords(extra).flatMap(word => word.match(/\d+|\D+/g) ?? [])
  return words.some(word => doorWords.has(word)) ? words.filter(isNumber) : []
}

const small = new Set(
  'der die das des den dem d an am im in zu zum zur auf bei von v vom de du del della di la le les the ul vul bul odos'.split(
    ' ',
  ),
)
const written: Readonly<Record<string, string>> = {
  strasse: 'str',
  strase: 'str',
  gasse: 'g',
  platz: 'pl',
  chaussee: 'ch',
  avenue: 'av',
  avenida: 'av',
  boulevard: 'bd',
  sankt: 'st',
  saint: 'st',
  sainte: 'st',
  doktor: 'dr',
}

function streetWords(tokens: readonly string[]): string[] {
  return tokens
    .filter((token, at) => !small.has(token) || (tokens.length === 1 && at === 0))
    .map(
      token =>
        written[token] ??
        token
          .replace(/stra(ss|s)e$/, 'str')
          .replace(/gasse$/, 'g')
          .replace(/platz$/, 'pl'),
    )
}

/** Whether two addresses are one house; `doors`: whether what is known of the doors speaks against it. Pure. */
export function relatePlaces(
  a: LikePlace,
  b: LikePlace,
): { readonly relation: PlaceRelation; readonly doors: boolean } {
  const known = (place: LikePlace) => place.street.length > 0 || place.box !== ''
  const near = relatePostcodes(a, b)
  if (a.box !== '' && b.box !== '')
    return { relation: a.box === b.box && near !== 'other' ? 'HOUSE_SAME' : 'ADDRESS_OTHER', doors: false }
  if (!known(a) || !known(b) || a.box !== '' || b.box !== '')
    return { relation: 'PLACE_UNKNOWN', doors: false }
  const street = relateStreets(a.street, b.street)
  if (near === 'other' || street === 'other') return { relation: 'ADDRESS_OTHER', doors: false }
  if (a.numbers.length === 0 || b.numbers.length === 0)
    return { relation: street === 'same' && near === 'same' ? 'STREET_ONLY' : 'PLACE_UNKNOWN', doors: false }
  if (!a.numbers.some(number => b.numbers.includes(number))) return { relation: 'HOUSE_OTHER', doors: false }
  if (a.letter !== b.letter && a.letter !== '' && b.letter !== '')
    return { relation: 'HOUSE_OTHER', doors: false }
  const sure = street === 'same' && near === 'same' && a.letter === b.letter
  return { relation: sure ? 'HOUSE_SAME' : 'HOUSE_LIKELY', doors: doorsDiffer(a.doors, b.doors) }
}

function doorsDiffer(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === 0 || b.length === 0) return false
  return !(a.every(door => b.includes(door)) || b.every(door => a.includes(door)))
}

function relatePostcodes(a: LikePlace, b: LikePlace): 'same' | 'near' | 'other' {
  if (a.postcode !== '' && a.postcode === b.postcode) return 'same'
  if (a.postcode !== '' && b.postcode !== '') return editSteps(a.postcode, b.postcode) <= 1 ? 'near' : 'other'
  return a.city === '' || b.city === '' || nearness(a.city, b.city) !== 'other' ? 'near' : 'other'
}

function relateStreets(a: readonly string[], b: readonly string[]): 'same' | 'alike' | 'other' {
  const [x, y] = [loose(a.join('')), loose(b.join(''))]
  if (x === y) return 'same'
  if (x.replace(/\D/g, '') !== y.replace(/\D/g, '')) return 'other'
  if (kindOf(x) !== kindOf(y)) return 'other'
  if (editSteps(x, y) <= Math.min(2, Math.floor(Math.min(x.length, y.length) / 6))) return 'alike'
  if (a.length !== b.length || a.length < 2) return 'other'
  return a.every((word, at) => isShort(word, b[at] ?? '') || isShort(b[at] ?? '', word)) ? 'alike' : 'other'
}

const kindOf = (street: string) =>
  /(str|weg|g|pl|allee|ring|wall|steig|berg|hof|ch|damm|ufer)$/.exec(street)?.[0] ?? ''

// "L." is Ludwig, "Gal" is Général: the letters of the short one in their order, the first one first.
function isShort(short: string, long: string): boolean {
  if (short === long) return true
  if (short[0] !== long[0] || short.length >= long.length || short.length === 2) return false
  let at = 0
  for (const letter of long) if (letter === short[at]) at++
  return at === short.length && (short.length === 1 || short.length <= 4)
}
