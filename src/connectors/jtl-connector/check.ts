import { fill, type ProblemData } from '../../base/errors.ts'
import type { CheckLine, CheckReport } from '../../port/checkReport.ts'
import type { Run } from '../../port/connector.ts'
import { PortError, Refused, Unreachable } from '../../port/errors.ts'
import { type Api, createApi } from './api.ts'
import { readGlobals } from './globals.ts'
import { introduce, offers, type ShopFacts } from './handshake.ts'
import { noJson } from './rpc.ts'
import { otherSpelling } from './spelling.ts'

/** The whole handshake, with the shop's global data, but without acknowledging any of it: nothing is written. */
export async function checkShop(run: Run): Promise<CheckReport> {
  const { api, shop } = await introduce(run).catch(async error => {
    throw await withSuggestion(error, run)
  })
  const generation = shop.generation ?? (await generationOf(api))
  const { taxRates, currencies, languages, customerGroups, terms = [] } = await readGlobals(api)
  // The cores take either spelling; who wrote one of his own may not, though he may answer the global data in both.
  const isUsual = generation !== undefined && languages.length + taxRates.length > 0
  const spelling = isUsual ? undefined : await otherSpelling(run, api)
  const facts = { ...shop, ...(generation ? { generation } : {}), customerGroups }
  run.remember(facts)
  const system = [shop.platform, shop.platformVersion].filter(Boolean).join(' ') || 'JTL-Connector'
  const rates = taxRates.map(entry => `${entry.rate} %`)
  const groups = customerGroups.map(entry => entry.name || entry.theirs)
  return {
    system,
    facts,
    reports: { taxRates, currencies, languages, terms },
    lines: [
      line('CONNECTED', { system, endpoint: shop.endpointVersion || '?' }),
      ...(spelling ? [line('METHOD_CASE_WRONG', { spelling })] : []),
      line(offers(shop, 'order') ? 'ORDERS_OFFERED' : 'ORDERS_NOT_OFFERED'),
      line(offers(shop, 'payment') ? 'PAYMENTS_OFFERED' : 'PAYMENTS_NOT_OFFERED'),
      reported('LANGUAGES', 'Sprachen', 'languages', languages),
      reported('CURRENCIES', 'Währungen', 'currencies', currencies),
      reported('TAX_RATES', 'Steuersätze', 'tax rates', rates),
      reported('CUSTOMER_GROUPS', 'Kundengruppen', 'customer groups', groups),
      ...limitLines(shop),
      ...(generation === 3 ? [line('GENERATION_OLD')] : []),
    ],
  }
}

const texts = {
  CONNECTED: {
    ok: true,
    de: 'Verbunden mit {system}, Endpunkt {endpoint}.',
    en: 'Connected to {system}, endpoint {endpoint}.',
  },
  METHOD_CASE_WRONG: {
    ok: false,
    de: 'Der Shop kennt keine Methode in der eingestellten Schreibweise, wohl aber in der anderen; bitte „Schreibweise der Methoden“ auf {spelling} stellen.',
    en: 'The shop knows no method in the spelling that is set, but in the other one; please set "Spelling of the methods" to {spelling}.',
  },
  ORDERS_OFFERED: { ok: true, de: 'Der Shop liefert Bestellungen.', en: 'The shop delivers orders.' },
  ORDERS_NOT_OFFERED: {
    ok: false,
    de: 'Der Shop liefert keine Bestellungen; bitte den Abruf im Connector des Shops einschalten.',
    en: 'The shop delivers no orders; please switch on their download in the connector of the shop.',
  },
  PAYMENTS_OFFERED: { ok: true, de: 'Der Shop liefert Zahlungen.', en: 'The shop delivers payments.' },
  PAYMENTS_NOT_OFFERED: {
    ok: true,
    de: 'Der Shop liefert Zahlungen nur als Status der Bestellung.',
    en: 'The shop delivers payments only as a state of the order.',
  },
  GENERATION_OLD: {
    ok: true,
    de: 'Der Connector des Shops ist von einer älteren Generation (2.x, 3.x): Einzelne Bestellungen lassen sich nicht noch einmal anfordern.',
    en: 'The connector of the shop is of an older generation (2.x, 3.x): single orders cannot be requested again.',
  },
  LIMITS_LOW: {
    ok: true,
    de: 'PHP nimmt im Shop Bilder bis {image} kB an; größere werden nicht gesendet. Mehr geht mit upload_max_filesize und post_max_size.',
    en: 'PHP of the shop takes images of up to {image} kB; larger ones are not sent. Raise upload_max_filesize and post_max_size for more.',
  },
  LIMITS_TOO_LOW: {
    ok: false,
    de: 'PHP nimmt im Shop nur {body} kB auf einmal an (Bilder bis {image} kB); bitte post_max_size und upload_max_filesize dort auf mindestens 8M stellen.',
    en: 'PHP of the shop takes only {body} kB at once (images of up to {image} kB); please set post_max_size and upload_max_filesize there to at least 8M.',
  },
} as const

