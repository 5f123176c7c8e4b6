import { z } from 'zod'
import { unitCodes } from '../catalog/basePrice.ts'
import { described } from './described.ts'

/** An amount or quantity of 0 or more, as text: "12.50". */
export const amount = z.string().regex(/^\d{1,15}(\.\d{1,12})?$/)

export const itemNumber = z
  .string()
  .trim()
  .min(1)
  .max(150)
  .meta(described('Item number (SKU).', 'Artikelnummer (SKU).'))
export const name = z.string().trim().min(1).max(500).meta(described('The name.', 'Der Name.'))
export const whichItem = z
  .string()
  .min(1)
  .max(200)
  .meta(described('Id or number of the item.', 'Kennung oder Nummer des Artikels.'))
export const version = z
  .int()
  .min(1)
  .optional()
  .meta(
    described(
      'The version that was looked at; a newer one refuses the change.',
      'Die angesehene Fassung; eine neuere weist die Änderung ab.',
    ),
  )
export const language = z.string().regex(/^[a-z]{2}$/)

/** What a text may say besides its name. */
export const textParts = {
  description: z.string().max(200_000).optional(),
  shortDescription: z.string().max(20_000).optional(),
  path: z.string().trim().max(500).optional(),
  metaTitle: z.string().trim().max(500).optional(),
  metaDescription: z.string().trim().max(2000).optional(),
  metaKeywords: z.string().trim().max(2000).optional(),
}
const itemText = z.object({ name: z.string().trim().min(1).max(500), ...textParts })

/** A text for one channel: each field may be left to what is said elsewhere. */
export const partialText = z.object({ name: z.string().trim().max(500).optional(), ...textParts })

/** A text as it is stored: empty where nothing was said. */
export const storedText = z.object({
  name: z.string(),
  description: z.string(),
  shortDescription: z.string(),
  path: z.string(),
  metaTitle: z.string(),
  metaDescription: z.string(),
  metaKeywords: z.string(),
})

const maybe = z.string().nullable()
/** What an item shows beyond its list, as it is stored. */
export const shownFields = {
  manufacturerNumber: maybe,
  ownNumber: maybe,
  manufacturerId: z.uuid().nullable(),
  grossPrice: maybe,
  weight: maybe,
  shippingWeight: maybe,
  length: maybe,
  width: maybe,
  height: maybe,
  unit: maybe,
  content: maybe,
  contentUnit: maybe,
  baseAmount: maybe,
  baseUnit: maybe,
}

const gtin = z.string().max(14)
const unit = z.string().trim().min(1).max(50)
const number = z.string().trim().min(1).max(150)
const flags = {
  active: z.boolean().optional().meta(described('Whether it is in the offer.', 'Ob er im Angebot ist.')),
  blocked: z
    .boolean()
    .optional()
    .meta(
      described('Not to be sold: it leaves every offer.', 'Nicht zu verkaufen: Er verlässt jedes Angebot.'),
    ),
  stockManaged: z
    .boolean()
    .optional()
    .meta(described('Whether its stock is looked at.', 'Ob sein Bestand beachtet wird.')),
  oversell: z
    .boolean()
    .optional()
    .meta(described('May be sold without stock.', 'Darf ohne Bestand verkauft werden.')),
  buffer: amount
    .optional()
    .meta(
      described('So many are kept back from every channel.', 'So viele werden jedem Kanal vorenthalten.'),
    ),
}
const unitCode = z.enum(unitCodes)
const help = {
  gtin: described('GTIN (EAN).', 'GTIN (EAN).'),
  manufacturerNumber: described("The manufacturer's number.", 'Die Herstellerartikelnummer (HAN).'),
  ownNumber: described('A further number of your own.', 'Eine weitere eigene Nummer.'),
  manufacturerId: described('Id of the manufacturer.', 'Kennung des Herstellers.'),
  netPrice: described('Net price for everyone, such as 12.50.', 'Netto-Preis für alle, etwa 12.50.'),
  grossPrice: described(
    'The same said with tax, instead of the net price.',
    'Derselbe Preis mit Steuer, statt des Netto-Preises.',
  ),
  weight: described('Weight in kilograms.', 'Gewicht in Kilogramm.'),
  shippingWeight: described('Weight in kilograms, packed.', 'Gewicht verpackt in Kilogramm.'),
  size: described('In centimetres.', 'In Zentimetern.'),
  unit: described('In which it is sold, such as Stk, m or Paar.', 'Verkaufseinheit, etwa Stk, m oder Paar.'),
  content: described('How much one sold unit holds.', 'Wie viel eine Verkaufseinheit enthält.'),
  contentUnit: described('Unit of the content.', 'Einheit des Inhalts.'),
  baseAmount: described(
    'Base price: the price is shown per so much.',
    'Grundpreis: Der Preis wird je so viel angezeigt.',
  ),
  baseUnit: described('Unit of the base amount.', 'Einheit der Bezugsmenge.'),
  taxClassId: described(
    'Id of the tax class; without it the default.',
    'Kennung der Steuerklasse; sonst gilt die Standardklasse.',
  ),
  texts: described(
    'Texts by language: {"de": {"name": …, "description": …}}.',
    'Texte je Sprache: {"de": {"name": …, "description": …}}.',
  ),
}

