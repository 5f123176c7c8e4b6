import { fill, type ProblemData, type Texts } from '../base/errors.ts'
import { eventReasons } from './eventReasons.ts'
import { importReasons } from './importReasons.ts'
import { lifeReasons } from './lifeReasons.ts'
import { listingReasons } from './listingReasons.ts'
import { makingReasons } from './makingReasons.ts'
import { offerReasons } from './offerReasons.ts'
import { orderReasons } from './orderReasons.ts'
import { otherSideReasons } from './otherSideReasons.ts'
import { personReasons } from './personReasons.ts'
import { titleOf } from './reasonTitles.ts'
import { returnReasons } from './returnReasons.ts'
import { taxReasons } from './taxReasons.ts'

/**
 * The reason catalogue: why a record was not imported, waits, or cannot be taken over yet. Codes are stable; a code that
 * is not here counts as blocking. `remedy` says what a person can do.
 */
export interface Reason extends Texts {
  readonly remedy: Texts
}

export const reasons = {
  ...orderReasons,
  ...eventReasons,
  ...importReasons,
  ...lifeReasons,
  ...listingReasons,
  ...makingReasons,
  ...offerReasons,
  ...otherSideReasons,
  ...personReasons,
  ...returnReasons,
  ...taxReasons,
  CHANNEL_INACTIVE: {
    de: 'Der Verkaufskanal „{place}“ ist in Kontor nicht angelegt oder nicht aktiv.',
    en: 'The sales channel "{place}" is not set up in Kontor, or not active.',
    remedy: {
      de: 'Kanal anlegen oder aktivieren, dann neu importieren.',
      en: 'Set up or activate the channel, then import again.',
    },
  },
  BEFORE_START_DATE: {
    de: 'Vor dem Importbeginn {from}.',
    en: 'Before the start of the import, {from}.',
    remedy: { de: '„Ab“ des Kanals früher setzen.', en: 'Set an earlier "from" for the channel.' },
  },
  IGNORED_BY_RULE: {
    de: 'Durch die Regel „{rule}“ übersprungen.',
    en: 'Skipped by the rule "{rule}".',
    remedy: { de: 'Regel am Kanal ändern.', en: 'Change the rule of the channel.' },
  },
  IGNORED_BY_PERSON: {
    de: 'Von {by} ignoriert: {why}',
    en: 'Ignored by {by}: {why}',
    remedy: { de: '„Neu importieren“ hebt es auf.', en: '"Import again" takes it back.' },
  },
  ALREADY_IMPORTED: {
    de: 'Schon vorhanden: {as}.',
    en: 'Already here: {as}.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  PENDING_AT_CHANNEL: {
    de: 'Vom Marktplatz noch nicht freigegeben.',
    en: 'Not yet released by the marketplace.',
    remedy: {
      de: 'Abwarten; nach der Freigabe geht es von selbst weiter.',
      en: 'Wait; it goes on by itself once released.',
    },
  },
  PARENT_RECORD_MISSING: {
    de: 'Wartet auf die Bestellung {order}, die noch nicht angekommen ist.',
    en: 'Waits for order {order}, which has not arrived yet.',
    remedy: {
      de: 'Kommt die Bestellung nicht, beim Kanal nachträglich anfordern.',
      en: 'If the order does not come, request it again from the channel.',
    },
  },
  EVENT_STORED: {
    de: 'Das Ereignis ist gespeichert; diese Art wird noch nicht auf Bestellungen angewendet.',
    en: 'The event is stored; this kind is not applied to orders yet.',
    remedy: { de: 'Nichts zu tun: Es geht nicht verloren.', en: 'Nothing to do: it is not lost.' },
  },
  ADDRESS_MISSING: {
    de: 'Die Bestellung hat keine Anschrift.',
    en: 'The order has no address.',
    remedy: { de: 'Anschrift im Eingang ergänzen.', en: 'Add the address in the inbox.' },
  },
  ADDRESS_INVALID: {
    de: 'In der Anschrift fehlt: {field}.',
    en: 'The address lacks: {field}.',
    remedy: { de: 'Anschrift im Eingang ergänzen.', en: 'Complete the address in the inbox.' },
  },
  COUNTRY_UNKNOWN: {
    de: 'Das Land „{country}“ ist kein ISO-Ländercode.',
    en: 'The country "{country}" is no ISO country code.',
    remedy: {
      de: 'Land im Shop berichtigen, dann neu herunterladen.',
      en: 'Correct the country in the shop, then download again.',
    },
  },
  CURRENCY_UNKNOWN: {
    de: 'Die Währung „{currency}“ ist kein ISO-Währungscode.',
    en: 'The currency "{currency}" is no ISO currency code.',
    remedy: {
      de: 'Währung im Shop berichtigen, dann neu herunterladen.',
      en: 'Correct the currency in the shop, then download again.',
    },
  },
  ITEM_UNKNOWN: {
    de: 'Artikel „{sku}“ ist in Kontor nicht bekannt (Position {line}).',
    en: 'Item "{sku}" is not known in Kontor (line {line}).',
    remedy: {
      de: 'Artikel mit dieser Nummer anlegen, dann neu importieren.',
      en: 'Create an item with this number, then import again.',
    },
  },
  ITEM_AMBIGUOUS: {
    de: 'Zu „{sku}“ passen {n} Artikel (Position {line}).',
    en: '{n} items match "{sku}" (line {line}).',
    remedy: {
      de: 'Artikelnummern eindeutig machen, dann neu importieren.',
      en: 'Make the item numbers unique, then import again.',
    },
  },
  ITEM_IS_PARENT: {
    de: 'Artikel „{sku}“ ist ein Vaterartikel und nicht verkäuflich (Position {line}).',
    en: 'Item "{sku}" is a parent item and cannot be sold (line {line}).',
    remedy: {
      de: 'Im Eingang den richtigen Kindartikel wählen.',
      en: 'Choose the right child item in the inbox.',
    },
  },
  ITEM_BLOCKED: {
    de: 'Artikel „{sku}“ ist gesperrt (Position {line}).',
    en: 'Item "{sku}" is blocked (line {line}).',
    remedy: { de: 'Artikel freigeben oder Position ändern.', en: 'Release the item or change the line.' },
  },
  TAX_UNKNOWN: {
    de: 'Der Steuersatz {rate} % ist für {country} nicht hinterlegt (Position {line}).',
    en: 'The tax rate {rate} % is not set up for {country} (line {line}).',
    remedy: {
      de: 'Steuersatz anlegen oder im Shop berichtigen, dann neu importieren.',
      en: 'Add the tax rate or correct it in the shop, then import again.',
    },
  },
  QUANTITY_INVALID: {
    de: 'Die Menge {quantity} ist nicht möglich (Position {line}).',
    en: 'The quantity {quantity} is not possible (line {line}).',
    remedy: {
      de: 'Bestellung im Shop berichtigen, dann neu herunterladen.',
      en: 'Correct the order in the shop, then download again.',
    },
  },
  TOTAL_MISMATCH: {
    de: 'Der Shop nennt {got}, die Positionen ergeben {expected}.',
    en: 'The shop says {got}, the lines add up to {expected}.',
    remedy: {
      de: 'Im Eingang prüfen und die Differenz bestätigen.',
      en: 'Check it in the inbox and accept the difference.',
    },
  },
  PAYLOAD_INVALID: {
    de: 'Der Datensatz ist an der Stelle {path} nicht lesbar.',
    en: 'The record cannot be read at {path}.',
    remedy: {
      de: 'Im Shop berichtigen, dann neu herunterladen; sonst dem Hersteller des Connectors melden.',
      en: 'Correct it in the shop and download again; else report it to the maker of the connector.',
    },
  },
  PAYLOAD_TOO_LARGE: {
    de: 'Der Datensatz ist mit {kb} kB zu groß.',
    en: 'The record is too large with {kb} kB.',
    remedy: { de: 'Bestellung im Shop teilen.', en: 'Split the order in the shop.' },
  },
  ANSWER_TOO_LARGE: {
    de: 'Die Antwort der Gegenstelle ist zu groß. „{detail}“',
    en: 'The answer of the other side is too large. "{detail}"',
    remedy: {
      de: 'Es wird mit kleineren Seiten neu versucht. Bleibt es dabei, den Shop prüfen.',
      en: 'It is tried again with smaller pages. If it stays, check the shop.',
    },
  },
  PAYLOAD_GONE: {
    de: 'Die Rohdaten sind nicht mehr gespeichert.',
    en: 'The payload is not kept any more.',
    remedy: { de: 'Vom Shop neu herunterladen.', en: 'Download it again from the shop.' },
  },
  NOT_IGNORED: {
    de: 'Der Datensatz ist nicht ignoriert.',
    en: 'The record is not ignored.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  IGNORED_ALREADY: {
    de: 'Der Datensatz ist schon ignoriert.',
    en: 'The record is ignored already.',
    remedy: { de: '„Neu importieren“ hebt es auf.', en: '"Import again" takes it back.' },
  },
  CHANGED_AT_CHANNEL: {
    de: 'Nach der Übernahme im Shop geändert.',
    en: 'Changed at the shop after it was taken over.',
    remedy: { de: 'Unterschiede ansehen und entscheiden.', en: 'Look at the differences and decide.' },
  },
  REMOTE_DELETED: {
    de: 'Im Shop gibt es diesen Datensatz nicht mehr.',
    en: 'The record does not exist at the shop any more.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  INTERNAL_ERROR: {
    de: 'Unerwarteter Fehler, Referenz {reference}.',
    en: 'Unexpected error, reference {reference}.',
    remedy: {
      de: 'Neu importieren; bleibt es dabei, mit der Referenz an den Support.',
      en: 'Import again; if it stays, report it with the reference.',
    },
  },
  CHANNEL_LOCKED: {
    de: 'Die Übertragung von „{name}“ ist gesperrt.',
    en: 'The transmission of "{name}" is locked.',
    remedy: {
      de: 'Entsperren; was inzwischen ankam, wird dann eingelesen.',
      en: 'Unlock it; what came in meanwhile is imported then.',
    },
  },
  FIRST_RUN_MISSING: {
    de: 'Der Erstabgleich von „{name}“ ist nicht abgeschlossen: Es wird nichts gesendet.',
    en: 'The first run of "{name}" is not finished: nothing is sent.',
    remedy: {
      de: 'Unter „first-run show“ steht, was noch fehlt.',
      en: '"first-run show" says what is missing.',
    },
  },
  RELINKING: {
    de: '„{name}“ wird neu verknüpft: Es wird nichts gesendet, bis das fertig ist.',
    en: '"{name}" is being linked anew: nothing is sent until that is done.',
    remedy: {
      de: 'Es geht mit dem nächsten Abruf der Bestellungen weiter; „kontor request list“ zeigt, wie weit es ist.',
      en: 'It goes on with the next download of orders; "kontor request list" shows how far it is.',
    },
  },
  LINKS_REFUSED: {
    de: 'Der Shop hat {count} Verknüpfungen ({kind}) nicht angenommen.',
    en: 'The shop did not take {count} links ({kind}).',
    remedy: {
      de: 'Ihre nächste Änderung sucht den Artikel oder die Kategorie im Shop, bevor etwas Neues entsteht.',
      en: 'Their next change looks for the item or category in the shop before anything new is made.',
    },
  },
  CHECK_MISSING: {
    de: 'Die Verbindung „{name}“ wurde noch nicht mit Erfolg geprüft: Es wird nichts abgeholt.',
    en: 'The connection "{name}" has not passed a check yet: nothing is collected.',
    remedy: { de: 'Verbindung prüfen („connection check“).', en: 'Check it ("connection check").' },
  },
  PAYMENT_METHOD_UNMAPPED: {
    de: 'Die Zahlungsart „{method}“ ist keiner eigenen zugeordnet.',
    en: 'The payment method "{method}" is mapped to none of ours.',
    remedy: {
      de: 'Am Kanal unter „Zahlung/Steuern“ zuordnen („channel map set“); die Bestellung wird dann neu geprüft.',
      en: 'Map it on the channel under "Payment/taxes" ("channel map set"); the order is checked again then.',
    },
  },
  SHIPPING_METHOD_UNMAPPED: {
    de: 'Die Versandart „{method}“ ist keiner eigenen zugeordnet.',
    en: 'The shipping method "{method}" is mapped to none of ours.',
    remedy: {
      de: 'Am Kanal unter „Versand“ zuordnen („channel map set“); die Bestellung wird dann neu geprüft.',
      en: 'Map it on the channel under "Shipping" ("channel map set"); the order is checked again then.',
    },
  },
  CONNECTION_ARCHIVED: {
    de: 'Die Verbindung „{name}“ ist archiviert.',
    en: 'The connection "{name}" is archived.',
    remedy: { de: 'Verbindung zurückholen.', en: 'Bring the connection back.' },
  },
  SYSTEM_UNKNOWN: {
    de: 'Für das System „{system}“ ist hier kein Connector installiert.',
    en: 'No connector for the system "{system}" is installed here.',
    remedy: {
      de: 'Connector installieren (KONTOR_CONNECTORS) und neu starten.',
      en: 'Install the connector (KONTOR_CONNECTORS) and start again.',
    },
  },
  AGAIN_NOT_OFFERED: {
    de: 'Dieses System liefert Datensätze nicht noch einmal.',
    en: 'This system does not deliver records again.',
    remedy: {
      de: 'Aus den gespeicherten Rohdaten neu importieren oder im Shop als nicht abgeholt markieren.',
      en: 'Import again from the stored payload, or mark it as not fetched in the shop.',
    },
  },
  DRY_RUN: {
    de: 'Probelauf: Es wurde nichts gesendet und keine Bestellung geholt; was neue Bestellungen ändern würden, ist nicht enthalten.',
    en: 'Dry run: nothing was sent and no order was fetched; what new orders would change is not in it.',
    remedy: {
      de: 'Vorschau ansehen; ausführen mit „sync --preview“ und der Kennung des Laufs.',
      en: 'Look at the preview; do it with "sync --preview" and the id of the run.',
    },
  },
  ACKS_IGNORED: {
    de: 'Der Shop liefert bestätigte Datensätze immer wieder.',
    en: 'The shop keeps delivering records that were acknowledged.',
    remedy: {
      de: 'Connector im Shop prüfen; es wird nichts doppelt importiert.',
      en: 'Check the connector in the shop; nothing is imported twice.',
    },
  },
  REQUEST_DONE: {
    de: 'Eine nachträgliche Anforderung ist abgearbeitet: {found} gefunden, {new} neu.',
    en: 'A request to read again is worked off: {found} found, {new} new.',
    remedy: { de: 'Nichts zu tun.', en: 'Nothing to do.' },
  },
  REQUEST_REFUSED: {
    de: 'Eine nachträgliche Anforderung hat der Shop abgelehnt ({reason}); alles andere läuft weiter.',
    en: 'The shop refused a request to read again ({reason}); all else goes on.',
    remedy: {
      de: 'Nummern und Zeitraum prüfen und neu anfordern.',
      en: 'Check the numbers and the time, and request again.',
    },
  },
  NOT_COUNTABLE: {
    de: 'Dieses System kann nicht sagen, wie viele Bestellungen ein Tag hat.',
    en: 'This system cannot say how many orders a day has.',
    remedy: {
      de: 'Im Shop nachzählen; was fehlt, nachträglich anfordern.',
      en: 'Count in the shop; request again what is missing.',
    },
  },
  RESUME_REFUSED: {
    de: 'Der Shop lässt das Lesen von {detail} nicht fortsetzen und kommt auch von vorn nicht weiter.',
    en: 'The shop does not let us go on reading {detail}, and starting again gets no further.',
    remedy: {
      de: 'Es wird beim nächsten Lauf neu versucht. Bleibt es dabei, dem Hersteller des Connectors melden.',
      en: 'It is tried again with the next run. If it stays, report it to the maker of the connector.',
    },
  },
  RESUME_STUCK: {
    de: 'Der Shop liefert beim Lesen von {detail} immer wieder dieselbe Stelle.',
    en: 'Reading {detail}, the shop stays at the same place for ever.',
    remedy: {
      de: 'Es wird beim nächsten Lauf neu versucht. Bleibt es dabei, dem Hersteller des Connectors melden.',
      en: 'It is tried again with the next run. If it stays, report it to the maker of the connector.',
    },
  },
} as const satisfies Record<string, Reason>

