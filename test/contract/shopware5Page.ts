/** What the page of Shopware's REST API saw in a real shop, each with the tests that are named after it; and the codes that a merchant may meet. */
import type { ChannelPage, NamedTest, SeenQuirk } from './connectorPage.ts'

const simulator =
  (file: string) =>
  (title: string): NamedTest => [`testkit/shopware5/${file}.test.ts`, title]
const transport = simulator('transport')
const catalogue = simulator('catalogue')
const orders = simulator('orders')
const of =
  (file: string) =>
  (title: string): NamedTest => [`src/connectors/shopware5/${file}.test.ts`, title]
const api = of('api')
const auth = of('auth')
const pull = of('pull')
const maps = of('map')
const items = of('itemSends')
const describes = of('describing')
const prices = of('priceModels')
const orderQuirk = of('orderQuirks')
const told = of('orderSends')
const seen = '5.7.19'
const alone = prices('prices and quantities go alone, a hundred in a call, and an item that is gone is named')
const quirk = of('catalogueQuirks')
const changed = orders('changed is null until an order is touched; a status writes history and sets it')

// biome-ignore format: a table, one row per habit
const habits: readonly SeenQuirk[] = [
  row(seen, 'Digest with a nonce that may be used again with a rising count', transport('Digest and Basic open, and a nonce is taken again with a rising count'), api('quirk: the nonce is asked for once, and used again with rising counts')),
  row(seen, 'Basic is taken as well', transport('Digest and Basic open, and a nonce is taken again with a rising count'), auth('takes Basic over https, and Digest where nothing else is offered')),
  row('before 5.7', 'Older shops take Digest only', transport('an older shop takes Digest only'), auth('takes Basic over https, and Digest where nothing else is offered')),
  row('–', 'PHP as CGI never sees the header `Authorization`', transport('the header that PHP-CGI never sees opens nothing'), of('check')('says of a wrong key, and of a header that the web server takes away, what it may be')),
  row(seen, 'The API lies below `api/` and `api/v1/`, in whatever folder the shop lies', transport('lies below a folder, and under v1 as well'), of('check')('finds the folder in which the shop lies')),
  row(seen, 'Each refusal has a status of its own: 400 with `errors`, 401, 403, 404, 405, 409', transport('each refusal has its status and its words'), api('says what an answer means, by consequence')),
  row(seen, 'A filter on what is no property of the model is HTTP 500; the properties are called `status` and `cleared`', transport('a filter on what is no property of the model is HTTP 500 in the words of Doctrine'), api('quirk: filters and sorting reach the shop as they are meant')),
  row(seen, 'The usual comparison is LIKE: `_` and `%` in a value stand for others', transport('filters are LIKE, IN and comparisons, with OR, an order and a part'), items('what stands there under its number is taken over, and not a variant of another item')),
  row(seen, 'Errors and failed elements carry stack traces', catalogue('a batch says of each element what became of it, with HTTP 200 and a stack trace'), api('quirk: no stack trace, path of a file or key is in an error')),
  row(seen, 'Dates have an offset without a colon; filters are in the time of the shop, without one', orders('times have the offset of the shop without a colon, and filters its local time'), pull('writes times as the clocks of the shop show them')),
  row(seen, 'In autumn an hour is there twice, and the shop does not say which', orders('times have the offset of the shop without a colon, and filters its local time'), pull('finds changes of both hours that the clock shows twice in autumn')),
  row(seen, 'Only articles, variants, translations and caches take lists; all else is 405', transport('each refusal has its status and its words'), quirk('quirk: only articles and variants go in batches; categories, manufacturers and images go one by one')),
  row(seen, 'A batch fails by its elements, with HTTP 200', catalogue('a batch says of each element what became of it, with HTTP 200 and a stack trace'), quirk('quirk: a batch answers HTTP 200 with the failures inside, each with a stack trace that is left out')),
  row(seen, 'A list of orders has no positions and no addresses', orders('a list of orders has no positions and no addresses'), maps('refuses an order that is only listed, and names what is missing')),
  row(seen, 'An order shows the hash of the password, the session and bank data', orders('one order shows the hash of the password, the session and the bank data'), maps('lets no password, session, bank data or address of a computer through, and nothing that changes by itself')),
  row(seen, 'Abandoned baskets stand among the orders: status -1, number "0"', orders('an abandoned basket has status -1 and the number "0"'), pull('quirk: an abandoned basket is never imported, also if it was changed')),
  row(seen, '`changed` is null until somebody touches an order', changed, pull('quirk: a new order has no time of change, and comes all the same')),
  row(seen, 'A status that is written moves `changed`', changed, orderQuirk('quirk: a status that is written moves the time of change, and what is written twice would do so twice')),
  row(seen, '`details` of a PUT deletes the positions that it does not name', orders('a PUT of one position deletes the others, unless __options_details says otherwise'), orderQuirk('quirk: positions that a PUT does not name are deleted, so the option that keeps them goes along')),
  row(seen, 'A status that the shop does not have is 404, and 0 of a payment is none', orders('a status that the shop does not have, 0 of a payment too, is 404'), orderQuirk('quirk: a status that the shop does not have is 404, which says nothing of the order')),
  row(seen, 'States of orders and of payments have numbers of one table', orders('filters name properties of the model: status and cleared, with one value or several'), orderQuirk('quirk: a status is named with its group, so that a payment status is none of an order')),
  row(seen, 'An order takes the stock; cancelling it gives none back', orders('an order of the interface takes the stock, and cancelling it gives nothing back'), orderQuirk('quirk: a cancelled order gives no stock back, so the quantity follows by itself')),
  row(seen, 'Prices of an order are net where `net` is 1', orders('orders of every kind have the total that the customer saw'), maps('reads the prices of an order with net prices as net, and comes to the total')),
  row(seen, 'Shipping is no position; its tax rate is missing in old orders', orders('an old shop knows neither the tax rate of shipping nor its parts'), maps('takes the rate with the highest share where an old order names none for shipping')),
  row(seen, 'Shipping may be taxed as the items are, each rate by its share', orders('orders of every kind have the total that the customer saw'), maps('splits shipping over the rates of the items, to the cent')),
  row(seen, 'What a position is says its `mode`: item, premium, voucher, rebate, surcharge, bundle', orders('orders of every kind have the total that the customer saw'), maps('maps every mode of a position')),
  row(seen, 'Item numbers may hold `a-z A-Z 0-9 - _ .` only, and are there once', catalogue('numbers have letters of ASCII, digits, - _ and . only, and are there once'), quirk('quirk: item numbers have letters of ASCII, digits, hyphen, underscore and dot only, others never get there')),
  row(seen, 'An article needs name, tax, supplier, number and prices', catalogue('an article needs name, tax, supplier, number and prices'), items('an item goes complete, with its texts in both languages, and twice it is there once')),
  row(seen, 'Prices come in gross for groups with taxInput, and are shown net', catalogue('prices come gross from groups with taxInput and net from others, and are shown net, else with the noise of doubles'), prices('prices go with tax for groups that are entered with it, and each scale says where it ends')),
  row(seen, 'Gross prices are shown with the noise of doubles', catalogue('prices come gross from groups with taxInput and net from others, and are shown net, else with the noise of doubles'), quirk('quirk: prices go in with tax for groups with taxInput and come out with the noise of doubles')),
  row(seen, 'Prices and categories are replaced as a whole', catalogue('prices and categories are replaced as a whole by default'), quirk('quirk: collections are replaced as a whole, so all of each goes every time (…)')),
  row(seen, 'A scale without `to` is open at its end, beside those that follow', catalogue('a scale without "to" is open at its end, beside those that follow'), quirk('quirk: every scale says where it ends, or there would be two rows without an end')),
  row(seen, 'Variants of a PUT replace the others, unless the option says no', catalogue('variants are replaced by default; with replace=false one is added'), quirk('quirk: variants are added with replace=false, and no other one goes')),
  row(seen, 'The main variant stands in `mainDetail` only, and takes the number of its parent away', catalogue('the main variant stands in mainDetail only, and takes the number of its parent away'), quirk('quirk: the main variant takes the number of its parent away, and the parent is known by its article')),
  row(seen, 'Stock and prices of many variants go in one call, by id or number', catalogue('a variant is known by its number with useNumberAsId'), alone),
  row(seen, 'An unknown number in such a call fails alone', catalogue('a batch says of each element what became of it, with HTTP 200 and a stack trace'), quirk('quirk: quantities and prices of many are one request, and an unknown variant fails alone')),
  row(seen, 'An article is deleted by its id only', catalogue('an article is deleted by its id only'), quirk('quirk: an article is deleted by its key, never by its number')),
  row(seen, 'A delivery time of more than 11 characters is cut, or HTTP 500', catalogue('a delivery time of more than 11 characters is cut, or an error of the database'), quirk('quirk: a delivery time is cut or breaks the call, so none is sent (…)')),
  row(seen, 'Images come as data or by an address that the shop fetches', catalogue('images come as data, or are fetched by the shop'), quirk('quirk: images go as bytes, so the shop need not reach anything')),
  row(seen, 'A category is answered twice in itself, under "0" again', catalogue('a category is answered twice in itself, with its way to the root'), quirk('quirk: a category is answered twice in itself, and listed once (…)')),
  row(seen, 'Categories are written one by one, parents before their children', catalogue('a category is answered twice in itself, with its way to the root'), describes('categories go below the root of the shop, parents first, and one of the same name there is taken over')),
  row(seen, 'Texts in further languages are translations by sub shop', catalogue('texts in further languages stand beside, and are shown where that language is asked for'), items('an item goes complete, with its texts in both languages, and twice it is there once')),
  row(seen, 'Two writings of the clock on one day: what is told of a payment has an offset', orders('times have the offset of the shop without a colon, and filters its local time'), told('shows the hour of the shop on both sides of both changes of clocks')),
]

