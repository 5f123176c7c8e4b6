import { z } from 'zod'
import type { Tx } from '../base/database.ts'
import { listAttributes, objectionToValue } from '../catalog/attributes.ts'
import { textFields } from '../catalog/itemFields.ts'
import { catalogProblem } from '../catalog/problems.ts'
import type { BulkChange } from '../sync/bulkEdit/bulkChange.ts'
import { channelIdOf } from './channels.ts'
import { described } from './described.ts'
import { textParts } from './itemInput.ts'
import type { Context } from './operation.ts'

/** Texts and attributes of a change of many items, as people say them. */
export const bulkEditWords = {
  text: z
    .array(
      z
        .string()
        .max(200_100)
        .regex(/^[a-z]{2}\.\w+=/),
    )
    .max(50)
    .optional()
    .meta(
      described(
        'language.field=text: "de.shortDescription=New" is the German short description, "de.path=" takes it away.',
        'sprache.feld=text: „de.shortDescription=Neu“ ist die deutsche Kurzbeschreibung, „de.path=“ entfernt sie.',
      ),
    ),
  textChannel: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta(
      described(
        'Texts are those of this channel: its id or name; "" there is "as elsewhere".',
        'Texte sind die dieses Kanals: seine Kennung oder sein Name; leer heißt dort „wie sonst“.',
      ),
    ),
  attribute: z
    .array(
      z
        .string()
        .max(200_300)
        .regex(/^[^=]+=/),
    )
    .max(50)
    .optional()
    .meta(
      described(
        'name=value, or name:de=value where it is translated; the id may stand for the name, "name=" takes away.',
        'name=wert, oder name:de=wert, wo es übersetzt ist; statt des Namens die Kennung, „name=“ entfernt.',
      ),
    ),
}

type Said = { readonly [K in keyof typeof bulkEditWords]?: z.infer<(typeof bulkEditWords)[K]> }
const longest: Readonly<Record<string, number>> = Object.fromEntries([
  ['name', 500],
  ...Object.entries(textParts).map(([field, text]) => [field, text.unwrap().maxLength ?? 0]),
])

/** The texts that were said. Throws BULK_FIELD_UNKNOWN, BULK_VALUE_INVALID, and what is unknown by name. */
export async function saidTexts(
  tx: Tx,
  context: Context,
  { text: list = [], textChannel }: Said,
): Promise<BulkChange['texts']> {
  if (list.length === 0) return undefined
  const channelId = textChannel === undefined ? null : await channelIdOf(tx, context, textChannel)
  return list.map(one => {
    const [language, name, value] = [one.slice(0, 2), one.slice(3, one.indexOf('=')), after(one)]
    const field = textFields.find(known => known === name)
    if (!field)
      throw catalogProblem('BULK_FIELD_UNKNOWN', {
        field: one.slice(0, one.indexOf('=')),
        fields: textFields.map(known => `${language}.${known}`),
      })
    // Without a name there would be no text in that language; a channel falls back to what is said elsewhere.
    if ((value === '' && field === 'name' && channelId === null) || value.length > (longest[field] ?? 0))
      throw catalogProblem('BULK_VALUE_INVALID', { field: `${language}.${field}`, value: value.slice(0, 50) })
    return { channelId, language, field, value }
  })
}

/** The attributes that were said. Throws ATTRIBUTE_UNKNOWN, ATTRIBUTE_VALUE_INVALID, LANGUAGE_INVALID. */
export async function saidAttributes(
  tx: Tx,
  { tenant }: Context,
  { attribute: list = [] }: Said,
): Promise<BulkChange['attributes']> {
  if (list.length === 0) return undefined
  const known = await listAttributes(tx, tenant)
  const named = (name: string) => known.find(one => one.id === name || one.name === name)
  return list.map(said => {
    const key = said.slice(0, said.indexOf('='))
    // A name may hold a colon itself.
    const [, name = key, language = ''] = named(key) ? [] : (/^(.*):([a-z]{2})$/s.exec(key) ?? [])
    const attribute = named(name)
    if (!attribute) throw catalogProblem('ATTRIBUTE_UNKNOWN', { attribute: key })
    const value = after(said) || null
    const judged = value ?? anything(attribute.kind)
    const objection = objectionToValue(
      '',
      attribute.id,
      attribute,
      language === '' ? judged : { [language]: judged },
    )
    if (objection) throw catalogProblem(objection.code, { ...objection.data, value: after(said) })
    return { attributeId: attribute.id, language, value }
  })
}

// Stands for a value that goes: only whether it is translated is judged then.
function anything(kind: string): string {
  return { number: '0', flag: 'true', date: '2000-01-01' }[kind] ?? 'text'
}

function after(said: string): string {
  return said.slice(said.indexOf('=') + 1)
}