/** The sentence of a code with its values, in both languages; of an unknown code the code itself and the foreign text. */
export function explain(code: string, data: ProblemData = {}): Reason {
  const reason: Reason | undefined = (reasons as Record<string, Reason>)[code]
  if (!reason) {
    const text = [code, data['detail']].filter(Boolean).join(': ')
    return { de: text, en: text, remedy: { de: '', en: '' } }
  }
  const tidy = (sentence: string, language: 'de' | 'en') =>
    fill(sentence, { ...data, ...amountsOf(sentence, data, language), ...heldFor(data)?.[language] })
      .replace(/\s*[„"]?\{(detail|reason)\}[“"]?/, '')
      .trim()
  return { de: tidy(reason.de, 'de'), en: tidy(reason.en, 'en'), remedy: reason.remedy }
}

// An amount stands before its currency: 9.9 is told as 9,90 in German and as 9.90 in English.
function amountsOf(sentence: string, data: ProblemData, language: 'de' | 'en'): ProblemData {
  const amounts = [...sentence.matchAll(/\{(\w+)\} \{currency\}/g)].flatMap(([, name = '']) => {
    const [, whole, part = ''] = /^(-?\d+)(?:\.(\d+))?$/.exec(String(data[name] ?? '')) ?? []
    return whole ? [[name, `${whole}${language === 'de' ? ',' : '.'}${part.padEnd(2, '0')}`]] : []
  })
  return Object.fromEntries(amounts)
}

// A hold may have a person's words for its reason, or a code: that is said in the few words that it has.
function heldFor({ reason }: ProblemData) {
  if (typeof reason !== 'string' || !Object.hasOwn(reasons, reason)) return undefined
  const { de, en } = titleOf(reason)
  return { de: { reason: de }, en: { reason: en } }
}
