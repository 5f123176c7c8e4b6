import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { adoption } from './adoption.ts'
import { again } from './again.ts'
import { awaited } from './awaited.ts'
import { beginnings } from './beginnings.ts'
import { bulk } from './bulk.ts'
import { called } from './called.ts'
import { categories } from './categories.ts'
import { channels } from './channels.ts'
import { common } from './common.ts'
import { conflicts } from './conflicts.ts'
import { csv } from './csv.ts'
import { customer } from './customer.ts'
import { customers } from './customers.ts'
import { deliveries } from './deliveries.ts'
import { guard } from './guard.ts'
import { health } from './health.ts'
import { home } from './home.ts'
import { inbox } from './inbox.ts'
import { item } from './item.ts'
import { items } from './items.ts'
import { kinds } from './kinds.ts'
import { ledger } from './ledger.ts'
import { newOrder } from './newOrder.ts'
import { offers } from './offers.ts'
import { order } from './order.ts'
import { orderActs } from './orderActs.ts'
import { orderEdit } from './orderEdit.ts'
import { orderList } from './orderList.ts'
import { orders } from './orders.ts'
import { outbox } from './outbox.ts'
import { platforms } from './platforms.ts'
import { prices } from './prices.ts'
import { quotations } from './quotations.ts'
import { returns } from './returns.ts'
import { runs } from './runs.ts'
import { session } from './session.ts'
import { settings } from './settings.ts'
import { stock } from './stock.ts'
import { stocktaking } from './stocktaking.ts'
import { sync } from './sync.ts'
import { tasks } from './tasks.ts'
import { worker } from './worker.ts'

/** Everything that the back office says: per page a table of key → [German, English], so that no text has one language. */
const tables = {
  adoption,
  again,
  awaited,
  beginnings,
  called,
  categories,
  bulk,
  channels,
  common,
  conflicts,
  csv,
  customer,
  customers,
  deliveries,
  guard,
  health,
  home,
  inbox,
  items,
  item,
  kinds,
  ledger,
  newOrder,
  offers,
  order,
  orderActs,
  orderEdit,
  orderList,
  orders,
  outbox,
  platforms,
  prices,
  quotations,
  returns,
  runs,
  session,
  settings,
  stock,
  stocktaking,
  sync,
  tasks,
  worker,
}

type Tables = typeof tables
/** The shape that i18next knows the keys by: a key that does not exist does not compile. */
export type Words = { [Table in keyof Tables]: { [Key in keyof Tables[Table]]: string } }

export const languages = ['de', 'en'] as const
export type Language = (typeof languages)[number]

const storageKey = 'kontor-language'

/** Starts i18next with the language that the person chose last, else German. */
export function startWords(): void {
  const resources = { de: { translation: inLanguage(0) }, en: { translation: inLanguage(1) } }
  i18next.use(initReactI18next).init({
    resources,
    lng: localStorage.getItem(storageKey) === 'en' ? 'en' : 'de',
    fallbackLng: false,
    interpolation: { escapeValue: false },
    initAsync: false,
  })
  document.documentElement.lang = language()
}

/** The language that is shown now. */
export function language(): Language {
  return i18next.language === 'en' ? 'en' : 'de'
}

/** Changes the language of everything, here and at the next visit. */
export async function setLanguage(next: Language): Promise<void> {
  localStorage.setItem(storageKey, next)
  document.documentElement.lang = next
  await i18next.changeLanguage(next)
}

function inLanguage(at: 0 | 1): Record<string, Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [
      name,
      Object.fromEntries(Object.entries(table).map(([key, pair]) => [key, pair[at]])),
    ]),
  )
}
