/** What the process field of the search looks at. */
export const processFields = ['number', 'external', 'tracking', 'delivery', 'payment', 'note'] as const
export type ProcessField = (typeof processFields)[number]
/** Those that it looks at if nobody says. */
export const usualProcessFields: readonly ProcessField[] = ['number', 'external', 'tracking', 'delivery']

/** What the customer's field of the search looks at. */
export const customerFields = [
  'number',
  'name',
  'email',
  'postcode',
  'city',
  'phone',
  'debtor',
  'billing',
  'shipping',
] as const
export type CustomerField = (typeof customerFields)[number]
/** Those that it looks at if nobody says. */
export const usualCustomerFields: readonly CustomerField[] = [
  'number',
  'name',
  'email',
  'postcode',
  'city',
  'phone',
]

/** What the item field of the search looks at. */
export const itemFields = ['number', 'name', 'gtin', 'han', 'own', 'text'] as const
export type ItemField = (typeof itemFields)[number]
/** Those that it looks at if nobody says. */
export const usualItemFields: readonly ItemField[] = ['number', 'name', 'gtin', 'han', 'own']

/** The three search fields of the list, as a person typed them, and what each of them looks at. */
export interface OrderSearch {
  readonly process?: string | undefined
  readonly processFields?: readonly ProcessField[] | undefined
  readonly customer?: string | undefined
  readonly customerFields?: readonly CustomerField[] | undefined
  readonly item?: string | undefined
  readonly itemFields?: readonly ItemField[] | undefined
  /** Whole words only instead of beginnings. */
  readonly exact?: boolean | undefined
}
