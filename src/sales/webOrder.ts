/**
 * A web order as the inbox sees it: what a shop sent, before anybody has taken it over. The fields are those of the
 * neutral record that crosses the port; this room states what it needs of them.
 */
export interface WebOrder {
  readonly externalNumber: string
  /** Where the shop sells several times over: the sub-shop or the seller that it came from. */
  readonly place?: string
  readonly placedAt: string
  readonly currency: string
  /** Absent only while pending. */
  readonly totalGross?: string
  /** Shipped by the marketplace: nothing to deliver, no stock of ours. */
  readonly fulfilledBy?: 'channel'
  readonly pending?: boolean
  /** Pending until we have said whether we take it, at the latest until then. */
  readonly wantsConfirmation?: { readonly until?: string }
  readonly customer?: { readonly theirs: string }
  readonly billing?: WebAddress
  readonly shipping?: WebAddress
  readonly paymentState: string
  readonly remoteState: string
  readonly payment: { readonly method: string; readonly reference?: string; readonly paidAt?: string }
  readonly delivery: { readonly method?: string; readonly carrier?: string; readonly wishedFor?: string }
  readonly language?: string
  readonly customerNote?: string
  readonly lines: readonly WebOrderLine[]
  readonly attributes?: Readonly<Record<string, string>>
}

export interface WebAddress {
  readonly company?: string
  readonly firstName?: string
  readonly lastName?: string
  readonly street?: string
  readonly postcode?: string
  readonly city?: string
  readonly country?: string
  readonly email?: string
}

export interface WebOrderLine {
  readonly ref: { readonly theirs: string }
  readonly kind: string
  readonly item?: { readonly ref?: { readonly theirs: string; readonly no?: number }; readonly sku?: string }
  readonly name: string
  readonly quantity: string
  readonly unitNet?: string
  readonly unitGross?: string
  /** Absent where the channel names none: it follows from the item and the country. */
  readonly taxRate?: string
  /** Who collects and pays the tax, where it is not us. */
  readonly taxBy?: 'marketplace'
  readonly detail?: Readonly<Record<string, unknown>>
}

/** How the person is called in lists: company, else first and last name. */
export function displayName(address: WebAddress | undefined): string {
  if (!address) return ''
  return address.company || [address.firstName, address.lastName].filter(Boolean).join(' ')
}
