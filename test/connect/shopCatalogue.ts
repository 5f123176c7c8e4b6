import type {
  ShopCategory,
  ShopImage,
  ShopItem,
  ShopManufacturer,
  ShopSpecific,
} from '../../testkit/jtlConnector/shopData.ts'
import type { ShopContents } from '../../testkit/jtlConnector/store.ts'

const colours = ['Rot', 'Grün', 'Weiß'] as const
const sizes = ['S', 'Größe L'] as const

/** What a shop has that was there before Kontor: categories in three levels, masters with children, and simple items. */
export function shopCatalogue({
  families = 5,
  simple = 20,
} = {}): Required<Pick<ShopContents, 'catalog' | 'categories' | 'manufacturers' | 'specifics' | 'images'>> {
  const categories: ShopCategory[] = [
    // A child before its parent, as some shops give them.
    category('13', '12', 'Becher & Krüge', 2),
    category('11', null, 'Küche', 0),
    category('12', '11', 'Geschirr', 1),
    { ...category('14', '11', 'Ausgelaufenes', 3), active: false },
  ]
  const manufacturers: ShopManufacturer[] = [
    {
      id: 'm1',
      name: 'Töpferei Müller & Söhne',
      website: 'https://toepferei.example',
      texts: [{ language: 'de', name: '', description: '<p>Seit 1890 – Handarbeit.</p>' }],
    },
    { id: 'm2', name: 'Glashütte', website: '' },
  ]
  const specifics: ShopSpecific[] = [
    {
      id: 's1',
      name: 'Material',
      sort: 2,
      texts: [
        { language: 'de', name: 'Material' },
        { language: 'en', name: 'Fabric' },
      ],
      values: [
        {
          id: 'sv1',
          value: 'Steingut',
          texts: [
            { language: 'de', name: 'Steingut' },
            { language: 'en', name: 'Stoneware' },
          ],
        },
        { id: 'sv2', value: 'Glas' },
      ],
    },
  ]
  const catalog: ShopItem[] = []
  for (let n = 1; n <= families; n++) catalog.push(...family(n))
  for (let n = 1; n <= simple; n++) catalog.push(single(n))
  const images = catalog.flatMap((item): ShopImage[] =>
    item.masterId
      ? []
      : [
          {
            id: `i${item.id}a`,
            relation: 'product',
            ownerId: item.id,
            fileName: `${item.id}-vorn.png`,
            altText: 'Von vorn',
            sort: 1,
          },
          {
            id: `i${item.id}b`,
            relation: 'product',
            ownerId: item.id,
            fileName: `${item.id}-hinten.png`,
            sort: 2,
          },
        ],
  )
  // Kontor has images of items alone.
  images.push({ id: 'ic', relation: 'category', ownerId: '11', fileName: 'kueche.png', sort: 1 })
  return { catalog, categories, manufacturers, specifics, images }
}

function family(n: number): ShopItem[] {
  const id = `f${n}`
  const variations = [
    { id: `${id}v1`, name: 'Farbe', values: colours.map((name, at) => ({ id: `${id}c${at}`, name })) },
    { id: `${id}v2`, name: 'Größe', values: sizes.map((name, at) => ({ id: `${id}s${at}`, name })) },
  ]
  const master: ShopItem = {
    ...single(n),
    ...named(id, `SHIRT-${n}`, `Hemd „Ärmel“ ${n}`),
    isMaster: true,
    variations,
    ean: '',
  }
  const children = colours.flatMap((colour, c) =>
    sizes.map((size, s): ShopItem => {
      const child = `${id}-${c}-${s}`
      return {
        ...single(n * 100 + c * 10 + s),
        ...named(child, `SHIRT-${n}-${c}${s}`, `Hemd ${n} ${colour} ${size}`),
        masterId: id,
        specialPrices: [],
        variations: [
          { id: `${id}v1`, name: 'Farbe', values: [{ id: `${id}c${c}`, name: colour }] },
          { id: `${id}v2`, name: 'Größe', values: [{ id: `${id}s${s}`, name: size }] },
        ],
      }
    }),
  )
  // Every second family comes children first.
  return n % 2 === 0 ? [...children, master] : [master, ...children]
}

function single(n: number): ShopItem {
  const reduced = n % 3 === 0
  return {
    ...named(`a${n}`, `ART-${n}`, `Becher Nº ${n}`),
    active: n % 7 !== 0,
    priceNet: `${n}.4567`,
    vat: reduced ? '7' : '19',
    stock: n % 5 === 0 ? '0' : `${n}.5`,
    considerStock: true,
    allowsOverselling: n % 4 === 0,
    ean: gtin(n),
    manufacturerId: n % 2 === 0 ? 'm1' : 'm2',
    manufacturerNumber: `HAN/${n}`,
    categoryIds: n % 2 === 0 ? ['13'] : ['12', '11'],
    weight: '0.350',
    specifics: n % 2 === 0 ? [{ specificId: 's1', valueId: n % 4 === 0 ? 'sv1' : 'sv2' }] : [],
    attributes: n % 3 === 0 ? [{ key: 'Spülmaschine', value: 'ja & nein' }] : [],
    prices: [
      { customerGroupId: null, fromQuantity: 10, net: `${n}.1` },
      { customerGroupId: '2', fromQuantity: 0, net: `${n}.05` },
      { customerGroupId: '2', fromQuantity: 50, net: `${n}.01` },
    ],
    specialPrices:
      n % 2 === 0
        ? [
            {
              customerGroupId: null,
              net: '0.99',
              from: '2020-01-01T00:00:00+01:00',
              until: '2090-01-01T00:00:00+01:00',
            },
          ]
        : [],
  }
}

function named(id: string, sku: string, name: string) {
  return {
    id,
    sku,
    texts: [
      {
        language: 'de',
        name,
        description: `<p class="x">${name} – <b>schön</b> &amp; <script>alert('ü')</script></p>`,
        shortDescription: 'Kurz: 100 % Ton',
        urlPath: sku.toLowerCase(),
        titleTag: 'Titel',
        metaDescription: 'Beschreibung',
        metaKeywords: 'ton, becher',
      },
      { language: 'en', name: `${name} (English)` },
    ],
  }
}

function category(id: string, parentId: string | null, name: string, sort: number): ShopCategory {
  return {
    id,
    parentId,
    active: true,
    sort,
    texts: [
      { language: 'de', name, description: `<h1>${name}</h1>`, urlPath: `k-${id}` },
      { language: 'en', name: `${name} EN` },
    ],
  }
}

// EAN-13 with its check digit.
function gtin(n: number): string {
  const digits = `40${String(n).padStart(10, '0')}`
  const sum = [...digits].reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
  return `${digits}${(10 - (sum % 10)) % 10}`
}
