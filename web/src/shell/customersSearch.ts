/** What the list of customers shows. */
export interface CustomersSearch {
  readonly search?: string | undefined
  readonly exact?: boolean | undefined
  readonly blocked?: string | undefined
  readonly kind?: string | undefined
  readonly group?: string | undefined
  readonly country?: string | undefined
  readonly open?: string | undefined
  readonly row?: string | undefined
}

/** From how many points on duplicates are shown, and which pair. */
export interface DuplicatesSearch {
  readonly from?: string | undefined
  readonly row?: string | undefined
}

/** Those of its fields that are texts. */
export const customersSearch = ['search', 'blocked', 'kind', 'group', 'country', 'open', 'row'] as const
