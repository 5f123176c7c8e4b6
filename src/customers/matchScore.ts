import { companyWords, relateCompanies } from './likeCompanies.ts'
import { type LikeName, likeName, type NameRelation, relateNames } from './likeNames.ts'
import { type LikePlace, likePlace, relatePlaces } from './likePlaces.ts'
import { editSteps, plainWords } from './likeWords.ts'

/** What is told of somebody: by an order, or by what is stored of a customer. What is not known is absent or empty. */
export interface Told {
  readonly company?: string | undefined
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly street?: string | undefined
  readonly extra?: string | undefined
  readonly postcode?: string | undefined
  readonly city?: string | undefined
  readonly email?: string | undefined
  readonly phone?: string | undefined
  readonly vatId?: string | undefined
  /** YYYY-MM-DD. */
  readonly birthday?: string | undefined
}

/** The same, prepared for comparing with many. */
export interface LikeFacts {
  readonly name: LikeName | null
  /** Both fields of the name as they were typed. */
  readonly called: string
  readonly company: readonly string[]
  readonly place: LikePlace
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  readonly vatId: string
  readonly birthday: string
}

/** What may speak for or against one customer, with points; `most` is all that a match with it can reach. */
export const matchRules = {
  ACCOUNT_SAME: { points: 100, most: 100 },
  NAME_SAME: { points: 45, most: 100 },
  NAME_SWAPPED: { points: 42, most: 100 },
  NAME_OTHER_LETTERS: { points: 40, most: 100 },
  NAME_FORM: { points: 32, most: 100 },
  NAME_TYPO: { points: 28, most: 100 },
  NAME_DOUBLE: { points: 30, most: 79 },
  NAME_INITIAL: { points: 20, most: 79 },
  FIRST_NAME_MISSING: { points: 20, most: 79 },
  LAST_NAME_OTHER: { points: -10, most: 75 },
  NAME_UNKNOWN: { points: -5, most: 75 },
  FIRST_NAME_OTHER: { points: -20, most: 45 },
  NAME_OTHER: { points: -40, most: 30 },
  COMPANY_SAME: { points: 40, most: 100 },
  COMPANY_TYPO: { points: 30, most: 100 },
  COMPANY_PART: { points: 20, most: 100 },
  COMPANY_OTHER: { points: -20, most: 45 },
  COMPANY_OTHER_MAIL_SAME: { points: -20, most: 75 },
  COMPANY_HAS_NAME: { points: 10, most: 75 },
  PERSON_OTHER: { points: -20, most: 79 },
  EMAIL_SAME: { points: 45, most: 100 },
  EMAIL_TYPO: { points: 20, most: 100 },
  EMAIL_DOMAIN: { points: 10, most: 100 },
  EMAIL_OTHER: { points: -5, most: 100 },
  PHONE_SAME: { points: 35, most: 100 },
  PHONE_OTHER: { points: -5, most: 100 },
  CONTACTS_OTHER: { points: -15, most: 79 },
  HOUSE_SAME: { points: 40, most: 100 },
  HOUSE_LIKELY: { points: 32, most: 100 },
  STREET_ONLY: { points: 20, most: 100 },
  PLACE_UNKNOWN: { points: 0, most: 100 },
  ADDRESS_OTHER: { points: -5, most: 100 },
  HOUSE_OTHER: { points: -10, most: 100 },
  DOOR_OTHER: { points: -25, most: 79 },
  POST_NUMBER_SAME: { points: 45, most: 100 },
  POST_NUMBER_OTHER: { points: -30, most: 45 },
  VAT_ID_SAME: { points: 50, most: 100 },
  VAT_ID_OTHER: { points: -40, most: 45 },
  BIRTHDAY_SAME: { points: 25, most: 100 },
  BIRTHDAY_OTHER: { points: -40, most: 45 },
} as const
export type MatchCode = keyof typeof matchRules

/** How likely two are one customer, from 0 to 100, and why. `most`: the limit of what speaks against it. */
export interface MatchScore {
  readonly score: number
  readonly reasons: readonly { readonly code: MatchCode; readonly points: number }[]
}

/** Prepares what is told for comparing. Pure. */
export function likeFacts(told: Told): LikeFacts {
  const email = mailOf(told.email)
  return {
    name: likeName(told.firstName, told.lastName),
    called: `${told.firstName ?? ''} ${told.lastName ?? ''}`.trim(),
    company: companyWords(told.company),
    place: likePlace(told),
    emails: email ? [email] : [],
    phones: phonesOf(told.phone),
    vatId: (told.vatId ?? '').toUpperCase().replace(/[^A-Z\d]/g, ''),
    birthday: told.birthday ?? '',
  }
}

/** Lower case, without what stands after a plus; empty where it is none. */
function mailOf(email: string | undefined): string {
  const text = (email ?? '').trim().toLowerCase()
  return /^[^@\s]+@[^@\s]+$/.test(text) ? text.replace(/\+[^@]*@/, '@') : ''
}

/** The last nine digits of the number within its country: however the country is written. None where it is too short. */
export function phonesOf(phone: string | undefined): string[] {
  if (!phone) return []
  const digits = phone.replace(/\(0\)/g, '').replace(/[^\d+]/g, '')
  const national = digits.replace(/^(\+|00)\d{2}/, '').replace(/^0+/, '')
  return national.length >= 6 ? [national.slice(-9)] : []
}

