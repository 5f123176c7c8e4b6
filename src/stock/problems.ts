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
})
