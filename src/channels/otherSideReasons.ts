/** Why the other side could not be reached, refused, or was not told something; part of the reason catalogue (`reasons`). */
export const otherSideReasons = {
  REMOTE_VALIDATION: {
    de: 'Die Gegenstelle hat es abgelehnt. „{detail}“',
    en: 'The other side refused it. "{detail}"',
    remedy: {
      de: 'Angabe berichtigen; sonst dem Hersteller des Connectors melden.',
      en: 'Correct it; else report it to the maker of the connector.',
    },
  },
  REFUND_REFUSED_AT_CHANNEL: {
    de: 'Der Marktplatz hat eine Erstattung abgelehnt. „{detail}“',
    en: 'The marketplace refused a refund. "{detail}"',
    remedy: {
      de: 'In „Ausgang“ noch einmal senden oder verwerfen; sonst dort von Hand erstatten.',
      en: 'Send it again or drop it in "Outbox"; else pay it back there by hand.',
    },
  },
  RETURN_REFUSED_AT_CHANNEL: {
    de: 'Der Marktplatz hat die Meldung einer Retoure abgelehnt. „{detail}“',
    en: 'The marketplace refused what it was told of a return. "{detail}"',
    remedy: {
      de: 'In „Ausgang“ noch einmal senden oder verwerfen; sonst dort von Hand abschließen.',
      en: 'Send it again or drop it in "Outbox"; else settle it there by hand.',
    },
  },
  TEXT_MISSING: {
    de: 'Es hat keinen Text in einer Sprache des Shops („{detail}“).',
    en: 'It has no text in a language of the shop ("{detail}").',
    remedy: { de: 'Text in dieser Sprache anlegen.', en: 'Enter a text in that language.' },
  },
  FIELD_NOT_TAKEN: {
    de: 'Der Kanal nimmt diese Angabe so nicht („{detail}“): zu lang, zu viele Einträge, keine ganze Zahl oder leer.',
    en: 'The channel does not take this as it is ("{detail}"): too long, too many entries, no whole number, or empty.',
    remedy: {
      de: 'Angabe am Artikel oder Auftrag ändern; es wird dann von selbst gesendet.',
      en: 'Change it at the item or the order; it is then sent by itself.',
    },
  },
  PRICE_TYPE_UNKNOWN: {
    de: 'Der Kanal hat die Preisart „{detail}“ nicht.',
    en: 'The channel does not have the price type "{detail}".',
    remedy: {
      de: 'Zuordnung der Preisarten am Kanal berichtigen.',
      en: 'Correct how the price types of the channel are assigned.',
    },
  },
  RETURN_TRACKING_MISSING: {
    de: 'Der Kanal verlangt zu jedem Paket die Sendungsnummer der Rücksendung (Bestellung {detail}).',
    en: 'The channel demands the tracking number of the return label with every package (order {detail}).',
    remedy: {
      de: 'Am Lieferschein unter „Pakete und Labels“ eintragen (im Terminal „delivery package“).',
      en: 'Enter it at the delivery note, under "Packages and labels" (in the terminal "delivery package").',
    },
  },
  REFUND_LINES_MISSING: {
    de: 'Der Kanal erstattet nur einzelne Positionen, und die Bestellung {detail} hat keine mit einem Preis.',
    en: 'The channel refunds single lines only, and order {detail} has none with a price.',
    remedy: {
      de: 'Am Marktplatz selbst erstatten, dann „verwerfen“.',
      en: 'Refund it at the marketplace itself, then "drop".',
    },
  },
  BLOB_LOST: {
    de: 'Die Bytes des Bildes „{detail}“ liegen nicht dort, wo sie sollten.',
    en: 'The bytes of the image "{detail}" are not where they should be.',
    remedy: {
      de: 'Ordner „blobs“ aus der Sicherung zurückholen oder das Bild noch einmal hochladen, dann „noch einmal senden“.',
      en: 'Get the folder "blobs" back from the backup, or upload the image again, then "send again".',
    },
  },
  ITEM_NUMBER_REFUSED: {
    de: 'Der Shop nimmt die Artikelnummer „{detail}“ nicht: dort bestehen Nummern nur aus Buchstaben ohne Umlaute, Ziffern, Punkt, Minus und Unterstrich.',
    en: 'The shop does not take the item number "{detail}": its numbers consist of plain letters, digits, dots, hyphens and underscores only.',
    remedy: {
      de: 'Artikelnummer ändern; er wird dann von selbst gesendet.',
      en: 'Change the item number; it is then sent by itself.',
    },
  },
  IMAGE_FILE_TOO_LARGE: {
    de: 'Die Bilddatei ist größer, als der Shop annimmt: {detail}.',
    en: 'The image file is larger than the shop takes: {detail}.',
    remedy: {
      de: 'Ein kleineres Bild hochladen, oder im Shop upload_max_filesize und post_max_size erhöhen.',
      en: 'Upload a smaller image, or raise upload_max_filesize and post_max_size at the shop.',
    },
  },
  ORDER_STATE_SET_THERE: {
    de: 'Im Shop hat jemand den Status der Bestellung selbst gesetzt. Dort steht: {detail}.',
    en: 'Somebody has set the status of the order at the shop. It shows there: {detail}.',
    remedy: {
      de: 'Im Shop nachsehen. „noch einmal senden“ setzt unseren Status über diesen; „verwerfen“ lässt ihn, bis sich die Bestellung hier ändert.',
      en: 'Look at the shop. "send again" sets our status over that one; "drop" leaves it until the order changes here.',
    },
  },
  CUSTOMER_GROUP_UNKNOWN: {
    de: 'Der Shop hat die Kundengruppe „{detail}“ nicht, für die es einen Preis gibt.',
    en: 'The shop does not have the customer group "{detail}" that there is a price for.',
    remedy: {
      de: 'Zuordnung der Kundengruppen am Kanal berichtigen.',
      en: 'Correct how the customer groups of the channel are assigned.',
    },
  },
  CROSS_SELLING_GROUP_UNKNOWN: {
    de: 'Der Shop hat keine Cross-Selling-Gruppe „{detail}“. Was darin steht, wird dort nicht gezeigt.',
    en: 'The shop has no cross-selling group "{detail}". What is in it is not shown there.',
    remedy: {
      de: 'Im Shop eine Gruppe dieses Namens anlegen, dann noch einmal senden (kontor outbox send-again).',
      en: 'Make a group of that name in the shop, then send it again (kontor outbox send-again).',
    },
  },
  CUSTOMER_GROUP_NOT_MAPPED: {
    de: 'Der Kunde ist hier in einer Gruppe, zu der der Kanal keine Kundengruppe des Shops nennt.',
    en: 'The customer is here in a group for which the channel names no customer group of the shop.',
    remedy: {
      de: 'Kundengruppe am Kanal zuordnen, dann „noch einmal senden“.',
      en: 'Assign the customer group at the channel, then "send again".',
    },
  },
  CUSTOMER_EMAIL_REFUSED: {
    de: 'Der Shop kennt das Kundenkonto nicht, oder die neue E-Mail-Adresse gehört dort zu einem anderen.',
    en: 'The shop does not know the customer account, or the new e-mail address belongs to another one there.',
    remedy: {
      de: 'Im Shop nachsehen; die E-Mail-Adresse hier berichtigen.',
      en: 'Look at the shop; correct the e-mail address here.',
    },
  },
  CUSTOMER_INCOMPLETE: {
    de: 'Der Shop ersetzt den ganzen Kunden, und Kontor hat nicht alles aufbewahrt, was dort steht.',
    en: 'The shop replaces the whole customer, and Kontor has not kept all that it has there.',
    remedy: {
      de: 'Den Kundendatensatz noch einmal anfordern oder neu importieren, dann „noch einmal senden“.',
      en: 'Request the customer record again or import it again, then "send again".',
    },
  },
  TAX_CLASS_UNKNOWN: {
    de: 'Für den Steuersatz {detail} nennt die Verbindung keine Steuerklasse des Shops.',
    en: 'The connection names no tax class of the shop for the rate {detail}.',
    remedy: {
      de: 'In den Einstellungen der Verbindung bei den Steuerklassen ergänzen.',
      en: 'Add it to the tax classes in the settings of the connection.',
    },
  },
  SPECIAL_PRICES_DIFFER: {
    de: 'Der Shop kennt je Artikel nur einen Zeitraum für Sonderpreise; hier sind es {detail}.',
    en: 'The shop knows one time of special prices per item; here there are {detail}.',
    remedy: {
      de: 'Beginn und Ende der Sonderpreise aller Kundengruppen angleichen.',
      en: 'Give the special prices of all customer groups the same begin and end.',
    },
  },
  REPORT_MISSING: {
    de: 'Der Kanal hat noch nicht gemeldet, welche Angebote er hat.',
    en: 'The channel has not reported yet which offers it has.',
    remedy: {
      de: 'Das Inventar anfordern („channel ask KANAL {detail}“), den Bericht abwarten, dann noch einmal ansehen.',
      en: 'Ask for the inventory ("channel ask CHANNEL {detail}"), wait for the report, then look again.',
    },
  },
  SETTING_UNREADABLE: {
    de: 'Einstellungen der Verbindung sind nicht lesbar: {detail}.',
    en: 'Settings of the connection cannot be read: {detail}.',
    remedy: {
      de: 'Die Verbindung prüfen; dort steht, in welcher Form sie anzugeben sind.',
      en: 'Check the connection; it says in which form they are given.',
    },
  },
  SETTING_FIXED: {
    de: 'Eine Einstellung der Verbindung lässt sich nicht mehr ändern, weil schon mit ihr gesendet wurde: {detail}.',
    en: 'A setting of the connection cannot be changed any more, because something was sent with it: {detail}.',
    remedy: {
      de: 'Den genannten Wert wieder eintragen; für einen anderen eine neue Verbindung anlegen.',
      en: 'Enter the value that is named again; for another one make a new connection.',
    },
  },
  RECOVERY_UNSURE: {
    de: 'Nach dem Einspielen einer Sicherung ist offen, ob der Kanal es schon bekommen hat, und er lässt sich danach nicht fragen.',
    en: 'After a restore nobody knows whether the channel has got it already, and it cannot be asked.',
    remedy: {
      de: 'Im Shop nachsehen; fehlt es dort, „noch einmal senden“.',
      en: 'Look in the shop; if it is not there, "send again".',
    },
  },
  CONNECTION_RECOVERING: {
    de: 'Die Verbindung wurde aus einer Sicherung eingespielt und noch nicht freigegeben.',
    en: 'The connection was restored from a backup and has not been released yet.',
    remedy: {
      de: '„kontor recovery show“ nennt die Schritte.',
      en: '"kontor recovery show" lists the steps.',
    },
  },
  CATEGORY_NOT_SENT_YET: {
    de: 'Wartet auf seine Kategorie, seinen Hersteller, ein Merkmal, seinen Vaterartikel oder einen Artikel daneben, die der Kanal noch nicht hat.',
    en: 'Waits for its category, its manufacturer, a characteristic, its parent item or an item shown beside it, which the channel does not have yet.',
    remedy: {
      de: 'Es geht von selbst weiter; sind diese abgelehnt, sie berichtigen.',
      en: 'It goes on by itself; if those were refused, correct them.',
    },
  },
  PARENT_NOT_SOLD: {
    de: 'Sein Vaterartikel wird auf diesem Kanal nicht verkauft.',
    en: 'Its parent item is not sold on this channel.',
    remedy: {
      de: 'Den Vaterartikel auf diesem Kanal verkaufen („kontor item sell-on“); danach gehen seine Varianten von selbst.',
      en: 'Sell the parent item on this channel ("kontor item sell-on"); its variants follow by themselves.',
    },
  },
  THEIRS_TAKEN: {
    de: 'Der Kanal nennt dafür die Kennung „{text}“, die schon zu etwas anderem gehört.',
    en: 'The channel names it by the id "{text}", which belongs to something else already.',
    remedy: {
      de: 'Im Shop prüfen, ob dort zwei Artikel dieselbe Nummer haben.',
      en: 'Check in the shop whether two items have the same number there.',
    },
  },
  ORDERS_NOT_FETCHED: {
    de: 'Vor dem Bestandsabgleich konnten die neuen Bestellungen nicht geholt werden: {detail}',
    en: 'The new orders could not be fetched before the stock was sent: {detail}',
    remedy: {
      de: 'Nichts zu tun; bis zum nächsten Abruf schützt der Puffer des Kanals.',
      en: 'Nothing to do; until the next fetch the buffer of the channel stands in.',
    },
  },
  NOT_SUPPORTED: {
    de: 'Der Shop bietet nicht an: {kinds}.',
    en: 'The shop does not offer: {kinds}.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  LOOKUP_NOT_OFFERED: {
    de: 'Auf das Senden kam keine Antwort, und dieser Connector kann nicht nachsehen, ob es angekommen ist; es bleibt liegen, damit nichts doppelt entsteht.',
    en: 'Sending got no answer, and this connector cannot look whether it arrived; it is left, so that nothing is made twice.',
    remedy: {
      de: 'Im Shop nachsehen; fehlt es dort, mit „kontor outbox send-again“ erneut senden.',
      en: 'Look at the shop; if it is missing there, send it again with "kontor outbox send-again".',
    },
  },
  RESULTS_NOT_OFFERED: {
    de: 'Die Gegenstelle antwortet später, und dieser Connector kann nicht danach fragen; bis dahin wird davon nichts mehr gesendet: {kinds}.',
    en: 'The other side answers later, and this connector cannot ask for it; until then nothing of it is sent any more: {kinds}.',
    remedy: {
      de: 'Im Shop nachsehen und dem Hersteller des Connectors melden.',
      en: 'Look at the shop, and report it to the maker of the connector.',
    },
  },
  ACKS_NOT_OFFERED: {
    de: 'Dieser Connector kann nicht bestätigen, was gespeichert ist; der Shop liefert es immer wieder: {kinds}.',
    en: 'This connector cannot acknowledge what is stored; the shop delivers it again and again: {kinds}.',
    remedy: {
      de: 'Dem Hersteller des Connectors melden; es wird nichts doppelt importiert.',
      en: 'Report it to the maker of the connector; nothing is imported twice.',
    },
  },
  LETTER_NOT_TAKEN: {
    de: 'Die Gegenstelle hat diese Nachricht mehrmals geholt und nie bestätigt: {detail}',
    en: 'The other side has taken this message several times and never confirmed it: {detail}',
    remedy: {
      de: 'Beim Betreiber des Kanals nachfragen, dann mit „kontor outbox send-again“ erneut senden.',
      en: 'Ask the operator of the channel, then send it again with "kontor outbox send-again".',
    },
  },
  GUARD_STOPPED: {
    de: 'Vom Wächter angehalten (Regel {rule}): {count} am Kanal „{channel}“.',
    en: 'Stopped by the guard (rule {rule}): {count} at the channel "{channel}".',
    remedy: {
      de: 'Liste ansehen und freigeben oder verwerfen; was sich zurückändert, geht von selbst.',
      en: 'Look at the list and release or drop it; what changes back goes by itself.',
    },
  },
  GUARD_HOLDS: {
    de: 'Der Wächter hält das an, oder den Preis davon ({detail}).',
    en: 'The guard holds this, or its price ({detail}).',
    remedy: {
      de: 'Nach dem Abgleich in der Liste des Wächters freigeben oder verwerfen, oder vorher zurückändern.',
      en: "Release or drop it in the guard's list after the synchronisation, or change it back before.",
    },
  },
  CONFLICT: {
    de: 'Im Shop geändert: {count} Angaben am Kanal „{channel}“ sind dort anders, als sie gesendet wurden.',
    en: 'Changed in the shop: {count} fields at the channel "{channel}" are not as they were sent.',
    remedy: {
      de: 'Unter Konflikte je Angabe unseren Wert oder den des Shops wählen.',
      en: 'Choose our value or that of the shop for each of them under conflicts.',
    },
  },
  REMOTE_UNAVAILABLE: {
    de: 'Gegenstelle antwortet nicht. „{detail}“',
    en: 'The other side is not answering. "{detail}"',
    remedy: {
      de: 'Es wird von selbst neu versucht. Bleibt es dabei, den Shop prüfen.',
      en: 'It is tried again by itself. If it stays, check the shop.',
    },
  },
  RATE_LIMITED: {
    de: 'Die Gegenstelle bremst. „{detail}“',
    en: 'The other side slows us down. "{detail}"',
    remedy: { de: 'Es wird von selbst später fortgesetzt.', en: 'It goes on later by itself.' },
  },
  OBJECT_LIMIT: {
    de: '{count} Änderungen warten bis morgen: Die Gegenstelle nimmt je Objekt nur {limit} am Tag.',
    en: '{count} changes wait until tomorrow: the other side takes only {limit} of one object a day.',
    remedy: {
      de: 'Der neueste Stand wird dann von selbst gesendet.',
      en: 'The newest state is sent by itself then.',
    },
  },
  AUTH_EXPIRED: {
    de: 'Zugang abgelehnt. Bitte Zugangsdaten prüfen. „{detail}“',
    en: 'Access refused. Please check the credentials. "{detail}"',
    remedy: {
      de: 'Zugangsdaten der Verbindung neu eingeben und prüfen.',
      en: 'Enter the credentials of the connection again and check.',
    },
  },
  AUTH_FORBIDDEN: {
    de: 'Der Zugang wurde abgelehnt: Es fehlt ein Recht. „{detail}“',
    en: 'Access refused: a right is missing. "{detail}"',
    remedy: {
      de: 'Recht im Shop erteilen oder dessen Zugangsschutz öffnen, dann die Verbindung prüfen.',
      en: 'Grant the right at the shop, or open the protection in front of it, then check the connection.',
    },
  },
  URL_WRONG: {
    de: 'Unter dieser Adresse antwortet kein solcher Shop. „{detail}“',
    en: 'No such shop answers at this address. "{detail}"',
    remedy: { de: 'Adresse der Verbindung prüfen.', en: 'Check the address of the connection.' },
  },
  URL_INVALID: {
    de: 'Die Adresse ist nicht zulässig: „{detail}“',
    en: 'The address is not valid: "{detail}"',
    remedy: { de: 'Adresse der Verbindung berichtigen.', en: 'Correct the address of the connection.' },
  },
  URL_INSECURE: {
    de: 'Die Adresse beginnt mit http://; Passwörter werden nur über https:// gesendet.',
    en: 'The address starts with http://; passwords are only sent over https://.',
    remedy: { de: 'https:// verwenden.', en: 'Use https://.' },
  },
  ADDRESS_NOT_ALLOWED: {
    de: 'Die Adresse „{detail}“ liegt in einem privaten Netz und ist nicht freigegeben.',
    en: 'The address "{detail}" lies in a private network and is not allowed.',
    remedy: {
      de: 'Bereich in KONTOR_ALLOW_ADDRESSES aufnehmen, wenn das der eigene Shop ist.',
      en: 'Add the range to KONTOR_ALLOW_ADDRESSES if it is your own shop.',
    },
  },
  PROTOCOL_UNKNOWN: {
    de: 'Die Gegenstelle spricht eine andere Fassung des Protokolls. „{detail}“',
    en: 'The other side speaks another version of the protocol. "{detail}"',
    remedy: { de: 'Connector im Shop aktualisieren.', en: 'Update the connector in the shop.' },
  },
} as const
