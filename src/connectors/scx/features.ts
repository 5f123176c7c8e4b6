import type { Facts, Settings } from '../../port/connector.ts'
import type { OutgoingKind } from '../../port/records.ts'

/** What a channel can do, as its settings say (`featureList`, section 12). */
export interface Features {
  readonly invoiceDocumentTransfer: 'not-supported' | 'from-channel' | 'from-seller'
  readonly priceUpdatesSupported: boolean
  readonly quantityPriceSupported: boolean
  /** As the API writes it. */
  readonly remainingQuanitySupported: boolean
  readonly variationsSupported: boolean
  readonly returnTrackingRequired: boolean
  readonly allowCombineOrders: boolean
  readonly stockUpdateWithoutEventSupported: boolean
}

const flags = [
  'priceUpdatesSupported',
  'quantityPriceSupported',
  'remainingQuanitySupported',
  'variationsSupported',
  'returnTrackingRequired',
  'allowCombineOrders',
  'stockUpdateWithoutEventSupported',
] as const satisfies readonly (keyof Features)[]

/** The features of a channel; what nobody set is not supported, as in the API. Pure. */
export function featuresOf(settings: Settings): Features {
  const transfer = settings['invoiceDocumentTransfer']
  const set = Object.fromEntries(flags.map(name => [name, settings[name] === 'true']))
  return {
    ...(set as Record<(typeof flags)[number], boolean>), // each name is there
    invoiceDocumentTransfer:
      transfer === 'from-channel' || transfer === 'from-seller' ? transfer : 'not-supported',
  }
}

/** What is remembered of the features, so that what is sent can be decided without the settings. */
export function featureFacts(settings: Settings): Facts {
  return { features: featuresOf(settings) }
}

/** Whether the channel has a feature, as it was remembered last; false before that. Pure. */
export function hasFeature(facts: Facts, name: (typeof flags)[number]): boolean {
  return rememberedOf(facts)[name] === true
}

/**
 * What this very channel is not sent: prices alone go with the whole offer, invoices only where it takes those of the seller. Pure.
 */
export function lacking(facts: Facts): readonly OutgoingKind[] {
  const { priceUpdatesSupported, invoiceDocumentTransfer } = rememberedOf(facts)
  return [
    ...(priceUpdatesSupported === true ? [] : (['price'] as const)),
    ...(invoiceDocumentTransfer === 'from-seller' ? [] : (['document'] as const)),
  ]
}

function rememberedOf(facts: Facts): Readonly<Partial<Record<keyof Features, unknown>>> {
  const features = facts['features']
  return typeof features === 'object' && features !== null ? features : {}
}
