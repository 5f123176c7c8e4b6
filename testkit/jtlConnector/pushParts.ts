/** What all pushes share: where a model is stored, and its texts. */
import { type Batch, type Identity, readId, resolve } from './identities.ts'
import type { RelationType } from './mapping.ts'
import { languageOf, models, text } from './readModel.ts'
import type { ShopText } from './shopData.ts'
import type { ShopState } from './state.ts'
import type { WireModel } from './wire.ts'

/** The id under which a model is stored: the linked one, as long as the object still exists, else a fresh one. */
export function place(
  batch: Batch,
  type: RelationType,
  model: WireModel,
  collection: { get(id: string): unknown; freshId(): string },
  adopted?: string,
): Identity & { readonly id: string } {
  const identity = readId(model['id'])
  const linked = resolve(batch, type, identity)
  // An id that the caller insists on is taken over without a look whether it exists (V5).
  const known = identity.endpoint !== '' || collection.get(linked) ? linked : ''
  return { ...identity, id: known || adopted || collection.freshId() }
}

/** The texts of a model in all languages. `nameField`: under which name it says what it is called. */
export function readTexts(state: ShopState, model: WireModel, nameField = 'name'): ShopText[] {
  return models(model, 'i18ns').map(found => ({
    language: languageOf(state, found),
    name: text(found, nameField),
    description: text(found, 'description'),
    shortDescription: text(found, 'shortDescription'),
    urlPath: text(found, 'urlPath'),
    titleTag: text(found, 'titleTag'),
    metaDescription: text(found, 'metaDescription'),
    metaKeywords: text(found, 'metaKeywords'),
  }))
}

/** What something is called in the shop's own language; in the first where it has none in that. */
export function ownName(state: ShopState, texts: readonly ShopText[]): string {
  const own = state.globals.languages.find(language => language.isDefault)?.language
  return (texts.find(known => known.language === own) ?? texts[0])?.name ?? ''
}
