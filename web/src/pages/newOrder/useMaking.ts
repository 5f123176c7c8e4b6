import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { onceKey } from '../../api/call.ts'
import { addOrder, type NewOrder } from '../../api/makeOrder.ts'
import { holdOrders } from '../../api/orders.ts'
import { addQuotation, changeQuotation, type Quotation } from '../../api/quotations.ts'
import type { Draft } from './draft.ts'

interface Wish {
  readonly what: 'order' | 'quotation'
  readonly draft: Draft
  readonly sent: NewOrder
}

/** Makes the order, or the quotation, and goes there. What is refused stays with its reason, and so does what was typed. */
export function useMaking(quotation: Quotation | undefined) {
  const go = useNavigate()
  const client = useQueryClient()
  const [notHeld, setNotHeld] = useState<{
    readonly id: string
    readonly number: string
    readonly why: string
  }>()
  // The same again (a double click, an answer that got lost) has the same key: one thing is made.
  const last = useRef({ text: '', key: '' })
  const keyOf = (wish: object) => {
    const text = JSON.stringify(wish)
    if (text !== last.current.text) last.current = { text, key: onceKey() }
    return last.current.key
  }
  const act = useMutation({
    mutationFn: async ({ what, draft, sent }: Wish): Promise<string | undefined> => {
      setNotHeld(undefined)
      if (what === 'quotation') {
        const wish = { ...sent, ...(draft.validUntil === '' ? {} : { validUntil: draft.validUntil }) }
        const { items } = await (quotation
          ? changeQuotation(quotation.id, quotation.version, wish)
          : addQuotation(wish, keyOf(wish)))
        const [done] = items
        await client.invalidateQueries()
        if (!done?.quotationId || done.did === 'refused') return refusal(done)
        await go({ to: '/quotations/$id', params: { id: done.quotationId } })
        return undefined
      }
      const order = { ...sent, kind: draft.isNew ? ('instant' as const) : ('customer' as const) }
      const { items } = await addOrder(order, keyOf(order))
      const [made] = items
      if (!made?.orderId || made.did === 'refused') return refusal(made)
      const held = draft.hold ? await holdOrders([made.orderId], draft.holdReason.trim()) : undefined
      await client.invalidateQueries()
      const why = refusal(held?.items[0])
      if (held && held.refused > 0)
        setNotHeld({ id: made.orderId, number: made.orderNumber ?? '', why: why ?? '' })
      else await go({ to: '/orders/$id', params: { id: made.orderId } })
      return undefined
    },
  })
  return {
    make: (what: Wish['what'], draft: Draft, sent: NewOrder) => act.mutate({ what, draft, sent }),
    busy: act.isPending,
    error: act.error,
    refused: act.data,
    notHeld,
  }
}

function refusal(
  result: { readonly reason: string | null; readonly remedy: string | null } | undefined,
): string | undefined {
  return [result?.reason, result?.remedy].filter(Boolean).join(' ') || undefined
}
