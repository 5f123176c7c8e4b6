import { hash } from 'node:crypto'
import type { ItemState, VariationState } from '../../port/outgoing.ts'
import type { Globals } from './globals.ts'
import { textsFor } from './wireText.ts'

/** Parents of variations, and the items that stand for one choice of each. */

/** Whether an item is only a place for its children. A child that is told alone, without its parent, is none. */
export function isMaster({ parent, chosen, variations = [] }: ItemState): boolean {
  return parent === undefined && chosen === undefined && variations.length > 0
}

/**
 * What a product says of its family: a parent all variations, generation 3 also one row per child and variation, and a checksum
 * of both, by which shops see that there is nothing to build anew; a child of each variation exactly the value that it has.
 */
export function familyModel(
  state: ItemState,
  master: ItemState | undefined,
  globals: Globals,
  productId: readonly unknown[],
): object {
  const variations = variationsOf(state, master).map(one => variationModel(one, globals, productId))
  const combinations = (state.children ?? []).flatMap(child =>
    child.chosen.map(({ variation, value }) => ({
      productId: ['', child.ref.no],
      productVariationId: ['', variation.no],
      productVariationValueId: ['', value.no],
    })),
  )
  if (!isMaster(state)) return { isMasterProduct: false, variations }
  const content = hash('sha256', JSON.stringify([variations, combinations]))
  return {
    isMasterProduct: true,
    variations,
    varCombinations: combinations,
    checksums: [
      { foreignKey: productId, endpoint: '', hasChanged: false, host: content.slice(0, 32), type: 1 },
    ],
  }
}

// A child names of each variation exactly the value that it has, under the numbers of its master. Alone it is an item like others.
function variationsOf(state: ItemState, master: ItemState | undefined): readonly VariationState[] {
  if (isMaster(state)) return state.variations ?? []
  if (!state.parent) return []
  const chosen = new Map((state.chosen ?? []).map(({ variation, value }) => [variation.no, value.no]))
  return (state.variations ?? master?.variations ?? []).flatMap(variation => {
    const values = variation.values.filter(value => value.ref.no === chosen.get(variation.ref.no))
    return values.length === 0 ? [] : [{ ...variation, values }]
  })
}

function variationModel(
  { ref, texts, values }: VariationState,
  globals: Globals,
  productId: readonly unknown[],
): object {
  const id = ['', ref.no]
  return {
    id,
    productId,
    sort: 0,
    type: 'select',
    invisibilities: [],
    i18ns: textsFor(texts, globals).map(({ languageISO, text }) => ({
      productVariationId: id,
      languageISO,
      name: text.name,
    })),
    values: values.map(value => ({
      id: ['', value.ref.no],
      productVariationId: id,
      sort: value.sort,
      extraWeight: 0,
      extraCharges: [],
      invisibilities: [],
      i18ns: textsFor(value.texts, globals).map(({ languageISO, text }) => ({
        productVariationValueId: ['', value.ref.no],
        languageISO,
        name: text.name,
      })),
    })),
  }
}
