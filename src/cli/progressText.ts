import type { Language } from '../base/errors.ts'
import type { FiguresByKind } from '../sync/runs.ts'

const words: Readonly<
  Record<Language, Readonly<Record<'found' | 'new' | 'parked' | 'sent' | 'accepted', string>>>
> = {
  de: { found: 'gefunden', new: 'neu', parked: 'geparkt', sent: 'gesendet', accepted: 'angenommen' },
  en: { found: 'found', new: 'new', parked: 'parked', sent: 'sent', accepted: 'accepted' },
}

/** What a run did until now, in one line. */
export function progressText(language: Language, figures: FiguresByKind): string {
  const said = words[language]
  return Object.entries(figures)
    .map(([kind, one]) =>
      one.sent > 0
        ? `${kind} ${one.sent} ${said.sent}, ${one.accepted} ${said.accepted}`
        : `${kind} ${one.found} ${said.found}, ${one.new} ${said.new}, ${one.parked} ${said.parked}`,
    )
    .join('; ')
}
