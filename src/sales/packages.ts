import { exact } from '../base/decimal.ts'
import {
  type Carrier,
  carrierNamed,
  tidyTracking,
  trackingLink,
  trackingProblem,
  trackingWarning,
} from './carriers.ts'
import type { Finding } from './checkWebOrder.ts'

/** The label for sending it back that lies in a package. */
export interface ReturnLabel {
  readonly carrier: string
  readonly tracking: string
  /** https; absent: the page of its carrier, where that has one. */
  readonly url?: string | undefined
}

/** A package as somebody names it. */
export interface Package {
  readonly carrier: string
  readonly tracking: string
  /** https; absent: the page of its carrier. */
  readonly url?: string | undefined
  /** Kilograms, as decimal text. */
  readonly weight?: string | undefined
  /** Absent, or without a number: none. */
  readonly returnLabel?: ReturnLabel | undefined
}

/** A package as it is kept. */
export interface TidyPackage {
  readonly carrier: string
  readonly tracking: string
  readonly url: string | null
  readonly weight: string | null
  readonly returnLabel: ReturnLabel | null
}

/** A code with what its sentence names. */

/**
 * Packages as they are kept: parcel numbers in their carrier's writing, with the page where they are followed, and what is odd about
 * them (TRACKING_UNUSUAL). The first that is not right says why: TRACKING_INVALID, TRACKING_URL_INVALID, WEIGHT_INVALID. Pure.
 */
export function tidyPackages(
  packages: readonly Package[],
  own: readonly Carrier[],
): { readonly packages: readonly TidyPackage[]; readonly warnings: readonly Finding[] } | Finding {
  const tidy: TidyPackage[] = []
  for (const one of packages) {
    const done = tidyPackage(one, own)
    if ('code' in done) return done
    tidy.push(done)
  }
  return { packages: tidy, warnings: tidy.flatMap(one => packageWarning(one, own) ?? []) }
}

/** What is odd about the number of a package that is kept: TRACKING_UNUSUAL. Pure. */
export function packageWarning(
  one: Pick<TidyPackage, 'carrier' | 'tracking'>,
  own: readonly Carrier[],
): Finding | undefined {
  return trackingWarning(carrierNamed(one.carrier, own), one.tracking)
}

function tidyPackage(given: Package, own: readonly Carrier[]): TidyPackage | Finding {
  const { weight, returnLabel } = given
  const parcel = tidyNumber(given, own)
  if ('code' in parcel) return parcel
  const label = returnLabel ? tidyNumber(returnLabel, own) : undefined
  if (label && 'code' in label) return label
  if (weight !== undefined && !isWeight(weight)) return { code: 'WEIGHT_INVALID', data: { weight } }
  return {
    ...parcel,
    weight: weight === undefined ? null : exact(weight).toFixed(),
    returnLabel: label && label.tracking !== '' ? { ...label, url: label.url ?? undefined } : null,
  }
}

function tidyNumber(
  given: Pick<Package, 'carrier' | 'tracking' | 'url'>,
  own: readonly Carrier[],
): Pick<TidyPackage, 'carrier' | 'tracking' | 'url'> | Finding {
  const { url = '' } = given
  const carrier = carrierNamed(given.carrier, own)
  const tracking = tidyTracking(carrier, given.tracking)
  const wrong = trackingProblem(tracking)
  if (wrong) return wrong
  if (url !== '' && !isHttps(url)) return { code: 'TRACKING_URL_INVALID', data: { url } }
  return {
    carrier: given.carrier.trim(),
    tracking,
    url: url === '' ? trackingLink(carrier, tracking) : url,
  }
}

const isWeight = (text: string) => /^\d{1,6}(\.\d{1,6})?$/.test(text) && !exact(text).isZero()

function isHttps(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:'
}