/** What a new item may be given besides number and name. */
export const itemFields = {
  gtin: gtin.optional().meta(help.gtin),
  manufacturerNumber: number.optional().meta(help.manufacturerNumber),
  ownNumber: number.optional().meta(help.ownNumber),
  manufacturerId: z.uuid().optional().meta(help.manufacturerId),
  netPrice: amount.optional().meta(help.netPrice),
  grossPrice: amount.optional().meta(help.grossPrice),
  weight: amount.optional().meta(help.weight),
  shippingWeight: amount.optional().meta(help.shippingWeight),
  length: amount.optional().meta(help.size),
  width: amount.optional().meta(help.size),
  height: amount.optional().meta(help.size),
  unit: unit.optional().meta(help.unit),
  content: amount.optional().meta(help.content),
  contentUnit: unitCode.optional().meta(help.contentUnit),
  baseAmount: amount.optional().meta(help.baseAmount),
  baseUnit: unitCode.optional().meta(help.baseUnit),
  taxClassId: z.uuid().optional().meta(help.taxClassId),
  ...flags,
  texts: z.record(language, itemText).optional().meta(help.texts),
}

/** What a change may say: absent stays, null goes. */
export const changeFields = {
  version,
  itemNumber: itemNumber.optional(),
  name: name.optional(),
  gtin: gtin.nullable().optional().meta(help.gtin),
  manufacturerNumber: number.nullable().optional().meta(help.manufacturerNumber),
  ownNumber: number.nullable().optional().meta(help.ownNumber),
  manufacturerId: z.uuid().nullable().optional().meta(help.manufacturerId),
  netPrice: amount.nullable().optional().meta(help.netPrice),
  grossPrice: amount.nullable().optional().meta(help.grossPrice),
  weight: amount.nullable().optional().meta(help.weight),
  shippingWeight: amount.nullable().optional().meta(help.shippingWeight),
  length: amount.nullable().optional().meta(help.size),
  width: amount.nullable().optional().meta(help.size),
  height: amount.nullable().optional().meta(help.size),
  unit: unit.nullable().optional().meta(help.unit),
  content: amount.nullable().optional().meta(help.content),
  contentUnit: unitCode.nullable().optional().meta(help.contentUnit),
  baseAmount: amount.nullable().optional().meta(help.baseAmount),
  baseUnit: unitCode.nullable().optional().meta(help.baseUnit),
  taxClassId: z.uuid().nullable().optional().meta(help.taxClassId),
  ...flags,
  texts: z.record(language, itemText.nullable()).optional().meta(help.texts),
}

/** One element of a list that was done. */
export const changedShape = z.object({
  id: z.uuid(),
  did: z.enum(['changed', 'unchanged']),
  version: z.int(),
})

/** The same where nothing counts its versions. */
export const doneShape = z.object({ id: z.uuid(), did: z.enum(['changed', 'unchanged']) })

/** One element of a list that was left as it is, and why. */
export const refusedShape = z.object({
  id: z.string(),
  did: z.literal('refused'),
  code: z.string(),
  data: z.record(z.string(), z.string()),
})
