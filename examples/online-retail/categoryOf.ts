/**
 * The file knows no categories. These are told from an item's name by its words, the first that fits: made, but the same
 * for the same name.
 */
export interface DemoCategory {
  readonly name: string
  /** Absent: stands at the top. */
  readonly parent?: string
}

/** All categories of the demo, parents first. */
export const demoCategories: readonly DemoCategory[] = [
  { name: 'Home' },
  { name: 'Gifts' },
  { name: 'Christmas', parent: 'Gifts' },
  { name: 'Cards and paper', parent: 'Gifts' },
  { name: 'Toys', parent: 'Gifts' },
  { name: 'Bags', parent: 'Gifts' },
  { name: 'Jewellery', parent: 'Gifts' },
  { name: 'Kitchen', parent: 'Home' },
  { name: 'Lights and candles', parent: 'Home' },
  { name: 'Garden', parent: 'Home' },
  { name: 'Clocks and signs', parent: 'Home' },
]

const words: readonly (readonly [category: string, words: RegExp])[] = [
  ['Christmas', /\b(CHRISTMAS|XMAS|ADVENT|SANTA|REINDEER|SNOWFLAKE|TREE DECORATION)/],
  ['Bags', /\b(BAGS?|PURSE|RUCKSACK|SHOPPER)\b/],
  ['Lights and candles', /\b(LIGHTS?|CANDLES?|T-LIGHT|LANTERN|LAMP|HOLDER)\b/],
  [
    'Kitchen',
    /\b(CAKES?|TEA|MUGS?|CUP|BOWL|PLATE|JAR|SPOON|TIN|BOTTLE|APRON|BAKING|KITCHEN|LUNCH|JUG|COFFEE|RECIPE)\b/,
  ],
  ['Cards and paper', /\b(CARDS?|WRAP|PAPER|STICKERS?|NOTEBOOK|PENCILS?|PEN|TISSUES?)\b/],
  ['Jewellery', /\b(NECKLACE|BRACELET|EARRINGS?|BROOCH|RING|HAIR)\b/],
  ['Clocks and signs', /\b(CLOCK|SIGN|FRAME|MIRROR|HOOK)\b/],
  ['Garden', /\b(GARDEN|FLOWER|PLANT|BIRD|HERB|WATERING)\b/],
  ['Toys', /\b(GAME|TOY|DOLLY|CHILDREN|KIDS|PLAY|PUZZLE|BLOCKS|SOLDIER)/],
]

/** The category of an item: one of `demoCategories`. */
export function categoryOf(name: string): string {
  const upper = name.toUpperCase()
  return words.find(([, fits]) => fits.test(upper))?.[0] ?? 'Home'
}
