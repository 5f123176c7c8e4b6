import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type CustomerDetail, changeCustomer, customerQuery } from '../../api/customer.ts'
import { isProblem } from '../../api/problem.ts'
import { type CustomerFieldName, customerFields } from '../customers/fieldWords.ts'

export type Value = string | boolean
export type Draft = Partial<Record<CustomerFieldName, Value>>

/** What is stored of a field, as a field of a form takes it. */
export function storedValue(customer: CustomerDetail, field: CustomerFieldName): Value {
  return customer[field] ?? ''
}

/** One draft over all fields of a customer, saved at once; somebody else's change in between is kept apart. */
export function useCustomerEdit(customer: CustomerDetail, onSaved: () => void) {
  const client = useQueryClient()
  const [draft, setDraft] = useState<Draft>({})
  // What the draft was begun on: later readings of the page do not count as seen.
  const [base, setBase] = useState(customer)
  const [conflict, setConflict] = useState<CustomerDetail>()
  const begun = Object.keys(draft).length > 0 ? base : customer
  const fresh = () => client.fetchQuery({ ...customerQuery(customer.number), staleTime: 0 })
  const save = useMutation({
    mutationFn: ({ wish, version }: { readonly wish: Draft; readonly version: number }) =>
      changeCustomer(customer.id, asInput(wish), version),
    onSuccess: async () => {
      setDraft({})
      setConflict(undefined)
      await client.invalidateQueries()
      onSaved()
    },
    onError: async error => {
      if (isProblem(error, 'CUSTOMER_CHANGED')) setConflict(await fresh())
    },
  })
  const set = (field: CustomerFieldName, value: Value) => {
    save.reset()
    const next: Draft = { ...draft, [field]: value }
    if (storedValue(begun, field) === value) delete next[field]
    if (Object.keys(draft).length === 0) setBase(customer)
    setDraft(next)
  }
  return {
    draft,
    base: begun,
    conflict,
    error: conflict ? null : save.error,
    busy: save.isPending,
    changed: customerFields.filter(field => field in draft),
    value: (field: CustomerFieldName): Value => draft[field] ?? storedValue(begun, field),
    set,
    discard: () => {
      save.reset()
      setDraft({})
      setConflict(undefined)
    },
    save: () => save.mutate({ wish: draft, version: begun.version }),
    /** Saves what was chosen on top of what somebody else stored. */
    resolve: (wish: Draft, now: CustomerDetail) => {
      setDraft(wish)
      setBase(now)
      setConflict(undefined)
      if (Object.keys(wish).length > 0) save.mutate({ wish, version: now.version })
    },
    closeConflict: () => setConflict(undefined),
  }
}
export type CustomerEdit = ReturnType<typeof useCustomerEdit>

// The group is said by its id under another name.
function asInput({ groupId, ...fields }: Draft): Record<string, Value> {
  return { ...fields, ...(groupId === undefined ? {} : { group: groupId }) }
}
