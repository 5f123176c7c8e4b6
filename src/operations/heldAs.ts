import type { Language } from '../base/errors.ts'
import { titled } from '../channels/reasonTitles.ts'

/** Why an order is kept from delivery, for people: a task holds it by its code, a person by words. */
export function heldAs(language: Language, hold: string | null): string | null {
  return hold === null ? null : (titled(hold)?.[language] ?? hold)
}
