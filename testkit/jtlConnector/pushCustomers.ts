/** Customers that the ERP sends: the whole of each is replaced, and one that the shop does not know is made. */
import { type Batch, readId, remember, resolve } from './identities.ts'
import { place } from './pushParts.ts'
import { flag, languageOf, models, number, text } from './readModel.ts'
import type { ShopState } from './state.ts'
import type { WireModel } from './wire.ts'

/** What of a push is looked at: all of it, but where the shop ends one of customers at the first without an account. */
export function takenOf(
  { quirks }: ShopState,
  controller: string,
  sent: readonly WireModel[],
): readonly WireModel[] {
  if (controller !== 'customer' || !quirks.stopsAtGuests) return sent
  const guest = sent.findIndex(model => !flag(model, 'hasCustomerAccount'))
  return guest < 0 ? sent : sent.slice(0, guest)
}

/** Stores one customer; who is made is mailed a password. */
export function storeCustomer(batch: Batch, model: WireModel): string {
  const { state } = batch
  const { customers } = state.store
  const { id, host } = place(batch, 'Customer', model, customers)
  const groupId = resolve(batch, 'CustomerGroup', readId(model['customerGroupId']))
  customers.put({
    id,
    ...(groupId ? { groupId } : {}),
    number: text(model, 'customerNumber'),
    language: languageOf(state, model),
    birthday: text(model, 'birthday') || null,
    createdAt: text(model, 'creationDate') || null,
    salutation: text(model, 'salutation'),
    title: text(model, 'title'),
    firstName: text(model, 'firstName'),
    lastName: text(model, 'lastName'),
    company: text(model, 'company'),
    street: text(model, 'street'),
    extraLine: text(model, 'extraAddressLine'),
    deliveryInstruction: text(model, 'deliveryInstruction'),
    zipCode: text(model, 'zipCode'),
    city: text(model, 'city'),
    state: text(model, 'state'),
    country: text(model, 'countryIso'),
    phone: text(model, 'phone'),
    mobile: text(model, 'mobile'),
    fax: text(model, 'fax'),
    email: text(model, 'eMail'),
    vatNumber: text(model, 'vatNumber'),
    website: text(model, 'websiteUrl'),
    note: text(model, 'note'),
    origin: text(model, 'origin'),
    credit: number(model, 'accountCredit'),
    discount: number(model, 'discount'),
    hasAccount: flag(model, 'hasCustomerAccount'),
    newsletter: flag(model, 'hasNewsletterSubscription'),
    active: flag(model, 'isActive'),
    attributes: models(model, 'attributes').map(one => ({
      key: text(one, 'key'),
      value: text(one, 'value'),
    })),
  })
  remember(batch, 'Customer', id, host)
  return id
}
