/** A customer of the ERP comes into the shop, and gets a password by mail. */
import { customerElement } from '../give/customers.ts'
import type { Said } from '../scripts.ts'
import { allows, nextKey, type ShopState } from '../state.ts'
import { fullRow, readRow } from '../store/readRow.ts'
import { shopTime } from '../time.ts'
import { listOf, textOf, type XmlNode } from '../wire/readXml.ts'
import { element, type Written } from '../wire/writeXml.ts'

/** SetKunde: the keys of what was stored, or the one who has that mail address already. */
export function setCustomer(state: ShopState, root: XmlNode): Said | undefined {
  if (root.name !== 'tkunde') return undefined
  const { tkunde } = state.tables.at
  const known = root.attributes['kKunde']
  const mail = textOf(root, 'cMail')?.trim() ?? ''
  if (known !== undefined && known !== '0') {
    const before = tkunde.get(known)
    return before ? write(state, root, known, false) : keys('0', [])
  }
  const same = tkunde.all().find(row => row['cMail'] === mail && row['nRegistriert'] === '1')
  if (same) {
    const root: Written = {
      name: 'kunden',
      attributes: { anzahl: '1' },
      inner: [customerElement(state, same)],
    }
    return { inline: `0;\n${element(root, '')}` }
  }
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(mail)) return keys('0', [])
  return write(state, root, nextKey(state, 'tkunde'), true)
}

function write(state: ShopState, root: XmlNode, kKunde: string, isNew: boolean): Said {
  const { at } = state.tables
  const rules = { rowError: state.log.rowError, storesLatin1: state.habits.storesLatin1 }
  const row = readRow(rules, 'tkunde', { ...root, attributes: { ...root.attributes, kKunde } })
  if (!row || !allows(state, 'tkunde', row)) return keys('0', [])
  const before = at.tkunde.get(kKunde)
  at.tkunde.put({
    ...row,
    fGuthaben: before?.['fGuthaben'] ?? '0',
    cNewsletter: before?.['cNewsletter'] ?? 'N',
    dErstellt: before?.['dErstellt'] ?? shopTime(state.clock()).slice(0, 10),
    dVeraendert: shopTime(state.clock()),
    cAktiv: 'Y',
    // Who comes from the ERP is never offered to it.
    cAbgeholt: 'Y',
    nRegistriert: '1',
  })
  at.tkundenattribut.deleteOf(kKunde)
  for (const node of listOf(root, 'tkundenattribut'))
    at.tkundenattribut.put(
      fullRow('tkundenattribut', {
        kKundenAttribut: nextKey(state, 'tkundenattribut'),
        kKunde,
        cName: textOf(node, 'cName') ?? '',
        cWert: textOf(node, 'cWert') ?? '',
      }),
    )
  if (isNew) state.log.mail('newPassword', row['cMail'] ?? '')
  return keys(
    kKunde,
    listOf(root, 'tadresse').map(node => writeAddress(state, node, kKunde)),
  )
}

function writeAddress(state: ShopState, node: XmlNode, kKunde: string): Written {
  const { kAdresse = '0', kInetAdresse = '0' } = node.attributes
  const kLieferadresse = kInetAdresse === '0' ? nextKey(state, 'tlieferadresse') : kInetAdresse
  const rules = { rowError: state.log.rowError, storesLatin1: state.habits.storesLatin1 }
  const row = readRow(rules, 'tlieferadresse', { ...node, attributes: { kLieferadresse, kKunde } })
  if (row && allows(state, 'tlieferadresse', row)) state.tables.at.tlieferadresse.put(row)
  return { name: 'tadresse', attributes: { kAdresse, kInetAdresse: kLieferadresse }, inner: [] }
}

function keys(kKunde: string, addresses: readonly Written[]): Said {
  const root: Written = {
    name: 'keys',
    inner: [{ name: 'tkunde', attributes: { kKunde }, inner: addresses }],
  }
  return { inline: `0;\n${element(root, '')}` }
}
