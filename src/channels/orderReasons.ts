/** Why something cannot be done with a web order or an order; part of the reason catalogue (`reasons`). */
export const orderReasons = {
  PAYMENT_METHOD_MISSING: {
    de: 'Die Bestellung nennt keine Zahlungsart, und der Kanal hat keine übliche.',
    en: 'The order names no payment method, and its channel has no usual one.',
    remedy: {
      de: 'Am Kanal unter „Zahlung/Steuern“ eine übliche wählen („channel set --payment-method“); die Bestellung wird dann neu geprüft.',
      en: 'Choose a usual one on the channel under "Payment/taxes" ("channel set --payment-method"); the order is checked again then.',
    },
  },
  CUSTOMER_AMBIGUOUS: {
    de: 'Zu dieser Bestellung passen {n} Kunden: {customers}.',
    en: '{n} customers match this order: {customers}.',
    remedy: { de: 'Im Eingang einen Kunden zuordnen.', en: 'Assign a customer in the inbox.' },
  },
  CUSTOMER_UNSURE: {
    de: 'Diese Bestellung kann von einem bekannten Kunden sein; Nummer und Punkte (von 100): {customers}.',
    en: 'This order may be of a customer who is known; number and points (of 100): {customers}.',
    remedy: {
      de: 'Im Eingang einen Kunden zuordnen, oder sagen, dass es ein neuer ist.',
      en: 'Assign a customer in the inbox, or say that it is a new one.',
    },
  },
  CUSTOMER_BLOCKED: {
    de: 'Der Kunde {customer} ist gesperrt.',
    en: 'The customer {customer} is blocked.',
    remedy: {
      de: 'Kunden freigeben oder einen anderen zuordnen.',
      en: 'Unblock the customer, or assign another one.',
    },
  },
  CUSTOMER_UNKNOWN: {
    de: 'Den zugeordneten Kunden „{customer}“ gibt es nicht.',
    en: 'The assigned customer "{customer}" does not exist.',
    remedy: { de: 'Einen anderen Kunden zuordnen.', en: 'Assign another customer.' },
  },
  CANCELLED_AT_CHANNEL: {
    de: 'Im Shop storniert, bevor die Bestellung übernommen wurde.',
    en: 'Cancelled at the shop before it was taken over.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  CONFIRMATION_NOT_WANTED: {
    de: 'Die Bestellung wartet nicht (mehr) auf eine Bestätigung.',
    en: 'The order does not wait to be confirmed (any more).',
    remedy: { de: 'Liste neu laden.', en: 'Load the list again.' },
  },
  CONFIRMATION_GIVEN: {
    de: 'Zu dieser Bestellung wurde schon das Gegenteil gesagt; das lässt sich nicht zurücknehmen.',
    en: 'The opposite was said of this order already, and cannot be taken back.',
    remedy: {
      de: 'Eine bestätigte Bestellung nach der Übernahme stornieren.',
      en: 'Cancel a confirmed order once it is taken over.',
    },
  },
  CONFIRMATION_NOT_OFFERED: {
    de: 'Das System „{system}“ nimmt keine Bestätigungen entgegen.',
    en: 'The system "{system}" takes no confirmations.',
    remedy: {
      de: 'Beim Marktplatz selbst bestätigen oder ablehnen.',
      en: 'Confirm or refuse at the marketplace itself.',
    },
  },
  WEB_ORDER_UNKNOWN: {
    de: 'Die Webshopbestellung „{id}“ gibt es nicht.',
    en: 'There is no web order "{id}".',
    remedy: { de: 'Liste neu laden.', en: 'Load the list again.' },
  },
  ORDER_UNKNOWN: {
    de: 'Den Auftrag „{order}“ gibt es nicht.',
    en: 'There is no order "{order}".',
    remedy: { de: 'Auftragsnummer prüfen.', en: 'Check the order number.' },
  },
  ORDER_CANCELLED: {
    de: 'Der Auftrag ist storniert.',
    en: 'The order is cancelled.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  CANCELLED_ALREADY: {
    de: 'Der Auftrag ist schon storniert.',
    en: 'The order is cancelled already.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  HAS_DELIVERY_NOTE: {
    de: 'Zu dem Auftrag gibt es einen Lieferschein.',
    en: 'The order has a delivery note.',
    remedy: { de: 'Die Ware als Retoure zurücknehmen.', en: 'Take the goods back as a return.' },
  },
  ORDER_ON_HOLD: {
    de: 'Der Auftrag ist zurückgehalten: {reason}.',
    en: 'The order is on hold: {reason}.',
    remedy: { de: 'Auftrag freigeben.', en: 'Release the order.' },
  },
  ALREADY_DELIVERED: {
    de: 'Der Auftrag ist vollständig ausgeliefert.',
    en: 'The order is delivered completely.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  FULFILLED_BY_CHANNEL: {
    de: 'Der Marktplatz liefert diesen Auftrag selbst aus.',
    en: 'The marketplace delivers this order itself.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  OUT_OF_STOCK: {
    de: 'Für Position {line} fehlen {missing} Stück.',
    en: '{missing} pieces are missing for line {line}.',
    remedy: {
      de: 'Wareneingang buchen oder weniger ausliefern.',
      en: 'Book goods received, or deliver less.',
    },
  },
  WAITING_FOR_OLDER_ORDER: {
    de: 'Die Ware bekommt zuerst: {orders}.',
    en: 'The pieces go first to: {orders}.',
    remedy: {
      de: 'Auf Ware warten oder diesem Auftrag eine höhere Priorität geben.',
      en: 'Wait for goods, or give this order a higher priority.',
    },
  },
  LINE_UNKNOWN: {
    de: 'Position {line} ist nicht offen oder doppelt genannt.',
    en: 'Line {line} is not open, or named twice.',
    remedy: { de: 'Positionen des Auftrags prüfen.', en: 'Check the lines of the order.' },
  },
  WAREHOUSE_UNKNOWN: {
    de: 'Das Lager „{warehouse}“ gibt es nicht.',
    en: 'There is no warehouse "{warehouse}".',
    remedy: {
      de: 'Lager anlegen oder ein anderes nennen.',
      en: 'Create the warehouse, or name another one.',
    },
  },
  WAREHOUSE_LOCKED: {
    de: 'Das Lager „{warehouse}“ ist für den Versand gesperrt.',
    en: 'Nothing may leave the warehouse "{warehouse}".',
    remedy: {
      de: 'Lager freigeben oder ein anderes nennen.',
      en: 'Unlock the warehouse, or name another one.',
    },
  },
  CURRENCY_DIFFERS: {
    de: 'Die Zahlung ist in {currency}, der Auftrag in {expected}.',
    en: 'The payment is in {currency}, the order in {expected}.',
    remedy: {
      de: 'Betrag in der Währung des Auftrags angeben.',
      en: 'Give the amount in the currency of the order.',
    },
  },
  AMOUNT_INVALID: {
    de: 'Der Betrag „{amount}“ ist nicht möglich.',
    en: 'The amount "{amount}" is not possible.',
    remedy: {
      de: 'Einen Betrag ungleich 0 mit Punkt angeben.',
      en: 'Give an amount other than 0, with a dot.',
    },
  },
  ALREADY_PAID: {
    de: 'Der Auftrag ist bezahlt.',
    en: 'The order is paid.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
} as const