function line(code: keyof typeof texts, data: ProblemData = {}): CheckLine {
  const { ok, de, en } = texts[code]
  return { ok, code, text: { de: fill(de, data), en: fill(en, data) } }
}

// Of what is usual in shops a photo has up to 5 MB, an item with its texts and variations up to 1 MB.
function limitLines({ bodyBytes, imageBytes, saysLimits }: ShopFacts): readonly CheckLine[] {
  if (!saysLimits || (imageBytes >= 5 << 20 && bodyBytes >= 2 << 20)) return []
  const data = { body: String(bodyBytes >> 10), image: String(imageBytes >> 10) }
  return [line(bodyBytes < 2 << 20 || imageBytes < 1 << 20 ? 'LIMITS_TOO_LOW' : 'LIMITS_LOW', data)]
}

// A shop needs at least one of each, and the same tax rates as Kontor.
function reported(code: string, de: string, en: string, list: readonly string[]): CheckLine {
  const found = list.join(', ')
  const text = found
    ? { de: `${de}: ${found}.`, en: `The ${en}: ${found}.` }
    : {
        de: `Der Shop meldet keine ${de}; bitte dort mindestens einen Eintrag anlegen.`,
        en: `The shop reports no ${en}; please create at least one there.`,
      }
  return { ok: found !== '', code: found ? code : `${code}_MISSING`, text }
}

// Asked once with a method that nobody has: 33001 or 33000 is said by core 4.x and 5.x, -32601 by the older ones.
async function generationOf(api: Api): Promise<3 | 5 | undefined> {
  const { error } = await api.ask('core.connector.nonsense')
  if (api.hasWarnings() || error?.code === 33000 || error?.code === 33001) return 5
  return error?.code === -32601 ? 3 : undefined
}

// Where something answers, but no endpoint, the usual places of the same host are tried, without the token.
async function withSuggestion(error: unknown, run: Run): Promise<unknown> {
  const wrong = error instanceof Refused && error.code === 'URL_WRONG'
  const html = error instanceof Unreachable && error.detail.startsWith(noJson)
  const url = run.settings['url'] ?? ''
  if (!(wrong || html) || !URL.canParse(url)) return error
  const api = createApi(run, false)
  for (const candidate of usualPlaces(new URL(url)))
    if (await answers(api, candidate))
      return new Refused(
        'URL_WRONG',
        `an endpoint answers at ${new URL(candidate).pathname}; ${error.detail}`,
      )
  return error
}

async function answers(api: Api, url: string): Promise<boolean> {
  try {
    return await api.probe(url)
  } catch (error) {
    if (error instanceof PortError) return false // this place does not answer; the first error is what counts
    throw error
  }
}

function usualPlaces(url: URL): readonly string[] {
  const base = url.pathname.replace(/\/(index\.php|jtlconnector)(\/.*)?$/, '').replace(/\/+$/, '')
  const paths = [
    `${url.pathname}/`,
    `${base}/index.php/jtlconnector/`,
    `${base}/jtlconnector/`,
    '/index.php/jtlconnector/',
    '/jtlconnector/',
  ]
  const tidy = paths.map(path => path.replace(/\/{2,}/g, '/')).filter(path => path !== url.pathname)
  return [...new Set(tidy)].slice(0, 4).map(path => `${url.origin}${path}`)
}
