/** What the page of JTL-Shop's interface saw in a real shop, each with the tests that are named after it; and the codes that a merchant may meet. */
import type { ChannelPage, NamedTest, SeenQuirk } from './connectorPage.ts'

const simulator =
  (file: string) =>
  (title: string): NamedTest => [`testkit/jtlShop/${file}.test.ts`, title]
const transport = simulator('transport')
const catalogue = simulator('catalogue')
const orders = simulator('orders')
const people = simulator('picturesAndPeople')
const of =
  (file: string) =>
  (title: string): NamedTest => [`src/connectors/jtl-shop/${file}.test.ts`, title]
const quirk = of('quirks')
const api = of('api')
const trade = of('trade')
const maps = of('map')
const whole = trade('a whole catalogue is stored by a shop … without a row that it does not take')
const states = trade(
  'quirk: a shipped order is 4, one in part 5 by its delivery note, a cancelled one has a way of its own',
)
const dies = of('push')('quirk: PHP dies of a whole call, which is refused while the shop answers otherwise')

// biome-ignore format: a table, one row per habit
const habits: readonly SeenQuirk[] = [
  row('5.4', 'The login stands in form fields of every call; a wrong one is 3, mytest adds the version; the status is 200', transport('mytest says 3 and the version to a wrong login, all others 3, and the status is 200'), api('quirk: a wrong login is a 3 with the version of the shop, and HTTP 200')),
  row('5.4', 'mytest answers `0;JTL4;504;`: the version is the third part', transport('mytest says code, marker and version, in every version'), quirk('quirk: the version is the third part of what mytest says, and JTL4 stands before it whatever it is')),
  row('5.4', 'An ERP that is too old is told so, with an 8 in Latin-1', transport('mytest refuses a wawi that is too old, in ISO-8859-1'), api('a shop that wants a newer ERP says so in its own words')),
  row('5.4', 'mytest raises the numbers that the shop gives to the highest that are known', transport('mytest raises the numbers that the shop gives'), quirk('quirk: a shop that was set back gives no number twice to whoever tells it the highest')),
  row('5.4', '0 means that the zip was read, not that anything was stored', catalogue('a row with an attribute that is no column is not stored, and the answer is 0'), quirk('quirk: 0 means that the zip was read, so nothing is said to be stored')),
  row('5.4', '8 carries words: a folder that cannot be written, an upload that failed', transport('without a zip it is 2, with an empty file 8, and with one that cannot be read 500 and 2'), quirk('quirk: an 8 carries the words of the shop')),
  row('5.4', 'A zip that cannot be read is HTTP 500 with the body 2', transport('without a zip it is 2, with an empty file 8, and with one that cannot be read 500 and 2'), api('quirk: HTTP 500 with a 2 is a failed upload, not an answer')),
  row('5.4', 'HTTP 500 means that PHP died; of items, categories, QuickSync and pictures nothing is stored then', transport('items, categories, QuickSync and pictures are stored as a whole zip, everything else file by file'), dies),
  row('5.4', 'What is no XML is HTTP 500', transport('what is no XML is HTTP 500, and from 5.6 on passed over'), of('push')('parents come before their children in an archive, and what no XML may hold is replaced')),
  row('5.4', 'An unknown script answers nothing, with 200', transport('a script that it does not have is an empty answer, in Shop 4 a page that is not there'), api('quirk: an unknown script is an empty body with HTTP 200')),
  row('5.4', 'UTF-8 comes only to whoever is called `JTL-Wawi/n.n`; else signs are lost', transport('gives UTF-8 only to whoever calls himself JTL-Wawi, and loses the euro sign else'), quirk('quirk: UTF-8 comes only to JTL-Wawi/n.n, so no sign of an order is lost')),
  row('5.4', 'Latin-1 has to be declared, UTF-8 should be', transport('takes XML in UTF-8, and in ISO-8859-1 where it says so'), quirk('quirk: every file declares its encoding')),
  row('5.4', 'Names of files are looked for within the name', transport('names of files count as part of a name, in Shop 4 as a whole'), whole),
  row('5.4', 'An answer is an archive with one file', orders('an order is written in the hand of the shop'), of('mutants')('an archive that breaks off is never read as a shorter page')),
  row('5.4', 'lastjobs numbers the tree of categories', catalogue('lastjobs numbers the tree and switches manufacturers'), quirk('quirk: lastjobs numbers the tree of categories, so it ends each run that sent something')),
  row('5.4', 'An attribute that is no column costs the whole row', catalogue('a row with an attribute that is no column is not stored, and the answer is 0'), whole),
  row('5.4', 'A record without an attribute is dropped without a word', catalogue('a record without any attribute is dropped without a word'), whole),
  row('5.4', 'Globals replace the tables that they name', catalogue('globals replace the tables that they name, and no other'), trade('master data is sent once for each content, and not at all where the shop keeps its own')),
  row('5.4', 'Values stand beside their characteristic; missing languages are filled', catalogue('values of characteristics stand beside them, and missing languages are filled'), quirk('quirk: values stand beside their characteristic, not in it')),
  row('5.4', 'The default language has no row beside the object', catalogue('values of characteristics stand beside them, and missing languages are filled'), quirk('quirk: the default language stands in the row itself, and only the others beside it')),
  row('5.4', 'Eight keys of an item have to be children', catalogue('keys that have to be elements lose what an attribute says'), quirk('quirk: keys of an item that the shop reads as children are children')),
  row('5.4', 'A complete item is deleted and built anew, its images stay', catalogue('a complete item is built again with its lists, and keeps its images'), quirk('quirk: an item that is sent again is built anew, and keeps its images')),
  row('5.4', 'Every message resets all prices to the standard price', catalogue('every group gets the standard price, and each message resets all others'), trade('quirk: a quantity goes with the full price set, because the shop resets what it is not told')),
  row('5.4', '`kKundenGruppe` of prices has a capital G', catalogue('a price for a group that is called otherwise is not stored'), whole),
  row('5.4', 'Combinations of variations come by raw SQL only', catalogue('combinations come by raw SQL only'), quirk('quirk: combinations come by lines of SQL, made of whole numbers only')),
  row('5.4', 'QuickSync of a child leaves the sum of its parent', catalogue('the stock of a parent is the sum of its children when one comes complete, not with QuickSync'), ['test/trips/tellTrip.ts', '…: what is changed here arrives, and of all other items nothing is sent']),
  row('5.4', 'QuickSync of an unknown item answers 0, and writes its prices', catalogue('QuickSync of an unknown item writes prices and answers 0'), ['test/push/jtlShop.test.ts', 'a price alone goes with its quantity and a quantity with its price, never with the whole item']),
  row('5.4', 'QuickSync never goes below 0', catalogue('QuickSync never goes below 0, a complete item does'), quirk('quirk: QuickSync never goes below 0')),
  row('5.4', 'The shop takes orders that were not acknowledged off every stock that it is sent', catalogue('unfetched orders are taken off every stock that is sent'), ['test/push/subtracting.test.ts', 'JTL-Shop …: shows no more than there is: an order in any gap of orders and stock']),
  row('5.4', 'What is gone can be deleted once more', undefined, quirk('quirk: what is gone there can be taken away once more')),
  row('5.4', 'Orders come again until they are acknowledged, a hundred at a time', orders('orders come until they are acknowledged, and 0 when there are none'), quirk('quirk: orders come again until they are acknowledged, a hundred at a time')),
  row('5.4', 'No order at all is the text 0', orders('orders come until they are acknowledged, and 0 when there are none'), api('quirk: nothing to fetch is the text 0, and there are no records after it')),
  row('5.4', 'An acknowledgement makes status 2 of 1, and leaves every other; unknown ids are passed over', orders('an ack makes 2 of status 1, and leaves every other'), quirk('quirk: an acknowledged order is in progress there, and one that is paid stays paid')),
  row('5.4', 'NULL, empty and list without entries are written in three ways', orders('an order is written in the hand of the shop'), of('mutants')('every field of every record may be missing, doubled or strange')),
  row('5.4', 'No delivery address is an element with an empty street', orders('without a delivery address there is an element with an empty street only'), maps('quirk: an order without delivery address goes to the billing address')),
  row('5.4', 'There is no total: it is the sum of the lines, each in gross and rounded, less store credit', orders('orders of every kind have the total that the customer saw'), maps('quirk: each line is rounded in gross, and only then added up')),
  row('5.4', 'Payments come for orders that nobody fetched', orders('payments come until they are acknowledged, also of orders that nobody fetched'), quirk('quirk: a payment may come before its order')),
  row('5.4', 'The status is computed: shipped beats paid, partly shipped needs a delivery note, cancelled stays', orders('a status is computed: cancelled stays, partly delivered needs a delivery, shipped beats paid'), states),
  row('5.4', 'A status message replaces everything', orders('set_bestellung replaces everything: what is not said is cleared'), quirk('quirk: a status replaces everything, so it is told whole each time')),
  row('5.4', 'Keys of deliveries may stand anywhere', orders('deliveries are written by their keys, wherever these stand, and need an order'), states),
  row('5.4', 'Cancelling has a message of its own, and opening again', orders('a status is computed: cancelled stays, partly delivered needs a delivery, shipped beats paid'), of('ordersAndImages')('quirk: a cancellation is mailed, so it is told once, and an order that is open again is told so before its state')),
  row('5.4', 'Guests are listed too; the country of a customer is a code, that of an order a name', people('customers come until they are acknowledged, guests too, with the code of their country'), maps('a customer has the code of the country, the group and whether it is a guest')),
  row('5.4', 'Images of items come in three steps', people('images of items come in three steps'), trade('images come in three steps, move with their place, and leave by it')),
  row('5.4', 'A file goes with its last place', people('another image of the same place replaces the one before, and a file goes with its last link'), of('ordersAndImages')('quirk: two images with the same bytes have a file each, and one keeps its file when the other leaves')),
  row('5.4', 'Other pictures lie beside their list; their type is their content', people('other pictures lie beside their list, and have to be pictures')),
  row('5.4', 'An order may be edited, made and deleted by the ERP; one that is made comes back as new', orders('an order of the ERP is offered to the ERP, from 5.3 on')),
  row('5.4', 'Customers may be set; a mail address that is taken answers with its owner', people('SetKunde says the keys, or who has the mail address already'), of('customers')('quirk: the shop answers ……')),
  row('5.4', 'A voucher counts once', people('store credit is added once for each voucher')),
  row('5.4', 'Deleted customers and returns are an archive, also with nothing in it', people('deleted customers and returns are always an archive, also with nothing in it')),
]

