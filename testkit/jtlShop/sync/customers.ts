/** What the ERP says of customers, besides who they are. */
import { sum } from '../money.ts'
import { allows, type ShopState } from '../state.ts'
import { listOf, textOf, textsOf, type XmlNode } from '../wire/readXml.ts'

/** `ack_kunden.xml`. */
export function ackCustomers(state: ShopState, root: XmlNode): void {
  if (root.name !== 'ack_kunden') return
  for (const key of textsOf(root, 'kKunde'))
    if (allows(state, 'tkunde', { kKunde: key })) state.tables.at.tkunde.patch([key], { cAbgeholt: 'Y' })
}

/** `ack_deleted_customers.xml`, whose root is that of the other acknowledgement. */
export function ackDeletedCustomers(state: ShopState, root: XmlNode): void {
  if (root.name !== 'ack_kunden') return
  for (const key of textsOf(root, 'kKunde')) state.tables.at.tkundegeloescht.delete(key)
}

/** `del_kunden.xml`. */
export function deleteCustomers(state: ShopState, root: XmlNode): void {
  if (root.name !== 'del_kunden') return
  for (const key of textsOf(root, 'kKunde')) {
    state.tick()
    state.tables.at.tkundenattribut.deleteOf(key)
    state.tables.at.tkunde.delete(key)
  }
}

/** `aktiviere_kunden.xml`. */
export function activateCustomers(state: ShopState, root: XmlNode): void {
  if (root.name !== 'aktiviere_kunden') return
  for (const { attributes } of listOf(root, 'tkunde')) {
    const { kKunde = '', kKundenGruppe = '' } = attributes
    const customer = state.tables.at.tkunde.get(kKunde)
    if (!customer) continue
    state.tick()
    const group = kKundenGruppe === '' ? {} : { kKundengruppe: kKundenGruppe }
    state.tables.at.tkunde.patch([kKunde], { cAktiv: 'Y', ...group })
    state.log.mail('activated', customer['cMail'] ?? '')
  }
}

/** `passwort_kunden.xml`. */
export function resetPasswords(state: ShopState, root: XmlNode): void {
  if (root.name !== 'passwort_kunden') return
  for (const { attributes } of listOf(root, 'tkunde')) {
    const customer = state.tables.at.tkunde.get(attributes['kKunde'] ?? '')
    if (customer) state.log.mail('passwordReset', customer['cMail'] ?? '')
  }
}

/** `gutscheine.xml`: each of them counts once. */
export function addVouchers(state: ShopState, root: XmlNode): void {
  if (root.name !== 'gutscheine') return
  const { tgutschein, tkunde } = state.tables.at
  for (const node of listOf(root, 'gutschein')) {
    const { kGutschein = '', kKunde = '' } = node.attributes
    const customer = tkunde.get(kKunde)
    if (kGutschein === '' || !customer || tgutschein.get(kGutschein)) continue
    state.tick()
    const fWert = textOf(node, 'fWert')?.trim() || '0'
    tgutschein.put({ kGutschein, kKunde, fWert, cGrund: textOf(node, 'cGrund') ?? '' })
    tkunde.patch([kKunde], { fGuthaben: sum([customer['fGuthaben'] ?? '0', fWert]) })
    state.log.mail('voucher', customer['cMail'] ?? '')
  }
}
