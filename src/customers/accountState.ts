import {
  type AccountField,
  type AccountForChannel,
  accountFields,
  type Said,
  type Stood,
} from './accounts.ts'

/** What an account shall say, and what has to be kept of both sides once it does. */
export interface AccountState {
  /** In the shop's words; a field that neither side says anything of is absent. */
  readonly says: Said
  /** Something of it is not what the shop has. */
  readonly differs: boolean
  /** The group was changed here to one that the channel has no name for. */
  readonly groupUnknown: boolean
  readonly stands: Required<Stood>
}

/**
 * Field by field: what was changed here since both agreed is told, all else stays as the shop has it. What was changed on both sides is
 * as the leading side says. An e-mail address is what people sign in with: it is told only to an account that had ours before, and
 * never emptied. Pure.
 */
export function accountState(
  {
    ours,
    reported,
    stood,
    groupTheirs,
  }: Pick<AccountForChannel, 'ours' | 'reported' | 'stood' | 'groupTheirs'>,
  leads: 'kontor' | 'shop',
): AccountState {
  const before: Stood = stood ?? { ours, theirs: reported }
  const says: Partial<Record<AccountField, string>> = {}
  let differs = false
  let groupUnknown = false
  for (const field of accountFields) {
    const theirsChanged = (reported[field] ?? '') !== (before.theirs[field] ?? '')
    const has = theirsChanged ? reported[field] : (before.has?.[field] ?? reported[field])
    const wanted = changed(field) && !(theirsChanged && leads === 'shop') ? toldOf(field, has) : has
    if (wanted !== undefined) says[field] = wanted
    if ((wanted ?? '') !== (has ?? '')) differs = true
  }
  return { says, differs, groupUnknown, stands: { ours, theirs: reported, has: says } }

  function changed(field: AccountField): boolean {
    const said = before.ours[field]
    // An address book that became empty says nothing of where somebody lives.
    return ours[field] !== undefined && said !== undefined && ours[field] !== said
  }

  function toldOf(field: AccountField, has: string | undefined): string | undefined {
    const said = ours[field]
    if (field === 'email') return said !== '' && isSame(has, before.ours.email) ? said : has
    if (field !== 'group') return said
    if (groupTheirs === null && said !== '') groupUnknown = true
    return groupTheirs ?? has
  }
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return (one ?? '').toLowerCase() === (other ?? '').toLowerCase()
}
