import { z } from 'zod'
import type { Texts } from '../base/errors.ts'

/** Secrets that Kontor made, in the one answer that shows them, with what to do with them. */
export const madeSecretsShape = {
  madeSecrets: z.record(z.string(), z.string()),
  /** What to do with them; absent where none was made. */
  hint: z.string().optional(),
}

const hint: Texts = {
  en: 'Enter what is made here at the system now: it is shown this once. A new one is made by "connection renew-secret".',
  de: 'Jetzt beim anderen System eintragen: Es wird nur dieses eine Mal angezeigt. Ein neues erzeugt „connection renew-secret“.',
}

/** Shows secrets that were made. */
export function showMadeSecrets(language: keyof Texts, madeSecrets: Readonly<Record<string, string>>) {
  return {
    madeSecrets: { ...madeSecrets },
    ...(Object.keys(madeSecrets).length > 0 ? { hint: hint[language] } : {}),
  }
}
