import type { Finding } from './checkWebOrder.ts'

/** A carrier with what its parcel numbers look like, and where a parcel is followed. */
export interface Carrier {
  readonly code: string
  readonly name: string
  /** https, with {tracking} where the number goes; null: no page. */
  readonly trackingUrl: string | null
  /** What its numbers look like; empty: like anything. */
  readonly formats: readonly TrackingFormat[]
}

export interface TrackingFormat {
  readonly pattern: RegExp
  readonly example: string
  /** Its check digit; absent: it has none that we reckon. */
  readonly checks?: (number: string) => boolean
}

interface KnownCarrier extends Carrier {
  /** Beginnings of names by which it is meant, in small letters. */
  readonly called: readonly string[]
}

// UPU S10: two letters, eight digits, check digit, country.
const s10 = (country: string, example: string): TrackingFormat => ({
  pattern: new RegExp(`^[A-Z]{2}\\d{9}${country}$`),
  example,
  checks: number => {
    const weights = [8, 6, 4, 2, 3, 5, 9, 7]
    const rest = 11 - (weights.reduce((sum, weight, at) => sum + weight * Number(number[at + 2]), 0) % 11)
    return Number(number[10]) === (rest === 10 ? 0 : rest === 11 ? 5 : rest)
  },
})

// GS1: weights 3 and 1 by turns, from the right; the sum with the check digit ends in 0.
function hasGs1Digit(number: string): boolean {
  const digits = [...number].reverse().map(Number)
  return digits.reduce((sum, digit, at) => sum + digit * (at % 2 === 0 ? 1 : 3), 0) % 10 === 0
}

// 1Z, fifteen characters and a digit: letters count as 2 to 9, 0, 1 by turns.
function hasUpsDigit(number: string): boolean {
  const values = [...number.slice(2)].map(sign =>
    /\d/.test(sign) ? Number(sign) : (sign.charCodeAt(0) - 63) % 10,
  )
  const sum = values.slice(0, -1).reduce((all, value, at) => all + value * (at % 2 === 0 ? 1 : 2), 0)
  return (10 - (sum % 10)) % 10 === values.at(-1)
}

/** The carriers that Kontor knows. A tenant may give one another page, and has carriers of its own (`readCarriers`). */
export const knownCarriers: readonly KnownCarrier[] = [
  {
    code: 'dhl',
    name: 'DHL',
    called: ['dhl'],
    trackingUrl: 'https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode={tracking}',
    formats: [
      { pattern: /^00\d{18}$/, example: '00340434161094042557', checks: hasGs1Digit },
      { pattern: /^\d{12}$/, example: '123456789012' },
      { pattern: /^\d{10}$/, example: '1234567890' },
      { pattern: /^JJD\d{11,18}$/, example: 'JJD000390007828445821' },
      { pattern: /^JVGL\d{10,20}$/, example: 'JVGL0615435900123456' },
      s10('[A-Z]{2}', 'RR123456785DE'),
    ],
  },
  {
    code: 'dpd',
    name: 'DPD',
    called: ['dpd'],
    trackingUrl: 'https://tracking.dpd.de/status/de_DE/parcel/{tracking}',
    formats: [{ pattern: /^\d{14}[0-9A-Z]?$/, example: '01905032396526' }],
  },
  {
    code: 'gls',
    name: 'GLS',
    called: ['gls'],
    trackingUrl: 'https://gls-group.com/DE/de/paketverfolgung?match={tracking}',
    formats: [
      { pattern: /^\d{11,12}$/, example: '123456789018' },
      { pattern: /^(?=.*[A-Z])[A-Z0-9]{8}$/, example: 'ZAB12CD3' },
    ],
  },
  {
    code: 'ups',
    name: 'UPS',
    called: ['ups', 'united parcel service'],
    trackingUrl: 'https://www.ups.com/track?loc=de_DE&tracknum={tracking}',
    formats: [
      { pattern: /^1Z[0-9A-Z]{15}\d$/, example: '1Z999AA10123456784', checks: hasUpsDigit },
      { pattern: /^[TH]\d{10}$/, example: 'T1234567890' },
    ],
  },
  {
    code: 'hermes',
    name: 'Hermes',
    called: ['hermes', 'evri'],
    trackingUrl: 'https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation#{tracking}',
    formats: [
      { pattern: /^\d{14}$/, example: '01234567890123' },
      { pattern: /^H\d{19}$/, example: 'H1001230001234501234' },
    ],
  },
  {
    code: 'fedex',
    name: 'FedEx',
    called: ['fedex', 'federal express'],
    trackingUrl: 'https://www.fedex.com/fedextrack/?trknbr={tracking}',
    formats: [{ pattern: /^(\d{12}|\d{15}|\d{20}|\d{22})$/, example: '123456789012' }],
  },
  {
    code: 'deutsche_post',
    name: 'Deutsche Post',
    called: ['deutsche post'],
    trackingUrl: 'https://www.deutschepost.de/de/s/sendungsverfolgung.html?piececode={tracking}',
    formats: [s10('DE', 'RR123456785DE'), { pattern: /^A0[0-9A-F]{18}$/, example: 'A0012345678901234567' }],
  },
  {
    code: 'post_at',
    name: 'Österreichische Post',
    called: ['österreichische post', 'oesterreichische post', 'austrian post', 'post.at', 'post at'],
    trackingUrl: 'https://www.post.at/sv/sendungsdetails?snr={tracking}',
    formats: [
      { pattern: /^(\d{16}|\d{22})$/, example: '1000123400567890123456' },
      s10('AT', 'RR123456785AT'),
    ],
  },
  {
    code: 'post_ch',
    name: 'Schweizer Post',
    called: [
      'schweizer post',
      'schweizerische post',
      'die schweizerische post',
      'swiss post',
      'post.ch',
      'post ch',
    ],
    trackingUrl: 'https://service.post.ch/ekp-web/ui/entry/search/{tracking}',
    formats: [{ pattern: /^9[89]\d{16}$/, example: '996012345612345678' }, s10('CH', 'RR123456785CH')],
  },
]

