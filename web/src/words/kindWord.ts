import i18next from 'i18next'
import { kinds } from './kinds.ts'

type Kind = keyof typeof kinds

/** One object of a kind in words; a kind that this page does not know by its name. */
export function kindWord(kind: string): string {
  const known = knownOf(kind)
  return known ? i18next.t(`kinds.${known}`) : kind
}

/** Several objects of a kind in words. */
export function kindsWord(kind: string): string {
  const known = knownOf(kind)
  return known ? i18next.t(`sync.${known}`) : kind
}

function knownOf(kind: string): Kind | undefined {
  return (Object.keys(kinds) as Kind[]).find(one => one === kind)
}
