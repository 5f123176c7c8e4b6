/** What was reported of an order and has to be decided, and why an act on it is refused; part of the reason catalogue. */
export const eventReasons = {
  EVENT_LINE_UNKNOWN: {
    de: 'Die Position „{line}“ gibt es in der Bestellung {order} nicht.',
    en: 'Order {order} has no line "{line}".',
    remedy: {
      de: 'Im Shop prüfen; stimmt das Ereignis, die Bestellung neu herunterladen und es dann neu importieren.',
      en: 'Check it at the shop; if the event is right, download the order again, then import the event again.',
    },
  },
  REQUEST_UNKNOWN: {
    de: 'Die Stornoanfrage „{request}“ gibt es nicht.',
    en: 'There is no request for a cancellation "{request}".',
    remedy: { de: 'Liste der Stornoanfragen ansehen.', en: 'Look at the list of requests.' },
  },
  REQUEST_ANSWERED: {
    de: 'Die Stornoanfrage ist schon beantwortet.',
    en: 'The request for a cancellation is answered already.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  REASON_MISSING: {
    de: 'Eine Ablehnung braucht einen Grund.',
    en: 'A refusal needs a reason.',
    remedy: { de: 'Grund angeben.', en: 'Give a reason.' },
  },
  TASK_UNKNOWN: {
    de: 'Die Aufgabe „{task}“ gibt es nicht.',
    en: 'There is no task "{task}".',
    remedy: { de: 'Liste der Aufgaben ansehen.', en: 'Look at the list of tasks.' },
  },
  TASK_CLOSED: {
    de: 'Die Aufgabe ist schon erledigt.',
    en: 'The task is closed already.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  DECISION_INVALID: {
    de: '„{decision}“ ist bei dieser Aufgabe nicht möglich, nur: {allowed}.',
    en: '"{decision}" is not possible for this task, only: {allowed}.',
    remedy: { de: 'Eine der genannten Entscheidungen wählen.', en: 'Choose one of these decisions.' },
  },
  NOT_ON_HOLD: {
    de: 'Der Auftrag ist nicht zurückgehalten.',
    en: 'The order is not on hold.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  HOLD_HAS_TASK: {
    de: 'Der Auftrag wird zurückgehalten, bis eine Aufgabe entschieden ist: {reason}.',
    en: 'The order is on hold until a task is decided: {reason}.',
    remedy: { de: 'Die Aufgabe entscheiden.', en: 'Decide the task.' },
  },
  NOTHING_DELIVERED: {
    de: 'Von dem Auftrag ist nichts ausgeliefert.',
    en: 'Nothing of the order was delivered.',
    remedy: { de: 'Erst ausliefern, oder stornieren.', en: 'Deliver first, or cancel.' },
  },
  NOT_DELIVERED: {
    de: 'Von Position {line} sind keine {quantity} Stück ausgeliefert und noch nicht zurück.',
    en: 'Of line {line} there are no {quantity} pieces that were delivered and have not come back.',
    remedy: { de: 'Menge der Retoure prüfen.', en: 'Check the quantity of the return.' },
  },
  CANCELLATION_REQUESTED: {
    de: 'Der Käufer oder der Marktplatz bittet um Stornierung. {reason}',
    en: 'The buyer or the marketplace asks for a cancellation. {reason}',
    remedy: {
      de: 'Annehmen oder mit Grund ablehnen; bis dahin wird nicht ausgeliefert.',
      en: 'Accept, or refuse with a reason; until then nothing is delivered.',
    },
  },
  CANCELLATION_REFUSED_AT_CHANNEL: {
    de: 'Der Marktplatz lehnt unsere Stornierung ab. {reason}',
    en: 'The marketplace refuses our cancellation. {reason}',
    remedy: {
      de: 'Soll geliefert werden: am Auftrag „Storno rückgängig“; bis dahin bleibt er hier storniert. Sonst mit dem Marktplatz klären.',
      en: 'If it shall be delivered: "Undo the cancellation" at the order; until then it stays cancelled here. Otherwise settle it with the marketplace.',
    },
  },
  CANCELLED_AFTER_DELIVERY: {
    de: 'Im Shop storniert, nachdem Ware ausgeliefert wurde.',
    en: 'Cancelled at the shop after goods were delivered.',
    remedy: {
      de: 'Ware zurückholen und als Retoure vermerken; hier ändert sich von selbst nichts.',
      en: 'Get the goods back and note a return; nothing changes here by itself.',
    },
  },
  SHIPPED_AT_CHANNEL: {
    de: 'Der Shop meldet den Auftrag als versendet, hier ist noch etwas offen.',
    en: 'The shop says that the order was shipped; something is still open here.',
    remedy: {
      de: 'Prüfen, wer versendet hat; war es von hier, die Auslieferung buchen.',
      en: 'Check who shipped it; if it left from here, book the delivery.',
    },
  },
  ADDRESS_CHANGED_AT_CHANNEL: {
    de: 'Der Shop meldet nach der Auslieferung eine andere Anschrift.',
    en: 'The shop reports another address after the delivery.',
    remedy: {
      de: 'Wenn nötig den Versanddienstleister verständigen.',
      en: 'Tell the carrier if need be.',
    },
  },
  PAYMENT_FAILED_AT_CHANNEL: {
    de: 'Der Shop meldet eine fehlgeschlagene Zahlung.',
    en: 'The shop reports that a payment failed.',
    remedy: {
      de: 'Auf die Zahlung warten oder den Auftrag stornieren.',
      en: 'Wait for the payment, or cancel the order.',
    },
  },
  REFUNDED_AT_CHANNEL: {
    de: 'Der Shop meldet den Auftrag als erstattet und nennt keinen Betrag.',
    en: 'The shop says that the order was refunded, and names no amount.',
    remedy: {
      de: 'Die Erstattung buchen.',
      en: 'Book the refund.',
    },
  },
} as const