/**
 * The carrier that somebody means: by code or name, or a known one with whose name it begins ("DHL Paket"). Undefined: none of
 * these, and whatever number it has is right.
 */
export function carrierNamed(name: string, own: readonly Carrier[]): Carrier | undefined {
  const words = name.trim().toLowerCase()
  const same = own.find(one => one.code.toLowerCase() === words || one.name.toLowerCase() === words)
  if (same) return same
  const known = knownCarriers.find(
    one =>
      one.code === words || one.called.some(call => words === call || /^[\s\-/]/.test(rest(words, call))),
  )
  return own.find(one => one.code === known?.code) ?? known
}

const rest = (words: string, call: string) => (words.startsWith(call) ? words.slice(call.length) : '')

/** A parcel number as the carrier writes it: no blanks, dots or hyphens, in capitals. Of no carrier that has formats: as it was typed. */
export function tidyTracking(carrier: Carrier | undefined, tracking: string): string {
  const typed = tracking.trim()
  return carrier && carrier.formats.length > 0 ? typed.replace(/[\s.-]/g, '').toUpperCase() : typed
}

/**
 * Why a tidied parcel number cannot be one of anybody: TRACKING_INVALID. It has no letter and no digit, more than 64 signs, or a line
 * break or the like.
 */
export function trackingProblem(tracking: string): Finding | undefined {
  if (tracking === '') return undefined
  if (/[\p{L}\p{N}]/u.test(tracking) && [...tracking].length <= 64 && !/\p{Cc}/u.test(tracking))
    return undefined
  return { code: 'TRACKING_INVALID', data: { tracking } }
}

/**
 * What is odd about a tidied parcel number: TRACKING_UNUSUAL where it has none of the forms of its carrier, or not their check digit,
 * with what its numbers look like. It may be right all the same: what is known here of carriers grows old.
 */
export function trackingWarning(carrier: Carrier | undefined, tracking: string): Finding | undefined {
  if (!carrier || carrier.formats.length === 0 || tracking === '') return undefined
  const fits = carrier.formats.some(
    ({ pattern, checks }) => pattern.test(tracking) && (checks?.(tracking) ?? true),
  )
  if (fits) return undefined
  const formats = carrier.formats.map(one => one.example).join(', ')
  return { code: 'TRACKING_UNUSUAL', data: { tracking, carrier: carrier.name, formats } }
}

/** The page where a parcel is followed; null: its carrier has none, or it has no number. */
export function trackingLink(carrier: Carrier | undefined, tracking: string): string | null {
  if (!carrier?.trackingUrl || tracking === '') return null
  return carrier.trackingUrl.replaceAll('{tracking}', encodeURIComponent(tracking))
}
