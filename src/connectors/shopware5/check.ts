import { exact } from '../../base/decimal.ts'
import type { CheckReport } from '../../port/checkReport.ts'
import type { Run } from '../../port/connector.ts'
import { Refused, Rejected, Unreachable } from '../../port/errors.ts'
import { shopElsewhere } from '../../port/shopElsewhere.ts'
import { type Api, baseOf, createApi, noAnswer } from './api.ts'
import { line, listLine } from './checkLines.ts'
import type { Globals } from './globals.ts'
import { isRow, keyOf, listOf, textOf } from './payloads.ts'
import { optionalResources } from './rights.ts'
import { begin, type Session } from './session.ts'

type Row = Readonly<Record<string, unknown>>

/**
 * Asks who answers, what the user may read, and what the shop is made of: sub shops, groups, names and rates of the last orders. Writes
 * nothing. Throws `Refused` for a wrong login or address and for another version.
 */
export async function checkShop(run: Run): Promise<CheckReport> {
  const session = begin(run)
  const { api, settings } = session
  const version = await versionOf(api).catch(async error => {
    throw await explained(error, run)
  })
  const forbidden = await forbiddenResources(api)
  const globals = await globalsOf(session, forbidden)
  const orders = await lastOrders(api)
  const payments = forbidden.includes('paymentMethods') ? [] : await rowsOf(api, 'paymentMethods')
  const system = `Shopware ${version}`
  const rates = ratesOf(orders)
  const languages = unique(globals.shops.map(shop => shop.language))
  const currencies = unique([...globals.shops.map(shop => shop.currency), ...orders.map(currencyOf)])
  const shops = globals.shops.filter(shop => shop.main === '' || shop.main === shop.id)
  return {
    system,
    facts: { shop: baseOf(run.settings['url'] ?? ''), version, forbidden },
    reports: {
      taxRates: rates.map(rate => ({ rate })),
      currencies,
      languages,
      places: shops.map(({ id, name }) => ({ place: id, name })),
      terms: [...groupTerms(globals), ...methodTerms(orders, payments)],
    },
    lines: [
      line('CONNECTED', { system }),
      ...settings.states.wrong.map(setting => line('SETTING_UNREADABLE', { setting })),
      ...(forbidden.length > 0 ? [line('RIGHTS_MISSING', { list: forbidden.join(', ') })] : []),
      ...(forbidden.includes('shops')
        ? []
        : [
            listLine(
              'SHOPS',
              shops.map(shop => shop.name),
            ),
            listLine('LANGUAGES', languages),
            listLine('CURRENCIES', currencies),
          ]),
      ...(forbidden.includes('customerGroups')
        ? []
        : [
            listLine(
              'CUSTOMER_GROUPS',
              globals.groups.map(({ key, name }) => `${name} (${key})`),
            ),
          ]),
      rates.length > 0 ? line('TAX_RATES', { list: rates.join(', ') }) : line('TAX_RATES_UNSAID'),
    ],
  }
}

/** The first version that is spoken to. */
const oldest = '5.2'

async function versionOf(api: Api): Promise<string> {
  const { status, data } = await api.get('version')
  const version = isRow(data) ? textOf(data['version']) : ''
  if (status === 404 || !isRow(data)) throw new Refused('URL_WRONG', 'no version of a Shopware there')
  const [, major = '', minor = ''] = /^(\d+)\.(\d+)/.exec(version) ?? []
  const isOld = Number(major) < 5 || (major === '5' && Number(minor) < 2)
  // A shop from its repository says ___VERSION___.
  if (major !== '' && (isOld || Number(major) > 5))
    throw new Refused('PROTOCOL_UNKNOWN', `Shopware ${version}; ${oldest} to 5.7 is needed`)
  return version || '5'
}

async function forbiddenResources(api: Api): Promise<readonly string[]> {
  await api.get('orders', { limit: '1' }) // without orders there is nothing to do
  const forbidden: string[] = []
  for (const resource of optionalResources)
    try {
      await api.get(resource, { limit: '1' })
    } catch (error) {
      if (!(error instanceof Rejected && error.code === 'NOT_SUPPORTED')) throw error
      forbidden.push(resource)
    }
  return forbidden
}

