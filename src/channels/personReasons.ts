/** Why a person cannot be forgotten yet; part of the reason catalogue (`reasons`). */
export const personReasons = {
  PERSON_ORDERS_OPEN: {
    de: 'Es sind noch Aufträge auszuliefern: {orders}.',
    en: 'There are still orders to be delivered: {orders}.',
    remedy: { de: 'Aufträge ausliefern oder stornieren.', en: 'Deliver the orders, or cancel them.' },
  },
  PERSON_ORDERS_WAITING: {
    de: 'Im Eingang oder im Importprotokoll warten noch Bestellungen: {orders}.',
    en: 'Orders still wait in the inbox or in the import ledger: {orders}.',
    remedy: {
      de: 'Die Bestellungen übernehmen oder ignorieren.',
      en: 'Take the orders over, or ignore them.',
    },
  },
  PERSON_MONEY_OPEN: {
    de: 'Es ist noch Geld offen oder zu erstatten: {orders}.',
    en: 'Money is still to be paid or to be paid back: {orders}.',
    remedy: { de: 'Zahlungen oder Erstattungen buchen.', en: 'Book the payments or refunds.' },
  },
  PERSON_TASKS_OPEN: {
    de: 'Zu diesen Aufträgen ist noch etwas zu entscheiden: {orders}.',
    en: 'Something is still to be decided about these orders: {orders}.',
    remedy: { de: 'Die Aufgaben erledigen.', en: 'Close the tasks.' },
  },
} as const
