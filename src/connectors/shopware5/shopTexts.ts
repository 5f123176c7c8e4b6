import type { LocalTexts, SendResult } from '../../port/outgoing.ts'
import type { Globals, SubShop } from './globals.ts'

/** The shop whose language is that of the items themselves; the others have translations. */
export function mainShop({ shops }: Globals): SubShop | undefined {
  return shops.find(one => one.isDefault) ?? shops[0]
}

/** The texts of an object itself: in the language of the main shop, else in the first that it has. */
export function ownText(texts: LocalTexts, globals: Globals): LocalTexts[string] | undefined {
  const own = texts[mainShop(globals)?.language ?? '']
  return own?.name ? own : Object.values(texts).find(text => text.name !== '')
}

/** Its texts for each shop in another language, by the id of that shop. */
export function translatedTexts(
  texts: LocalTexts,
  globals: Globals,
): readonly { readonly shop: string; readonly text: LocalTexts[string] }[] {
  const main = mainShop(globals)
  return globals.shops.flatMap(({ id, language }) => {
    const text = texts[language]
    return id === main?.id || language === main?.language || !text ? [] : [{ shop: id, text }]
  })
}

/** Why an object without any name cannot be sent; undefined for one that has one. */
export function textProblem(texts: LocalTexts, globals: Globals): SendResult | undefined {
  if (ownText(texts, globals)) return undefined
  return {
    result: 'rejected',
    code: 'TEXT_MISSING',
    field: 'texts',
    text: mainShop(globals)?.language || '-',
  }
}
