/** How many pieces prices are asked for: below, at and above each scale of the catalogue. */
export const quantities = ['1', '4', '5', '9', '10', '50'] as const
export const tripGroups = ['Endkunden', 'Händler'] as const
export type TripGroup = (typeof tripGroups)[number]

/**
 * What a shop shows of an item, in words that are nobody's wire. Every field is optional, because shops differ in what they have a
 * place for; which of them are compared, a subject says (`holds`), so that none is left out by mistake.
 */
export interface ShownItem {
  readonly itemNumber: string
  /** By ISO 639-1 language. */
  readonly names?: Readonly<Record<string, string>>
  /** HTML, by language. */
  readonly descriptions?: Readonly<Record<string, string>>
  readonly shortDescriptions?: Readonly<Record<string, string>>
  /** Percent, without zeros that say nothing. */
  readonly taxRate?: string
  readonly gtin?: string
  /** Kilograms. */
  readonly weight?: string
  readonly manufacturer?: string
  /** Names, sorted. */
  readonly categories?: readonly string[]
  /** `Material: Holz`, sorted. */
  readonly characteristics?: readonly string[]
  readonly attributes?: Readonly<Record<string, string>>
  /** What one piece costs, net, for somebody of that group who takes so many: `Händler 10`. Without special prices. */
  readonly prices?: Readonly<Record<string, string>>
  /** What one piece costs, net, for a group from the first to the last day (in Berlin): `Händler` → `7.5 2026-01-01 2099-12-30`. */
  readonly specials?: Readonly<Record<string, string>>
  /** What it offers. */
  readonly stock?: string
  /** Item number of the parent; '' where it has none. */
  readonly parent?: string
  /** Of a parent: `Größe: S, M, L`, in its order. */
  readonly variations?: readonly string[]
  /** Of a child: `Größe: S`, sorted. */
  readonly chosen?: readonly string[]
  /** SHA-256 of the bytes of each image, in the order in which they are shown. */
  readonly images?: readonly string[]
}

export type ShownField = Exclude<keyof ShownItem, 'itemNumber'>
