import { useMutation, useQueryClient } from '@tanstack/react-query'
import { setParts, setVariations } from '../../api/families.ts'
import { type Item, itemQuery, saveItem } from '../../api/item.ts'
import { refreshItems } from '../../api/items.ts'
import { isProblem } from '../../api/problem.ts'
import { typedDecimal } from '../../words/decimalText.ts'
import { bodyOf, type Draft } from './fields.ts'
import type { ItemEdit } from './useItemEdit.ts'

/**
 * Saves the draft: facts, texts, categories and channels at once, then variations, then parts. What was saved leaves the
 * draft, so that what was refused stands there alone. Saved by somebody else meanwhile: `onOld`, nothing is written.
 */
export function useSave(edit: ItemEdit, item: Item, onOld: () => void) {
  const client = useQueryClient()
  const put = (fresh: Item) => {
    client.setQueryData(itemQuery(fresh.id).queryKey, fresh)
    client.setQueryData(itemQuery(fresh.itemNumber).queryKey, fresh)
  }
  const mutation = useMutation({
    mutationFn: async ({ base, draft }: { readonly base: Item; readonly draft: Draft }) => {
      const { parts, variations } = edit
      if (Object.keys(draft).length > 0) {
        const fresh = await saveItem(item.id, bodyOf(base, draft))
        put(fresh)
        edit.restart(fresh, {})
      }
      if (variations) {
        await setVariations(item.id, variations)
        edit.setVariations(undefined)
      }
      if (parts) {
        await setParts(
          item.id,
          parts.map(part => ({ ...part, quantity: typedDecimal(part.quantity) ?? part.quantity })),
        )
        edit.setParts(undefined)
      }
    },
    onError: async error => {
      if (!isProblem(error, 'VERSION_OLD')) return
      await client.refetchQueries({ queryKey: ['items', 'one'], type: 'active' })
      onOld()
    },
    onSettled: () => refreshItems(client),
  })
  const { error } = mutation
  return {
    save: (base: Item, draft: Draft) => mutation.mutate({ base, draft }),
    isSaving: mutation.isPending,
    error: error && !isProblem(error, 'VERSION_OLD') ? error : undefined,
  }
}