/** Compares two; the same whichever stands first. Pure. */
export function scoreMatch(a: LikeFacts, b: LikeFacts): MatchScore {
  const codes = new Set<MatchCode>()
  const firms = a.company.length > 0 && b.company.length > 0
  const mails = relateMails(a.emails, b.emails)
  const names = relateBoth(a, b, mails)
  if (firms) addFirms(codes, a, b, names, mails)
  else codes.add(withFirm(a, b, names))
  addContacts(codes, a, b, mails, firms)
  addPlaces(codes, a.place, b.place)
  if (a.vatId !== '' && b.vatId !== '') codes.add(a.vatId === b.vatId ? 'VAT_ID_SAME' : 'VAT_ID_OTHER')
  if (a.birthday !== '' && b.birthday !== '')
    codes.add(a.birthday === b.birthday ? 'BIRTHDAY_SAME' : 'BIRTHDAY_OTHER')
  return sum(codes)
}

// What is no name by itself (Gast, a single word) is one where the same was typed with the same e-mail address.
function relateBoth(a: LikeFacts, b: LikeFacts, mails: MailRelation): NameRelation {
  const relation = relateNames(a.name, b.name)
  const doubtful = relation === 'NAME_UNKNOWN' || relation === 'FIRST_NAME_MISSING'
  if (!doubtful || mails !== 'EMAIL_SAME') return relation
  const called = plainWords(a.called).join(' ')
  return called !== '' && called === plainWords(b.called).join(' ') ? 'NAME_SAME' : relation
}

function sum(codes: ReadonlySet<MatchCode>): MatchScore {
  const reasons = [...codes].map(code => ({ code, points: matchRules[code].points }))
  const points = reasons.reduce((all, reason) => all + reason.points, 0)
  const most = Math.min(100, ...reasons.map(reason => matchRules[reason.code].most))
  return { score: Math.max(0, Math.min(points, most)), reasons }
}

function addFirms(
  codes: Set<MatchCode>,
  a: LikeFacts,
  b: LikeFacts,
  names: NameRelation,
  mails: MailRelation,
): void {
  const persons = [a.name, b.name].flatMap(name => (name ? [...name.first.flat(), ...name.last] : []))
  const relation = relateCompanies(a.company, b.company, persons)
  const mailSame = mails === 'EMAIL_SAME' || (a.vatId !== '' && a.vatId === b.vatId)
  if (relation === 'COMPANY_OTHER') codes.add(mailSame ? 'COMPANY_OTHER_MAIL_SAME' : relation)
  else codes.add(relation)
  // Colleagues order for one firm; in a shared office everybody gives its name.
  const others = names === 'NAME_OTHER' || names === 'FIRST_NAME_OTHER' || names === 'LAST_NAME_OTHER'
  if (others && mails !== 'EMAIL_SAME' && mails !== 'EMAIL_DOMAIN') codes.add('PERSON_OTHER')
}

// The firm stands on one side only, or on none.
function withFirm(a: LikeFacts, b: LikeFacts, names: NameRelation): MatchCode {
  if (names !== 'NAME_UNKNOWN') return names
  const firm = a.company.length > 0 ? a : b
  const person = firm === a ? b : a
  return person.name?.last.some(word => firm.company.includes(word)) ? 'COMPANY_HAS_NAME' : names
}

type MailRelation = 'EMAIL_SAME' | 'EMAIL_TYPO' | 'EMAIL_DOMAIN' | 'EMAIL_OTHER' | null

function relateMails(a: readonly string[], b: readonly string[]): MailRelation {
  if (a.some(one => b.includes(one))) return 'EMAIL_SAME'
  const all = a.flatMap(one => b.map(other => relateMail(one, other)))
  return mailOrder.find(relation => all.includes(relation)) ?? null
}
const mailOrder = ['EMAIL_SAME', 'EMAIL_TYPO', 'EMAIL_DOMAIN', 'EMAIL_OTHER'] as const

function relateMail(a: string, b: string): MailRelation {
  if (a === b) return 'EMAIL_SAME'
  const [x = '', xAt = ''] = a.split('@')
  const [y = '', yAt = ''] = b.split('@')
  const digits = a.replace(/\D/g, '') === b.replace(/\D/g, '')
  if (digits && x === y && editSteps(xAt, yAt) <= 2 && xAt.length >= 8 && sameLetters(xAt, yAt))
    return 'EMAIL_TYPO'
  if (xAt !== yAt) return 'EMAIL_OTHER'
  return digits && editSteps(x, y) === 1 && Math.min(x.length, y.length) >= 6 ? 'EMAIL_TYPO' : 'EMAIL_DOMAIN'
}
const sameLetters = (a: string, b: string) => [...a].sort().join('') === [...b].sort().join('')

function addContacts(
  codes: Set<MatchCode>,
  a: LikeFacts,
  b: LikeFacts,
  mails: MailRelation,
  firms: boolean,
): void {
  const phones =
    a.phones.length === 0 || b.phones.length === 0 ? null : a.phones.some(phone => b.phones.includes(phone))
  // Everybody has his mail at one of few providers: the domain speaks for firms only.
  const mail = mails === 'EMAIL_DOMAIN' && !firms ? 'EMAIL_OTHER' : mails
  if (phones) codes.add('PHONE_SAME')
  if (mail === 'EMAIL_OTHER') {
    if (phones === false) codes.add('CONTACTS_OTHER')
    else if (phones === null) codes.add(mail)
  } else {
    if (mail) codes.add(mail)
    if (phones === false && mail === null) codes.add('PHONE_OTHER')
  }
}

function addPlaces(codes: Set<MatchCode>, a: LikePlace, b: LikePlace): void {
  if (a.postNumber !== '' && b.postNumber !== '')
    codes.add(a.postNumber === b.postNumber ? 'POST_NUMBER_SAME' : 'POST_NUMBER_OTHER')
  if (a.station || b.station) return
  const { relation, doors } = relatePlaces(a, b)
  if (relation !== 'PLACE_UNKNOWN') codes.add(relation)
  if (doors) codes.add('DOOR_OTHER')
}
