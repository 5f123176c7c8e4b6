import { exact, rounded } from '../../base/decimal.ts'
import { smallestIn } from '../../port/measures.ts'
import type { ItemState, Outgoing, OutgoingStates, StockState, VariationState } from '../../port/outgoing.ts'
import { crossSellingRows } from './crossSelling.ts'
import { shippingClass } from './globals.ts'
import { rowKey } from './keys.ts'
import { measureKeys } from './measures.ts'
import { priceSet, specialPrice } from './priceXml.ts'
import { plainRate, type Setup } from './setup.ts'
import { defaultText, textsIn } from './texts.ts'
import { element, type Fields } from './xml.ts'

/**
 * An item, complete: the shop deletes the old one and builds it anew. Of its keys five are attributes, the others have to be children:
 * as attributes they become nothing.
 */
export function itemXml({ ref, state }: Outgoing<'item'>, setup: Setup, timeZone: string): string {
  const kArtikel = ref.no
  const text = defaultText(state.texts, setup)
  const { fStandardpreisNetto, lists } = priceSet(kArtikel, state.prices, setup)
  const maker = state.manufacturer && 'ref' in state.manufacturer ? state.manufacturer.ref.no : 0
  const kEinheit = setup.units.find(one => one.name === state.unit)?.key ?? 0
  return element(
    'tartikel',
    { kArtikel, kHersteller: maker, kLieferstatus: 0, kSteuerklasse: taxClassOf(state, setup), kEinheit },
    {
      kVersandklasse: shippingClass,
      // A child's place among the values of its parent goes by the child's own number.
      kEigenschaftKombi: state.parent ? kArtikel : 0,
      kVaterArtikel: state.parent?.no ?? 0,
      kStueckliste: 0,
      kWarengruppe: 0,
      cArtNr: state.itemNumber,
      cName: text?.name,
      cSeo: text?.path ?? '',
      cBeschreibung: text?.description ?? '',
      cKurzBeschreibung: text?.shortDescription ?? '',
      cHAN: state.manufacturerNumber ?? '',
      cBarcode: state.gtin ?? '',
      ...stockFields(state.stock),
      fMwSt: state.taxRate,
      fStandardpreisNetto,
      fGewicht: state.shippingWeight ?? state.weight ?? '0',
      fArtikelgewicht: state.weight ?? '0',
      fLaenge: state.size?.length ?? '0',
      fBreite: state.size?.width ?? '0',
      fHoehe: state.size?.height ?? '0',
      ...baseFields(state, setup),
      nIstVater: !state.parent && (state.variations?.length ?? 0) > 0 ? 1 : 0,
      cTopArtikel: 'N',
      cNeu: 'N',
      cTeilbar: 'N',
      nSort: 0,
      nNichtRabattfaehig: 0,
    },
    [
      ...state.categories.map(({ no: kKategorie }, at) =>
        element('tkategorieartikel', { kKategorieArtikel: rowKey(kArtikel, at), kArtikel, kKategorie }),
      ),
      ...textsIn(state.texts, setup, 1).map(({ kSprache, text }) =>
        element(
          'tartikelsprache',
          { kArtikel, kSprache },
          {
            cName: text.name,
            cSeo: text.path ?? '',
            cBeschreibung: text.description ?? '',
            cKurzBeschreibung: text.shortDescription ?? '',
          },
        ),
      ),
      ...lists,
      ...specialPrice(kArtikel, state.prices, setup, timeZone),
      ...Object.entries(state.attributes ?? {}).map(([cName, cStringWert], at) =>
        element(
          'tattribut',
          { kAttribut: rowKey(kArtikel, at), kArtikel },
          { cName, cStringWert, nSort: at },
        ),
      ),
      ...(state.active
        ? []
        : setup.groups.map(({ key }) => element('tartikelsichtbarkeit', { kKundengruppe: key, kArtikel }))),
      ...(state.characteristics ?? []).map(({ characteristic, value }) =>
        element('tartikelmerkmal', { kArtikel, kMerkmal: characteristic.no, kMerkmalWert: value.no }),
      ),
      ...(state.parent
        ? []
        : (state.variations ?? []).map((one, at) => variationXml(kArtikel, one, at, setup))),
      ...(state.parent ? combination(kArtikel, state.chosen ?? []) : []),
      ...crossSellingRows(kArtikel, state.crossSelling),
    ],
  )
}

