import type { Language } from '../base/errors.ts'
import type { TermRecord } from './records.ts'

/** What a check of a connection found. */
export interface CheckReport {
  /** The system's own name and version, for people. */
  readonly system: string
  readonly lines: readonly CheckLine[]
  /** What is to be remembered of the system. */
  readonly facts: Readonly<Record<string, unknown>>
  /** Rates, currencies, countries that the system reports and Kontor must know before orders come. */
  readonly reports: {
    readonly taxRates: readonly { rate: string; country?: string }[]
    readonly currencies: readonly string[]
    readonly languages: readonly string[]
    readonly places?: readonly { readonly place: string; readonly name: string }[]
    /** Named things that ours are mapped to (customer groups, shipping methods), where asking costs nothing. */
    readonly terms?: readonly (TermRecord & { readonly theirs: string })[]
  }
  /** When the credentials end (ISO 8601), where the system says so. */
  readonly credentialsUntil?: string
}

/** The parts of a channel's page where something may be open. */
export const checkParts = ['connection', 'import', 'offer', 'shipping', 'payment'] as const
export type CheckPart = (typeof checkParts)[number]

/** One finding of a check: what was looked at, whether it is well, and what to do if not. */
export interface CheckLine {
  readonly ok: boolean
  /** Nothing is wrong, and something is still to come or to be done: where a person finds it. */
  readonly open?: CheckPart
  readonly code: string
  readonly text: Readonly<Record<Language, string>>
}
