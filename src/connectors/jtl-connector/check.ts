import { fill, type ProblemData } from '../../base/errors.ts'
import type { CheckLine, CheckReport } from '../../port/checkReport.ts'
import type { Run } from '../../port/connector.ts'
import { PortError, Refused, Unreachable } from '../../port/errors.ts'
import { type Api, createApi } from './api.ts'
import { readGlobals } from './globals.ts'
import { introduce, offers } from './handshake.ts'
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
} as const

function line(code: keyof typeof texts, data: ProblemData = {}): CheckLine {
  const { ok, de, en } = texts[code]
  return { ok, code, text: { de: fill(de, data), en: fill(en, data) } }
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