/** What the shop's class of the item's rate is called; undefined where the settings name none. */
export function taxClassOf(
  { taxRate }: Pick<ItemState, 'taxRate'>,
  { taxClasses }: Setup,
): string | undefined {
  const rate = plainRate(taxRate)
  return taxClasses.find(one => one.name === rate)?.key
}

/** Quantity and full price set of an item alone: the shop resets every price that is not named. */
export function quickXml(
  stock: OutgoingStates['stock'],
  { prices }: OutgoingStates['price'],
  setup: Setup,
): string {
  const { no } = stock.item
  const { fStandardpreisNetto, lists } = priceSet(no, prices, setup)
  const fields = { fLagerbestand: stock.stock.offered, fStandardpreisNetto }
  return element('tartikel', { kArtikel: no }, fields, lists)
}

function stockFields({ offered, managed, oversell }: StockState): Fields {
  return {
    fLagerbestand: offered,
    cLagerBeachten: managed ? 'Y' : 'N',
    cLagerKleinerNull: oversell ? 'Y' : 'N',
    cLagerVariation: 'N',
  }
}

// How often the base amount is in one sold unit, and what that amount is called.
function baseFields({ basePrice }: ItemState, { replaces }: Setup): Fields {
  if (!basePrice) return { cVPE: 'N', fVPEWert: '0', cVPEEinheit: '' }
  const { content, contentUnit, baseAmount, baseUnit } = basePrice
  const held = exact(content).times(smallestIn(contentUnit))
  const shown = exact(baseAmount).times(smallestIn(baseUnit))
  if (!shown.gt(0)) return { cVPE: 'N', fVPEWert: '0', cVPEEinheit: '' }
  return {
    cVPE: 'Y',
    fVPEWert: rounded(held.div(shown), 6).toFixed(),
    cVPEEinheit: baseAmount === '1' ? baseUnit : `${baseAmount} ${baseUnit}`,
    // Only the keys of units that were sent are known.
    ...(replaces
      ? {
          kMassEinheit: measureKeys.get(contentUnit) ?? 0,
          fMassMenge: content,
          kGrundPreisEinheit: measureKeys.get(baseUnit) ?? 0,
          fGrundpreisMenge: baseAmount,
        }
      : {}),
  }
}

function variationXml(
  kArtikel: number,
  { ref, texts, values }: VariationState,
  at: number,
  setup: Setup,
): string {
  const kEigenschaft = ref.no
  return element(
    'teigenschaft',
    { kEigenschaft, kArtikel },
    { cName: defaultText(texts, setup)?.name, cTyp: 'SELECTBOX', cWaehlbar: 'Y', nSort: at },
    [
      ...textsIn(texts, setup, 1).map(({ kSprache, text }) =>
        element('teigenschaftsprache', { kEigenschaft, kSprache }, { cName: text.name }),
      ),
      ...values.map(value => {
        const kEigenschaftWert = value.ref.no
        return element(
          'teigenschaftwert',
          { kEigenschaftWert, kEigenschaft },
          {
            cName: defaultText(value.texts, setup)?.name,
            fAufpreisNetto: '0',
            fGewichtDiff: '0',
            nSort: value.sort,
          },
          textsIn(value.texts, setup, 1).map(({ kSprache, text }) =>
            element('teigenschaftwertsprache', { kEigenschaftWert, kSprache }, { cName: text.name }),
          ),
        )
      }),
    ],
  )
}

// The table of combinations has no element of its own: the shop takes lines of SQL for it. They are made of whole numbers only.
function combination(no: number, chosen: NonNullable<ItemState['chosen']>): readonly string[] {
  const rows = chosen.map(({ variation, value }) => `(${[no, variation.no, value.no].map(whole).join(',')})`)
  const table = 'teigenschaftkombiwert'
  const columns = 'kEigenschaftKombi,kEigenschaft,kEigenschaftWert'
  return [
    element('SQLDEL', {}, {}, [`DELETE FROM ${table} WHERE kEigenschaftKombi=${whole(no)}`]),
    ...(rows.length === 0
      ? []
      : [element('SQL', {}, {}, [`INSERT INTO ${table} (${columns}) VALUES ${rows.join(',')}`])]),
  ]
}

function whole(no: number): string {
  if (!Number.isSafeInteger(no) || no < 0) throw new TypeError(`${no} is no key`)
  return String(no)
}