async function globalsOf(session: Session, forbidden: readonly string[]): Promise<Globals> {
  if (forbidden.includes('shops') || forbidden.includes('customerGroups')) return { shops: [], groups: [] }
  return session.globals()
}

// Names of shipping methods have no place of their own, and rates none at all: they stand in orders.
async function lastOrders(api: Api): Promise<readonly Row[]> {
  const newest = { 'sort[0][property]': 'id', 'sort[0][direction]': 'DESC', limit: '10' }
  const orders: Row[] = []
  for (const row of await rowsOf(api, 'orders', newest)) {
    const id = keyOf(row['id'])
    const { data } = id === '' ? { data: undefined } : await api.get(`orders/${id}`)
    if (isRow(data)) orders.push(data)
  }
  return orders
}

async function rowsOf(
  api: Api,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<readonly Row[]> {
  return listOf((await api.get(path, query)).data).filter(isRow)
}

function ratesOf(orders: readonly Row[]): readonly string[] {
  const rates = orders.flatMap(order =>
    listOf(order['details']).flatMap(detail => {
      const rate = isRow(detail) ? textOf(detail['taxRate']) : ''
      return /^\d{1,2}(\.\d+)?$/.test(rate) && /[1-9]/.test(rate) ? [exact(rate).toFixed()] : []
    }),
  )
  return unique(rates).sort((a, b) => exact(b).comparedTo(exact(a)))
}

function currencyOf(order: Row): string {
  const currency = textOf(order['currency']).toUpperCase()
  return /^[A-Z]{3}$/.test(currency) ? currency : ''
}

function groupTerms({ groups, shops }: Globals): NonNullable<CheckReport['reports']['terms']> {
  const standard = shops.find(shop => shop.isDefault)?.group || 'EK'
  return groups.map(({ key, name }) => ({
    list: 'customer_group',
    theirs: key,
    name,
    isDefault: key === standard,
  }))
}

function methodTerms(
  orders: readonly Row[],
  payments: readonly Row[],
): NonNullable<CheckReport['reports']['terms']> {
  const methods = orders.flatMap(order => (isRow(order['dispatch']) ? [order['dispatch']] : []))
  const terms = [
    ...payments.map(row => ({ list: 'payment_method' as const, row })),
    ...methods.map(row => ({ list: 'shipping_method' as const, row })),
  ].map(({ list, row }) => ({
    list,
    theirs: keyOf(row['id']),
    name:
      textOf(row['description']) && list === 'payment_method'
        ? textOf(row['description'])
        : textOf(row['name']),
  }))
  const good = terms.filter(({ theirs, name }) => theirs !== '' && name !== '')
  return [...new Map(good.map(term => [`${term.list}/${term.theirs}`, term])).values()]
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list.filter(Boolean))]
}

const loginHint =
  'the user or the API key is wrong, or API access of the user is off; if both are right, the web server may take the header Authorization away from PHP'

// What can be done about it, where that is known. Where something answers, but no shop, other folders of the host are tried.
async function explained(error: unknown, run: Run): Promise<unknown> {
  if (error instanceof Refused && error.code === 'AUTH_EXPIRED')
    return new Refused('AUTH_EXPIRED', `${error.detail}; ${loginHint}`)
  const wrong = error instanceof Refused && error.code === 'URL_WRONG'
  const other = error instanceof Unreachable && error.detail.startsWith(noAnswer)
  const url = run.settings['url'] ?? ''
  if (!(wrong || other) || !URL.canParse(url)) return error
  const api = createApi(run, false)
  const folder = await shopElsewhere(
    baseOf(new URL(url).href),
    { names: ['/shop/', '/shopware/'], most: 4 },
    api.probe,
  )
  return folder === undefined
    ? error
    : new Refused('URL_WRONG', `a shop answers at ${folder}; ${error.detail}`)
}
