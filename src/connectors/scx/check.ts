import { fill, type ProblemData } from '../../base/errors.ts'
import type { CheckLine, CheckReport } from '../../port/checkReport.ts'
import type { Run } from '../../port/connector.ts'
import { featureFacts } from './features.ts'
import { priceTypesIn } from './priceTypes.ts'

/**
 * What can be said of a channel without calling anybody, because it calls us: whether its settings are whole, where its program
 * has to call, and what it has told so far. Writes nothing.
 */
export async function checkChannel(run: Run): Promise<CheckReport> {
  const { settings, callUrl } = run
  // A channel that nobody signed up yet has none.
  const places = run.places.filter(place => place !== '')
  const facts = featureFacts(settings)
  run.remember(facts)
  const channel = settings['channel'] ?? ''
  const types = priceTypesIn(run.facts)
  return {
    system: settings['displayName'] || channel || 'SCX',
    facts,
    reports: { taxRates: [], currencies: [], languages: [] },
    lines: [
      line(/^\w{5,15}$/.test(channel) ? 'NAME_GOOD' : 'NAME_WRONG', { channel }),
      callUrl === undefined ? line('NO_ADDRESS') : line('ADDRESS', { url: callUrl }),
      settings['refreshToken'] ? line('TOKEN') : line('NO_TOKEN'),
      line(isUrl(settings['signUpUrl']) ? 'SIGN_UP' : 'NO_SIGN_UP'),
      places.length > 0 ? line('SELLERS', { sellers: places.join(', ') }) : line('NO_SELLERS'),
      types.length > 0 ? line('PRICE_TYPES', { types: types.join(', ') }) : line('NO_PRICE_TYPES'),
    ],
  }
}

const texts = {
  NAME_GOOD: { ok: true, de: 'Kanal {channel}.', en: 'Channel {channel}.' },
  NAME_WRONG: {
    ok: false,
    de: 'Der Kanalname „{channel}“ braucht 5 bis 15 Buchstaben, Ziffern oder _.',
    en: 'The name of the channel "{channel}" needs 5 to 15 letters, digits or _.',
  },
  ADDRESS: {
    ok: true,
    de: 'Adresse für das Kanalprogramm (SCX_CHANNEL_API_HOST): {url}',
    en: 'Address for the channel program (SCX_CHANNEL_API_HOST): {url}',
  },
  NO_ADDRESS: {
    ok: false,
    de: 'Hier fehlt KONTOR_PUBLIC_URL, die öffentliche Adresse von Kontor. Bitte beim Server setzen; wer im Terminal prüft, dort ebenso.',
    en: 'KONTOR_PUBLIC_URL, the public address of Kontor, is missing here. Please set it at the server, and also at the terminal where you check.',
  },
  TOKEN: {
    ok: true,
    de: 'Ein Zugang für das Kanalprogramm ist gemacht.',
    en: 'The channel program has its access.',
  },
  NO_TOKEN: {
    ok: false,
    de: 'Das Kanalprogramm hat keinen Zugang; bitte einen neuen machen.',
    en: 'The channel program has no access; please make a new one.',
  },
  SIGN_UP: {
    ok: true,
    de: 'Verkäufer können sich anmelden.',
    en: 'Sellers can sign up.',
  },
  NO_SIGN_UP: {
    ok: false,
    de: 'Die Adresse der Anmeldung fehlt oder ist keine Adresse.',
    en: 'The address of the sign-up is missing, or is none.',
  },
  SELLERS: { ok: true, de: 'Verkäufer: {sellers}.', en: 'Sellers: {sellers}.' },
  NO_SELLERS: {
    ok: true,
    open: 'connection',
    de: 'Noch kein Verkäufer ist angemeldet.',
    en: 'No seller has signed up yet.',
  },
  PRICE_TYPES: { ok: true, de: 'Preisarten: {types}.', en: 'Price types: {types}.' },
  NO_PRICE_TYPES: {
    ok: true,
    open: 'offer',
    de: 'Der Kanal hat noch keine Preisart gemeldet. Ohne eine, die zugeordnet ist, geht kein Angebot hinaus.',
    en: 'The channel has reported no price type yet. Without one that is mapped no offer goes out.',
  },
} as const satisfies Readonly<Record<string, Omit<CheckLine, 'code' | 'text'> & { de: string; en: string }>>

function line(code: keyof typeof texts, data: ProblemData = {}): CheckLine {
  const { de, en, ...how } = texts[code]
  return { ...how, code, text: { de: fill(de, data), en: fill(en, data) } }
}

function isUrl(text: string | undefined): boolean {
  return text !== undefined && URL.canParse(text.replaceAll('{SESSION}', 'x'))
}
