/** Why an act on a return, a cancellation or a payment is refused, and what is to be paid back; part of the reason catalogue (`reasons`). */
export const returnReasons = {
  RETURN_UNKNOWN: {
    de: 'Die Retoure „{return}“ gibt es nicht.',
    en: 'There is no return "{return}".',
    remedy: { de: 'Retourennummer prüfen.', en: 'Check the number of the return.' },
  },
  RETURN_CLOSED: {
    de: 'Die Retoure {return} ist abgeschlossen.',
    en: 'The return {return} is closed.',
    remedy: { de: 'Für weitere Ware eine neue Retoure anlegen.', en: 'Note another return for more goods.' },
  },
  RETURN_CHANGED: {
    de: 'Die Retoure {return} wurde inzwischen geändert.',
    en: 'The return {return} was changed meanwhile.',
    remedy: { de: 'Neu laden und noch einmal ändern.', en: 'Load it again, then change it.' },
  },
  RETURN_LINE_UNKNOWN: {
    de: 'Position {line} ist nicht in der Retoure oder doppelt genannt.',
    en: 'Line {line} is not part of the return, or named twice.',
    remedy: { de: 'Positionen der Retoure prüfen.', en: 'Check the lines of the return.' },
  },
  RETURN_LINE_RECEIVED: {
    de: 'Von Position {line} sind schon {quantity} Stück als eingetroffen gebucht.',
    en: '{quantity} pieces of line {line} are booked as come already.',
    remedy: {
      de: 'Für weitere Ware eine neue Retoure anlegen, eine Fehlbuchung als Bestandskorrektur richtigstellen.',
      en: 'Note another return for more goods; put a wrong booking right by adjusting the stock.',
    },
  },
  RETURN_NOT_RECEIVED: {
    de: 'Position {line} ist noch nicht eingetroffen.',
    en: 'Line {line} has not come yet.',
    remedy: { de: 'Erst den Eingang buchen.', en: 'Book its arrival first.' },
  },
  RETURN_DECIDED: {
    de: 'Über Position {line} ist schon entschieden.',
    en: 'Line {line} is decided already.',
    remedy: {
      de: 'Eine Entscheidung bleibt, weil der Shop sie erfahren hat.',
      en: 'A decision stands, because the shop was told it.',
    },
  },
  RETURN_RESTOCKED: {
    de: 'Von Position {line} liegen {quantity} Stück schon wieder im Lager.',
    en: '{quantity} pieces of line {line} lie in stock again.',
    remedy: {
      de: 'Annehmen, oder den Bestand zuerst als Korrektur ausbuchen und die Ware zurücksenden.',
      en: 'Accept it, or book the stock out as an adjustment and send the goods back.',
    },
  },
  RETURN_UNDECIDED: {
    de: 'Über Position {line} ist noch nicht entschieden.',
    en: 'Line {line} is not decided yet.',
    remedy: { de: 'Annehmen oder ablehnen, dann abschließen.', en: 'Accept or refuse it, then close.' },
  },
  RETURN_NOT_ACCEPTED: {
    de: 'Von der Retoure {return} ist nichts angenommen.',
    en: 'Nothing of the return {return} was accepted.',
    remedy: { de: 'Erst annehmen, dann tauschen.', en: 'Accept it first, then exchange.' },
  },
  REASON_REQUIRED: {
    de: 'Ein Grund fehlt. Zur Wahl stehen: {reasons}.',
    en: 'A reason is missing. There are: {reasons}.',
    remedy: { de: 'Einen Grund wählen.', en: 'Choose a reason.' },
  },
  REASON_NOT_IN_LIST: {
    de: 'Den Grund „{reason}“ gibt es nicht. Zur Wahl stehen: {reasons}.',
    en: 'There is no reason "{reason}". There are: {reasons}.',
    remedy: { de: 'Einen der genannten Gründe wählen.', en: 'Choose one of these reasons.' },
  },
  REASON_NOT_FOR_CHANNEL: {
    de: 'Der Kanal des Auftrags kennt den Grund „{reason}“ nicht, nur: {reasons}.',
    en: 'The channel of the order does not know the reason "{reason}", only: {reasons}.',
    remedy: {
      de: 'Einen der genannten Gründe wählen, oder dem Grund einen Wert für die Verbindung geben.',
      en: 'Choose one of these reasons, or give the reason a value for the connection.',
    },
  },
  COMMENT_REQUIRED: {
    de: 'Der Grund „{reasons}“ braucht einen Kommentar.',
    en: 'The reason "{reasons}" needs a comment.',
    remedy: { de: 'Einen Kommentar angeben.', en: 'Give a comment.' },
  },
  COMMENT_TOO_LONG: {
    de: 'Der Kommentar ist länger als {most} Zeichen.',
    en: 'The comment has more than {most} characters.',
    remedy: { de: 'Kürzer fassen.', en: 'Make it shorter.' },
  },
  CANCELLATION_TOLD: {
    de: 'Der Shop weiß von der Stornierung oder erfährt sie gerade.',
    en: 'The shop knows of the cancellation, or is being told.',
    remedy: { de: 'Einen neuen Auftrag anlegen.', en: 'Make a new order.' },
  },
  CANCELLATION_WAS_ASKED: {
    de: 'Mit der Stornierung wurde eine Anfrage des Käufers oder des Shops angenommen.',
    en: 'The cancellation answered a request of the buyer or the shop.',
    remedy: {
      de: 'Mit dem Käufer sprechen und einen neuen Auftrag anlegen.',
      en: 'Talk to the buyer, and make a new order.',
    },
  },
  PAYMENT_UNKNOWN: {
    de: 'Die Zahlung „{payment}“ gibt es nicht, oder sie ist keine, die sich so ändern lässt.',
    en: 'There is no payment "{payment}", or it is none that can be changed like this.',
    remedy: { de: 'Zahlungen des Auftrags ansehen.', en: 'Look at the payments of the order.' },
  },
  PAYMENT_USED: {
    de: 'Von der Zahlung über {amount} ist schon etwas erstattet oder umgebucht.',
    en: 'Some of the payment of {amount} was paid back or moved already.',
    remedy: { de: 'Erst jene Buchung stornieren.', en: 'Reverse that booking first.' },
  },
  PAYMENT_OF_SHOP: {
    de: 'Die Zahlung hat der Shop gemeldet.',
    en: 'The shop reported the payment.',
    remedy: {
      de: 'Im Shop richtigstellen; eine Rückzahlung als Erstattung buchen.',
      en: 'Put it right at the shop; book money that went back as a refund.',
    },
  },
  PAYMENT_SAME_ORDER: {
    de: 'Die Zahlung ist schon bei Auftrag {order} gebucht.',
    en: 'The payment is booked on order {order} already.',
    remedy: { de: 'Einen anderen Auftrag nennen.', en: 'Name another order.' },
  },
  TRANSACTION_BOOKED: {
    de: 'Die Transaktion {transaction} ist bei dem anderen Auftrag schon gebucht.',
    en: 'The transaction {transaction} is booked on the other order already.',
    remedy: {
      de: 'Die doppelte Zahlung stornieren, statt sie umzubuchen.',
      en: 'Reverse the payment that is there twice, instead of moving it.',
    },
  },
  OVER_REFUND: {
    de: 'Erstattet werden sollen {amount} {currency}, bezahlt und noch nicht erstattet sind {paid} {currency}.',
    en: '{amount} {currency} are to be refunded; {paid} {currency} were paid and not refunded yet.',
    remedy: {
      de: 'Weniger erstatten, oder mit Grund mehr als bezahlt wurde.',
      en: 'Refund less, or more than was paid with a reason.',
    },
  },
  REFUND_REASON_MISSING: {
    de: 'Mehr zu erstatten als bezahlt wurde, braucht einen Grund.',
    en: 'Refunding more than was paid needs a reason.',
    remedy: { de: 'Grund angeben.', en: 'Give a reason.' },
  },
  TO_REFUND: {
    de: 'Zu erstatten sind {amount} {currency}: bezahlt, und storniert oder zurückgenommen.',
    en: '{amount} {currency} are to be refunded: paid for, then cancelled or taken back.',
    remedy: {
      de: 'Das Geld zurückzahlen und als Erstattung buchen; die Aufgabe endet dann von selbst.',
      en: 'Pay the money back and book it as a refund; the task ends by itself then.',
    },
  },
} as const
