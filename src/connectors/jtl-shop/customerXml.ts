import { keptAttributes } from '../../port/keptAttributes.ts'
import type { Outgoing, SendResult } from '../../port/outgoing.ts'
import { type Customer, isRow, keyOf, listOf, textOf } from './payloads.ts'
import { element } from './xml.ts'

// What of a customer has no word in the port, and is lost where it is left out.
const keptFields = [
  'kSprache',
  'cKundenNr',
  'cMail',
  'cAdressZusatz',
  'cZusatz',
  'cFax',
  'cWWW',
  'dGeburtstag',
  'fRabatt',
] as const

/** What has to be kept of a customer, so that it can be sent back complete; attributes as pairs, without a value where it is not kept. */
export function keptOf(customer: Customer): Readonly<Record<string, unknown>> {
  return {
    ...Object.fromEntries(keptFields.map(name => [name, textOf(customer[name])])),
    attributes: listOf(customer.tkundenattribut).flatMap(one =>
      isRow(one) ? [[textOf(one['cName']), one['withheld'] === true ? null : textOf(one['cWert'])]] : [],
    ),
  }
}

/** Why a customer cannot be sent: the shop replaces all of it, and not all of it is kept here; or it would be made there. */
export function customerProblem({ ref, state: { kept } }: Outgoing<'customer'>): SendResult | undefined {
  if (!/^[1-9]\d{0,9}$/.test(ref.theirs))
    return { result: 'rejected', code: 'REMOTE_DELETED', text: 'the customer has no key of the shop' }
  const withheld = keptAttributes(kept).find(([, value]) => value === null)?.[0]
  if (kept && withheld === undefined) return undefined
  return {
    result: 'rejected',
    code: 'CUSTOMER_INCOMPLETE',
    ...(withheld === undefined ? {} : { field: 'tkundenattribut' }),
    text: withheld ?? 'received before all of it was kept',
  }
}

/**
 * The whole customer under the shop's key, without which it would be made, and mailed a password. Whether it is locked the shop never
 * says: it is not, unless somebody locks it here.
 */
export function customerXml({ ref, state }: Outgoing<'customer'>): string {
  const { address, group, blocked, kept = {} } = state
  const text = (name: (typeof keptFields)[number]) => textOf(kept[name])
  // Both came as one text: while that is the same, they go back as they came.
  const lines = [text('cAdressZusatz'), text('cZusatz')]
  const sameLines = (address.extra ?? '') === lines.filter(Boolean).join(', ')
  const [cAdressZusatz = '', cZusatz = ''] = sameLines ? lines : [address.extra ?? '']
  const kSprache = keyOf(kept['kSprache'])
  return element(
    'tkunde',
    {
      kKunde: ref.theirs,
      ...(group ? { kKundengruppe: group.theirs } : {}),
      ...(kSprache === '' ? {} : { kSprache }),
    },
    {
      cKundenNr: text('cKundenNr'),
      cAnrede: address.salutation ?? '',
      cTitel: address.title ?? '',
      cVorname: address.firstName ?? '',
      cNachname: address.lastName ?? '',
      cFirma: address.company ?? '',
      cStrasse: address.street ?? '',
      cAdressZusatz,
      cPLZ: address.postcode ?? '',
      cOrt: address.city ?? '',
      cLand: address.country ?? '',
      cTel: address.phone ?? '',
      cMobil: address.mobile ?? '',
      cFax: text('cFax'),
      cMail: state.email,
      cUSTID: address.vatId ?? '',
      cWWW: text('cWWW'),
      cSperre: blocked ? 'Y' : 'N',
      dGeburtstag: text('dGeburtstag'),
      fRabatt: text('fRabatt') || '0',
      cBundesland: address.state ?? '',
      cZusatz,
    },
    keptAttributes(kept).map(([cName, cWert]) =>
      element('tkundenattribut', {}, { cName, cWert: cWert ?? '' }),
    ),
  )
}
