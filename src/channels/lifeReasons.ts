/** Why something cannot be done with an order as it stands, or with a delivery of it; part of the reason catalogue (`reasons`). */
export const lifeReasons = {
  NOT_AN_ORDER: {
    de: 'Das ist ein Angebot und noch kein Auftrag.',
    en: 'This is a quotation, and no order yet.',
    remedy: { de: 'Erst einen Auftrag daraus machen.', en: 'Turn it into an order first.' },
  },
  ORDER_MERGED: {
    de: 'Der Auftrag ist in {order} aufgegangen.',
    en: 'The order was merged into {order}.',
    remedy: { de: 'Mit jenem Auftrag weiterarbeiten.', en: 'Go on with that order.' },
  },
  ORDER_PENDING: {
    de: 'Der Marktplatz hat den Auftrag noch nicht freigegeben.',
    en: 'The marketplace has not released the order yet.',
    remedy: {
      de: 'Abwarten; die Ware ist reserviert, nach der Freigabe kann ausgeliefert werden.',
      en: 'Wait; the goods are set aside, and can be delivered once it is released.',
    },
  },
  UNPAID: {
    de: 'Der Auftrag ist nicht bezahlt, und mit „{method}“ wird erst nach der Zahlung versendet.',
    en: 'The order is not paid, and "{method}" is shipped only after payment.',
    remedy: {
      de: 'Zahlung abwarten oder buchen; oder bei der Zahlungsart den Versand vor Zahlung erlauben.',
      en: 'Wait for the payment, or book it; or allow shipping before payment for that payment method.',
    },
  },
  NO_SHIPPING_METHOD: {
    de: 'Der Auftrag hat keine Versandart.',
    en: 'The order has no shipping method.',
    remedy: {
      de: 'Am Auftrag eine Versandart wählen; für künftige Bestellungen am Kanal unter „Versand“ eine übliche.',
      en: 'Choose a shipping method for the order; for orders to come a usual one on the channel, under "Shipping".',
    },
  },
  SHIPPING_LOCK: {
    de: 'Position {line} ist für den Versand gesperrt.',
    en: 'Line {line} is locked: it must not be shipped.',
    remedy: { de: 'Sperre der Position aufheben.', en: 'Unlock the line.' },
  },
  PARENT_ITEM: {
    de: 'Position {line} ist ein Vaterartikel; ausgeliefert werden nur seine Varianten.',
    en: 'Line {line} is a parent item; only its variations can be delivered.',
    remedy: { de: 'Position durch eine Variante ersetzen.', en: 'Replace the line by a variation.' },
  },
  NOTHING_TO_SHIP: {
    de: 'Kein Lieferschein des Auftrags wartet auf den Versand.',
    en: 'No delivery note of the order waits to be shipped.',
    remedy: { de: 'Erst einen Lieferschein erstellen.', en: 'Make a delivery note first.' },
  },
  NOT_SHIPPED_YET: {
    de: 'Der Lieferschein {delivery} ist noch nicht versendet.',
    en: 'The delivery note {delivery} is not shipped yet.',
    remedy: {
      de: 'Als versendet melden oder den Lieferschein zurücknehmen.',
      en: 'Mark it as shipped, or take the delivery note back.',
    },
  },
  NOT_COMPLETED: {
    de: 'Der Auftrag wurde nicht ohne Versand abgeschlossen.',
    en: 'The order was not completed without shipping.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  HAS_RETURN: {
    de: 'Von dieser Lieferung ist Ware zurückgekommen oder angekündigt.',
    en: 'Goods of this delivery came back, or are announced to.',
    remedy: { de: 'Den Rest als Retoure zurücknehmen.', en: 'Take back the rest as a return.' },
  },
  HAS_INVOICE: {
    de: 'Zu dem Auftrag gibt es eine Rechnung.',
    en: 'The order has an invoice.',
    remedy: {
      de: 'Erst die Rechnung stornieren oder korrigieren.',
      en: 'Cancel or correct the invoice first.',
    },
  },
  NOTHING_PAID: {
    de: 'Auf den Auftrag ist kein Geld gebucht, das zurückgehen könnte.',
    en: 'No money is booked for the order that could go back.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  NOT_CANCELLED: {
    de: 'An dem Auftrag ist nichts storniert.',
    en: 'Nothing of the order is cancelled.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  CANCELLED_BY_CHANNEL: {
    de: 'Der Shop hat storniert.',
    en: 'The shop cancelled it.',
    remedy: {
      de: 'Mit dem Käufer klären und einen neuen Auftrag erfassen.',
      en: 'Settle it with the buyer, and make a new order.',
    },
  },
  MERGE_OF_SHOP_ORDERS: {
    de: 'Aufträge aus Shops lassen sich nicht zusammenfassen: jeder Shop erwartet die Meldungen zu seiner Bestellung.',
    en: 'Orders of shops cannot be merged: each shop expects to be told of its own order.',
    remedy: {
      de: 'Gemeinsam packen, einzeln ausliefern.',
      en: 'Pack them together, deliver them one by one.',
    },
  },
  SPLIT_OF_SHOP_ORDER: {
    de: 'Ein Auftrag aus einem Shop lässt sich nicht teilen: der Shop erwartet die Meldungen zu seiner Bestellung.',
    en: 'An order of a shop cannot be split: the shop expects to be told of its own order.',
    remedy: { de: 'In Teilen ausliefern.', en: 'Deliver it in parts.' },
  },
  DELIVERY_UNKNOWN: {
    de: 'Den Lieferschein „{delivery}“ gibt es nicht.',
    en: 'There is no delivery note "{delivery}".',
    remedy: { de: 'Nummer prüfen.', en: 'Check the number.' },
  },
  DELIVERY_REVERSED: {
    de: 'Der Lieferschein {delivery} ist schon zurückgenommen.',
    en: 'The delivery note {delivery} was taken back already.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  SHIPPED_ALREADY: {
    de: 'Der Lieferschein {delivery} ist schon versendet.',
    en: 'The delivery note {delivery} is shipped already.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  REVERSE_REASON_MISSING: {
    de: 'Eine versendete Lieferung wird nur mit einem Grund zurückgenommen.',
    en: 'A delivery that was shipped is taken back only with a reason.',
    remedy: { de: 'Grund angeben.', en: 'Give a reason.' },
  },
  PACKAGE_UNKNOWN: {
    de: 'Der Lieferschein {delivery} hat kein Paket {package}.',
    en: 'The delivery note {delivery} has no package {package}.',
    remedy: { de: 'Nummer des Pakets prüfen.', en: 'Check the number of the package.' },
  },
  TRACKING_INVALID: {
    de: '„{tracking}“ kann keine Sendungsnummer sein.',
    en: '"{tracking}" cannot be a tracking number.',
    remedy: {
      de: 'Die ganze Nummer vom Paketschein abschreiben, in einer Zeile und höchstens 64 Zeichen; oder das Paket ohne Nummer lassen.',
      en: 'Copy the whole number from the label, in one line and at most 64 characters; or leave the package without a number.',
    },
  },
  TRACKING_UNUSUAL: {
    de: '„{tracking}“ sieht nicht aus wie eine Sendungsnummer von {carrier}. So sehen sie sonst aus: {formats}.',
    en: '"{tracking}" does not look like a tracking number of {carrier}. They usually look like this: {formats}.',
    remedy: {
      de: 'Mit dem Paketschein vergleichen. Steht sie dort so, gilt sie: Es ist nur ein Hinweis.',
      en: 'Compare it with the label. If it reads so there, it is right: this is only a notice.',
    },
  },
  TRACKING_URL_INVALID: {
    de: '„{url}“ ist keine Adresse mit https.',
    en: '"{url}" is no address with https.',
    remedy: { de: 'Eine Adresse mit https:// angeben.', en: 'Give an address with https://.' },
  },
  WEIGHT_INVALID: {
    de: 'Das Gewicht „{weight}“ ist nicht möglich.',
    en: 'The weight "{weight}" is not possible.',
    remedy: {
      de: 'Kilogramm mit Punkt angeben, etwa 1.250.',
      en: 'Give kilograms with a dot, such as 1.250.',
    },
  },
  DELIVERY_TAKEN_BACK: {
    de: 'Der Lieferschein {delivery} wurde hier zurückgenommen, nachdem der Shop ihn bestätigt hatte.',
    en: 'The delivery note {delivery} was taken back here after the shop had accepted it.',
    remedy: {
      de: 'Im Shop von Hand richtigstellen: ihm kann keine Lieferung wieder genommen werden.',
      en: 'Put it right at the shop by hand: a delivery cannot be taken from it again.',
    },
  },
} as const
