/** What the versions of the shop do otherwise (section 8 of the page). Each of it can be switched on its own, as a habit. */

export const versions = ['4.06', '5.0', '5.1', '5.2', '5.3', '5.4', '5.5', '5.6'] as const
export type Version = (typeof versions)[number]

export interface Habits {
  /** Scripts are files of their own: unknown ones are 404 instead of an empty answer; names in a zip have to be equal. */
  readonly oneFilePerScript: boolean
  /** mytest looks at `uID`, `uPWD` only, all others at `userID`, `userPWD` only. */
  readonly shortLoginForTest: boolean
  /** UTF-8 for whoever calls himself JTL-Wawi/n.n. Otherwise everything is ISO-8859-1. */
  readonly charsetByAgent: boolean
  /** Texts are stored in latin1: what does not fit is lost, or becomes an entity. */
  readonly storesLatin1: false | 'lost' | 'entities'
  /** `tpreis` is read only with `vers` from 099976 on. */
  readonly pricesNeedVers: boolean
  /** Product images come by Bilder_xml too. */
  readonly itemPicturesByZip: boolean
  readonly leastWawi: number
  /** What becomes of a file that is no XML. */
  readonly malformedXml: 'http500' | 'ignored'
  /** A zip that cannot be read kills PHP 8.2, after the 2 was said. */
  readonly corruptZipDies: boolean
  /** Says `Maintenance` while it is maintained; older ones work on. */
  readonly saysMaintenance: boolean
  /** ins_bestellung, customer_discount, returns. */
  readonly hasReturns: boolean
  /** Deleted customers, reasons of returns. */
  readonly hasDeletedCustomers: boolean
}

/** Whether this version is that one or a later one. */
export function isFrom(version: Version, since: Version): boolean {
  return versions.indexOf(version) >= versions.indexOf(since)
}

/** The habits of a version. */
export function habitsOf(version: Version): Habits {
  const four = version === '4.06'
  return {
    oneFilePerScript: four,
    shortLoginForTest: four,
    charsetByAgent: !four,
    storesLatin1: four && 'lost',
    pricesNeedVers: four,
    itemPicturesByZip: four,
    leastWawi: four ? 99_713 : 100_000,
    malformedXml: isFrom(version, '5.6') ? 'ignored' : 'http500',
    corruptZipDies: isFrom(version, '5.3'),
    saysMaintenance: isFrom(version, '5.6'),
    hasReturns: isFrom(version, '5.3'),
    hasDeletedCustomers: isFrom(version, '5.4'),
  }
}

/** As mytest says it after the marker: 504 for 5.4. */
export function versionNumber(version: Version): string {
  const [major = '', minor = ''] = version.split('.')
  return String(Number(major) * 100 + Number(minor))
}

/** As the shop calls itself in a sentence: 5.4.0. */
export function fullVersion(version: Version): string {
  return version === '4.06' ? '4.06.20' : `${version}.0`
}