function row(seenAt: string, quirk: string, shown: NamedTest, copes?: NamedTest): SeenQuirk {
  return { quirk, seenAt, shown, ...(copes ? { copes } : {}) }
}

const codes = [
  'URL_WRONG',
  'URL_INSECURE',
  'ADDRESS_NOT_ALLOWED',
  'AUTH_EXPIRED',
  'AUTH_FORBIDDEN',
  'PROTOCOL_UNKNOWN',
  'SETTING_UNREADABLE',
  'REMOTE_UNAVAILABLE',
  'ANSWER_TOO_LARGE',
  'PAYLOAD_INVALID',
  'RESUME_REFUSED',
  'CHANNEL_INACTIVE',
  'TEXT_MISSING',
  'PRICE_MISSING',
  'ITEM_NUMBER_REFUSED',
  'CUSTOMER_GROUP_UNKNOWN',
  'ORDER_STATE_SET_THERE',
  'REMOTE_VALIDATION',
  'REMOTE_DELETED',
  'NOT_SUPPORTED',
  'IMAGE_FILE_TOO_LARGE',
  'BLOB_LOST',
] as const

export const shopware5Page: ChannelPage = {
  system: 'shopware5',
  codes,
  habits,
  heading: '## Habits of the shop',
  seenAt: 'seen at',
}
