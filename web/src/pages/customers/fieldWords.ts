import { useQuery } from '@tanstack/react-query'
import i18next from 'i18next'
import { groupsQuery } from '../../api/prices.ts'
import { writtenDay } from '../../ui/localDay.ts'

/** The fields of a customer in the order in which they are shown. */
export const customerFields = [
  'company',
  'salutation',
  'title',
  'firstName',
  'lastName',
  'email',
  'phone',
  'mobile',
  'fax',
  'website',
  'birthday',
  'language',
  'business',
  'vatId',
  'taxNumber',
  'debtorNumber',
  'groupId',
  'customerSince',
  'note',
  'blocked',
  'blockReason',
] as const
export type CustomerFieldName = (typeof customerFields)[number]

/** What a field of a customer, or of an address of it, is called. */
export function fieldWord(field: string): string {
  const known = [
    ...customerFields,
    'street',
    'extra',
    'postcode',
    'city',
    'state',
    'country',
    'address',
  ] as const
  const name = known.find(one => one === field)
  return name ? i18next.t(`customer.${name}`) : field
}

/** A value of a customer in words; '–' where nothing was said. */
export function shownField(
  field: string,
  value: string | boolean | null,
  groups: ReadonlyMap<string, string> = new Map(),
): string {
  if (value === true || value === 'true') return i18next.t('customer.yes')
  if (value === false || value === 'false') return i18next.t('customer.no')
  if (value === null || value === '') return i18next.t('customer.nothing')
  if (field === 'birthday' || field === 'customerSince') return writtenDay(value)
  return field === 'groupId' ? (groups.get(value) ?? value) : value
}

/** What the groups of customers are called, by id. */
export function useGroupNames(): ReadonlyMap<string, string> {
  const { data } = useQuery(groupsQuery)
  return new Map((data ?? []).map(one => [one.id, one.name]))
}
