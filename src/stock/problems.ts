import { problems } from '../base/errors.ts'

/** What can go wrong around warehouses and stock. */
export const stockProblem = problems({
  WAREHOUSE_UNKNOWN: {
    status: 404,
    en: 'There is no warehouse "{warehouse}". "kontor warehouse list" shows all.',
    de: 'Es gibt kein Lager „{warehouse}“. „kontor warehouse list“ zeigt alle.',
  },
  WAREHOUSE_CODE_TAKEN: {
    status: 409,
    en: 'There is a warehouse with the code "{code}" already. Choose another code.',
    de: 'Ein Lager mit dem Kürzel „{code}“ gibt es schon. Bitte ein anderes Kürzel wählen.',
  },
  WAREHOUSE_NEEDED: {
    status: 422,
    en: 'There are several warehouses. Say which one is meant: {known}.',
    de: 'Es gibt mehrere Lager. Bitte angeben, welches gemeint ist: {known}.',
  },
  STOCK_ITEM_UNKNOWN: {
    status: 404,
    en: 'There is no item "{item}", so nothing of it can be booked.',
    de: 'Es gibt keinen Artikel „{item}“, also kann nichts davon gebucht werden.',
  },
  QUANTITY_ZERO: {
    status: 422,
    en: 'A booking of 0 changes nothing. Give a quantity: above 0 comes in, below 0 goes out.',
    de: 'Eine Buchung von 0 ändert nichts. Bitte eine Menge angeben: über 0 kommt herein, unter 0 geht hinaus.',
  },
  STOCK_TOO_LOW: {
    status: 409,
    en: 'Item {item}: {onHand} lie in warehouse {warehouse}, {allocated} of them are allocated to orders; {quantity} cannot be booked. Nothing was booked. Book less, or take the allocation from the orders first.',
    de: 'Artikel {item}: Im Lager {warehouse} liegen {onHand}, davon sind {allocated} für Aufträge reserviert; {quantity} kann nicht gebucht werden. Nichts wurde gebucht. Bitte weniger buchen oder zuerst die Reservierung lösen.',
  },
  STOCK_NOT_OWN: {
    status: 409,
    en: 'Item {item} is a parent or a kit and has no stock of its own. Book its children or its parts.',
    de: 'Artikel {item} ist ein Vaterartikel oder eine Stückliste und hat keinen eigenen Bestand. Bitte seine Kinder oder seine Komponenten buchen.',
  },
  ADJUSTMENT_UNCLEAR: {
    status: 422,
    en: 'Item {item}: say either how many shall lie there (0 or more), or by how many it becomes more or less.',
    de: 'Artikel {item}: Bitte entweder angeben, wie viele dort liegen sollen (0 oder mehr), oder um wie viele es mehr oder weniger werden.',
  },
  REASON_UNKNOWN: {
    status: 404,
    en: 'There is no reason "{reason}" in use for adjustments. "kontor stock-reason list" shows all.',
    de: 'Es gibt keinen benutzbaren Korrekturgrund „{reason}“. „kontor stock-reason list“ zeigt alle.',
  },
  REASON_TAKEN: {
    status: 409,
    en: 'There is a reason "{name}" already. Choose another name.',
    de: 'Einen Korrekturgrund „{name}“ gibt es schon. Bitte einen anderen Namen wählen.',
  },
  SAME_WAREHOUSE: {
    status: 422,
    en: 'Item {item} lies in warehouse {warehouse} already. Choose two different warehouses for a transfer.',
    de: 'Artikel {item} liegt schon im Lager {warehouse}. Bitte für eine Umlagerung zwei verschiedene Lager wählen.',
  },
  QUANTITY_NOT_POSITIVE: {
    status: 422,
    en: 'Item {item}: {quantity} cannot be transferred. Give a quantity above 0; the other way is another transfer.',
    de: 'Artikel {item}: {quantity} kann nicht umgelagert werden. Bitte eine Menge über 0 angeben; der Rückweg ist eine eigene Umlagerung.',
  },
  STOCKTAKING_UNKNOWN: {
    status: 404,
    en: 'There is no stocktaking "{id}". "kontor stocktaking list" shows all.',
    de: 'Es gibt keine Inventur „{id}“. „kontor stocktaking list“ zeigt alle.',
  },
  STOCKTAKING_OPEN: {
    status: 409,
    en: 'Warehouse {warehouse} is being counted already, by the stocktaking "{name}". Close or cancel that one first.',
    de: 'Das Lager {warehouse} wird schon gezählt, von der Inventur „{name}“. Bitte jene zuerst abschließen oder abbrechen.',
  },
  STOCKTAKING_CLOSED: {
    status: 409,
    en: 'The stocktaking "{name}" has ended. Start another one to count again.',
    de: 'Die Inventur „{name}“ ist beendet. Bitte eine neue beginnen, um noch einmal zu zählen.',
  },
  STOCKTAKING_CHANGED: {
    status: 409,
    en: 'The stocktaking "{name}" was counted on meanwhile: it has version {version}. Look at it again, then close it.',
    de: 'An der Inventur „{name}“ wurde inzwischen weitergezählt: Sie hat die Fassung {version}. Bitte neu ansehen und dann abschließen.',
  },
})
