import type { Language } from '../base/errors.ts'
import type { Connector } from './connector.ts'

/** What a system is called where people read that language. */
export function titleIn({ title, titles }: Pick<Connector, 'title' | 'titles'>, language: Language): string {
  return titles?.[language] ?? title
}
