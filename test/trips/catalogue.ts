import { between, createChance, pick } from '../../testkit/jtlConnector/chance.ts'
import { adjectives, things } from '../../testkit/jtlConnector/germanNames.ts'

export interface TripText {
  readonly name: string
  readonly description: string
  readonly shortDescription: string
}

/** An item as the merchant enters it. */
export interface TripItem {
  readonly itemNumber: string
  readonly texts: { readonly de: TripText; readonly en: TripText }
  readonly netPrice: string
  readonly reduced: boolean
  readonly weight: string
  readonly gtin?: string
  readonly manufacturer?: string
  readonly category?: string
  readonly material?: string
  readonly attributes: Readonly<Record<string, string>>
  readonly stock: string
  /** Which of the pictures it shows, in their order. */
  readonly images: readonly number[]
  /** What everybody pays from a quantity on. */
  readonly scales?: Scales
  /** What dealers pay from a quantity on; the first from one piece on. */
  readonly dealers?: Scales
  readonly special?: { readonly net: string; readonly from: string; readonly to: string }
  readonly variations?: Readonly<Record<string, readonly string[]>>
  readonly parent?: string
  readonly chosen?: Readonly<Record<string, string>>
}

export type Scales = readonly { readonly from: string; readonly net: string }[]

export const pictureColours = ['red', 'lime', 'blue', 'gold', 'teal', 'plum', 'gray', 'navy'] as const
export const makers = ['Müller & Söhne', 'Nordlicht Manufaktur', 'O’Neill <Original>'] as const
export const categories = ['Küche', 'Wohnen & Schlafen', 'Garten', 'Geschenke für Ömi'] as const
export const materials = ['Holz', 'Eschenholz, geölt', 'Glas', 'Messing'] as const
/** Which begins and ends at midnight in Berlin. */
export const specialDays = { from: '2026-01-01', last: '2099-12-30' } as const
const sizes = ['S', 'M', 'L'] as const
const colours = ['Weiß', 'Grün'] as const
const plainColours: Readonly<Record<string, string>> = { Weiß: 'W', Grün: 'G' }

/** What a system has no place for. */
export interface CatalogueLimits {
  readonly familiesAreOne?: true
  readonly plainNumbers?: true
}

/** The same catalogue for the same number: one item in ten is a parent with six children, the others are simple. */
export function tripCatalogue(
  count: number,
  letters: 'all' | 'latin1',
  { familiesAreOne, plainNumbers }: CatalogueLimits = {},
): readonly TripItem[] {
  const chance = createChance(7)
  const families = Math.floor(count / 10)
  const exotic = letters === 'all' ? ' – „schön“ für 5 €, 李, Ř, 🎁' : ' – für 5 EUR'.replace('–', '-')
  const textOf = (name: string): TripItem['texts'] => ({
    de: {
      name,
      description: `<h2>${name.replaceAll('&', '&amp;')}</h2>\n<p class="größe">Maße: 5 &lt; 7 &amp; 9 &gt; 8; Größe „Öl“${exotic}.</p><ul><li>süß</li></ul><br />`,
      shortDescription: `Kurz & gut: <b>${name.replaceAll('&', '&amp;')}</b>`,
    },
    en: {
      name: `${name} (English)`,
      description: `<p>About “${name.replaceAll('&', '&amp;')}”: it's 100 % good</p>`,
      shortDescription: `In short: ${name}`,
    },
  })
  const plain = (texts: TripItem['texts']): TripItem['texts'] =>
    letters === 'all'
      ? texts
      : (JSON.parse(JSON.stringify(texts).replace(/[„“”]/g, "'")) as TripItem['texts'])
  const made: TripItem[] = []
  const one = (itemNumber: string, name: string): TripItem => {
    const at = made.length
    const price = between(chance, 199, 9999)
    const euros = (cents: number) => String(cents / 100)
    return {
      itemNumber,
      texts: plain(textOf(name)),
      netPrice: euros(price),
      reduced: at % 5 === 1,
      weight: String(between(chance, 1, 9000) / 1000),
      ...(at % 3 === 0 ? { gtin: gtinOf(4_000_000 + at) } : {}),
      manufacturer: letters === 'all' ? pick(chance, makers) : makers[0],
      category: pick(chance, categories),
      material: pick(chance, materials),
      attributes: {
        Pflege: at % 2 === 0 ? 'Nur mit <Bürste> & Öl' : 'spülmaschinenfest',
        Serie: `S${at % 7}`,
      },
      stock: String(between(chance, 50, 400)),
      images: Array.from({ length: 1 + (at % 3) }, (_, n) => (at + n * 3) % pictureColours.length),
      ...(at % 4 === 0
        ? {
            scales: [
              { from: '1', net: euros(price) },
              { from: '5', net: euros(price - 20) },
              { from: '10', net: euros(price - 45) },
            ],
          }
        : {}),
      ...(at % 4 === 1
        ? {
            dealers: [
              { from: '1', net: euros(price - 50) },
              { from: '10', net: euros(price - 99) },
            ],
          }
        : {}),
      ...(at % 5 === 2
        ? { special: { net: euros(price - 100), from: specialDays.from, to: specialDays.last } }
        : {}),
    }
  }
  for (let family = 1; family <= families; family++) {
    const parent = `FAM-${String(family).padStart(3, '0')}`
    const name = `${pick(chance, adjectives)} ${pick(chance, things)} & Co. ${family}`
    const head = one(parent, name)
    made.push({
      ...head,
      stock: '0',
      variations: { Größe: sizes, Farbe: colours },
      ...(familiesAreOne ? { reduced: false } : {}),
    })
    for (const size of sizes)
      for (const colour of colours) {
        const {
          manufacturer: _m,
          category: _c,
          material: _s,
          ...child
        } = one(
          `${parent}-${size}-${plainNumbers ? (plainColours[colour] ?? '') : colour}`,
          `${name} ${size} ${colour}`,
        )
        // What a child is told of its parent it does not say itself.
        made.push({
          ...child,
          reduced: false,
          attributes: {},
          parent,
          chosen: { Größe: size, Farbe: colour },
        })
      }
  }
  while (made.length < count)
    made.push(
      one(`ART-${String(made.length).padStart(4, '0')}`, `${pick(chance, things)} „Größe ${made.length}“`),
    )
  return made
}

function gtinOf(number: number): string {
  const digits = `40${String(number).padStart(10, '0')}`
  const sum = [...digits].reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}