function row(seenAt: string, quirk: string, shown: NamedTest | undefined, copes?: NamedTest): SeenQuirk {
  return { quirk, seenAt, ...(shown ? { shown } : {}), ...(copes ? { copes } : {}) }
}

const codes = [
  'URL_WRONG',
  'URL_INSECURE',
  'ADDRESS_NOT_ALLOWED',
  'AUTH_EXPIRED',
  'AUTH_FORBIDDEN',
  'PROTOCOL_UNKNOWN',
  'SETTING_UNREADABLE',
  'SETTING_FIXED',
  'REMOTE_UNAVAILABLE',
  'ANSWER_TOO_LARGE',
  'ACKS_IGNORED',
  'AGAIN_NOT_OFFERED',
  'PAYLOAD_INVALID',
  'ITEM_UNKNOWN',
  'TEXT_MISSING',
  'PRICE_MISSING',
  'SPECIAL_PRICES_DIFFER',
  'CUSTOMER_GROUP_UNKNOWN',
  'TAX_CLASS_UNKNOWN',
  'CUSTOMER_INCOMPLETE',
  'CUSTOMER_EMAIL_REFUSED',
  'REMOTE_DELETED',
  'REMOTE_VALIDATION',
  'PAYLOAD_TOO_LARGE',
  'IMAGE_FILE_TOO_LARGE',
  'BLOB_LOST',
] as const

export const jtlShopPage: ChannelPage = {
  system: 'jtl-shop',
  codes,
  habits,
  heading: '## Habits of the shop',
  seenAt: 'seen at',
}
