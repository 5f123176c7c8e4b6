/** The habits of JTL-Connector endpoints that were seen at the real cores, each with the tests that are named after it. */
import type { explain } from '../../src/channels/reasons.ts'

/** A test: the file, and its title with `…` where something is filled in. */
export type NamedTest = readonly [file: string, title: string]

export interface SeenQuirk {
  readonly quirk: string
  /** The core at which it was seen: 5 (master, 5.3) and 3 (branch 3.x). */
  readonly seenAt: string
  /** Where the shop of our tests does the same; absent for what is a rule for callers alone. */
  readonly shown?: NamedTest
  /** Where the connector lives with it; absent where it makes no use of it. */
  readonly copes?: NamedTest
}

/** What `npm run quirks` writes below the mark of `docs/channels/<system>.md`. */
export interface ChannelPage {
  readonly system: string
  /** Codes that a merchant may meet with such a shop, in the order in which a connection meets them. */
  readonly codes: readonly Parameters<typeof explain>[0][]
  readonly habits: readonly SeenQuirk[]
  readonly heading: string
  /** What the version of a habit is called. */
  readonly seenAt: string
}

const five = (title: string): NamedTest => ['testkit/jtlConnector/transcripts5.test.ts', title]
const three = (title: string): NamedTest => ['testkit/jtlConnector/transcripts3.test.ts', title]
const pushed = (title: string): NamedTest => ['testkit/jtlConnector/push.test.ts', title]
const of =
  (file: string) =>
  (title: string): NamedTest => [`src/connectors/jtl-connector/${file}.test.ts`, title]
const api = of('api')
const calls = of('index')
const maps = of('map')
const sends = of('sends')
const describes = of('describing')
const page = of('pageQuirks')
const forgets = of('forget')

const oldDates = three('writes dates without colon, missing ids as null, one language field, back references')
const spellings = five(
  'knows controllers in three spellings, and tells unknown controllers from unknown actions',
)
const sized = five('drops bodies above the size that PHP takes')
const lost = api('logs in again without the lost session and repeats the call once')
const missing = calls('a kind that the shop does not have is an empty last page, asked for once a day')
const keys = calls('acknowledges with camelCase keys, texts and integers; never without an id')
const archive = describes('images go as one archive and show their bytes; taken away, no other goes (core …)')
const unused = page('statistics, the alias of clear and the keys of attributes are never used')
const alone = page('each packet goes alone, and a push is a list even of one object')
const group = sends(
  'all prices of an item go in one call, those of groups under numbers that were told before (core …)',
)

/** All of them, in the order of the protocol: transport, methods, reading, acknowledging, sending, images, forgetting, formats. */
// biome-ignore format: a table, one row per habit
const seenQuirks: readonly SeenQuirk[] = [
  row('5, 3', 'Each call is a POST with the form field `jtlrpc`, and `jtlauth` except to sign in', five('answers everything that is no packet with -32600'), api('begins a run: login without a session, then init, identify and features in it')),
  row('5, 3', 'Errors come with HTTP 200; only `error` says that something went wrong', five('refuses a wrong token with 790 and names the exception in data'), api('each failure of the login has its consequence')),
  row('5, 3', 'The token alone signs in; it answers a session and its lifetime', five('logs in by token and says so with session, lifetime and warnings'), api('begins a run: login without a session, then init, identify and features in it')),
  row('3', 'A wrong token is answered after two seconds', undefined, page('one call at a time, and time enough for a wrong token and for PHP to give up by itself')),
  row('5', 'What is no packet, a GET too, answers -32600 with an empty id: how an endpoint is known', five('answers everything that is no packet with -32600'), of('check')('the check of a wrong address says where an endpoint answers, without sending the token there')),
  row('5', 'Fields are read from the query too, where session and token must never stand', five('reads fields from the query and from multipart bodies too'), api('no log and no fact holds a secret')),
  row('5, 3', 'A missing id of a packet is -32600', three('answers malformed JSON with code 0, a batch with -32700, a missing id with -32600'), alone),
  row('3', 'Uncaught errors answer the id "unknown"', three('answers uncaught errors with the id "unknown", a missing session with code 0'), lost),
  row('3', 'A pull without params crashes', three('crashes at a pull without params'), calls('asks for pages with limit and filters, in the spelling of the setting')),
  row('5, 3', 'A list of packets is refused', three('answers malformed JSON with code 0, a batch with -32700, a missing id with -32600'), alone),
  row('5, 3', 'Malformed JSON: HTTP 500 without words, or code 0', three('answers malformed JSON with code 0, a batch with -32700, a missing id with -32600'), alone),
  row('5, 3', 'Slashes and letters come escaped; notices of plug-ins may stand before the answer', five('writes like PHP: escaped slashes and letters, decimals digit by digit'), api('reads the answer behind notices and before what plug-ins append')),
  row('5', '`warnings` beside the answer', five('warns about unknown ack keys and answers true'), calls('an acknowledgement counts only where the shop says that it stored it')),
  row('5', 'Several calls at once work, and caches of the shop do not', undefined, page('one call at a time, and time enough for a wrong token and for PHP to give up by itself')),
  row('5', 'A body larger than PHP takes is dropped without a word: -32600', sized, sends('more than PHP takes in one body goes in several calls, and one that is larger by itself is refused')),
  row('5', 'PHP out of time ends the call after a part was stored', pushed('a failing model in the middle: …'), ['test/push/failedBatch.test.ts', 'calls that end in … on a ….x endpoint leave no duplicate']),
  row('5', '`core.connector.clear` is another name for `core.linker.clear`, and unknown before', three('does not know unknown methods nor the alias of clear'), unused),
  row('5, 3', 'Controllers are known in snake_case, camelCase and PascalCase', spellings, calls('asks for pages with limit and filters, in the spelling of the setting')),
  row('5', 'Unknown controllers and actions: 33000, 33001; before -32601', spellings, missing),
  row('5', '`x.statistic` counts what waits, under other names in each generation', five('pulls categories in pages and fills the parent from the mapping'), unused),
  row('5', 'What is pulled comes again until it is acknowledged; then never, whatever changes', five('repeats a pull until the ack, takes the same ack twice, and pollutes silently'), calls('only an empty page is the last one; lists with gaps and odd records are read')),
  row('5', 'A pair without an id is taken and spoils the table', five('repeats a pull until the ack, takes the same ack twice, and pollutes silently'), keys),
  row('5', 'Ids of acknowledgements have strict types; one wrong pair fails the call', five('refuses acks with wrong types by code 0 and stores nothing of them'), keys),
  row('5', 'An unknown key is answered true, with a warning', five('warns about unknown ack keys and answers true'), calls('an acknowledgement counts only where the shop says that it stored it')),
  row('3', 'The key `customer_order` is ignored without a word; `customerOrder` works', three('ignores the ack key customer_order in silence; customerOrder works'), keys),
  row('3', 'Attributes have other names in acknowledgements', three('calls attributes by their old names'), unused),
  row('5', 'Images are acknowledged under `product#=#801`, exactly as they came', five('knows images by relation and id'), describes('an image that was stored and not linked is found by its content, and linked under the id that the shop gave')),
  row('3', 'Images are acknowledged under their plain id', three('acks images by their plain id'), describes('an image that was stored and not linked is found by its content, and linked under the id that the shop gave')),
  row('5', 'Our numbers stand in what comes later: customer and items of an order', five('pulls an order with customer and product linked, and its payment only then'), maps('an order has the same text before and after its customer and items were linked')),
  row('5', 'Payments come of orders that were acknowledged', five('pulls an order with customer and product linked, and its payment only then'), page('customers are read before orders and payments last, because each names what was acknowledged before')),
  row('5', 'A child names its master once that was acknowledged', five('names the master of a child only after the ack of the master'), sends('the master of variations goes before its children, which name the value that they have (core …)')),
  row('5', 'One object instead of a list is misread as empty ones', pushed('reads a single object as a list of its values: empty models'), alone),
  row('5, 3', 'A push links what it stores by itself', five('links what is pushed without an ack, children to parents of the same list'), page('what is pushed is linked by the push, and not acknowledged once more (core …)')),
  row('5', 'Both ids link anew, without a look whether the object exists', pushed('overwrites the link of a host id when both ids are sent'), page('a push names its objects by our number alone, because both ids link anew without looking (core …)')),
  row('5', 'Parents and children may go in one list, parents first', five('links what is pushed without an ack, children to parents of the same list'), sends('sends parents before their children in whatever order they are given (core …)')),
  row('5', 'A failing model leaves those before it stored and not linked', five('keeps what was stored before a failing model, unlinked: pushing again doubles it'), ['test/push/failedBatch.test.ts', 'a batch that fails in the middle on a ….x endpoint leaves no duplicate: …']),
  row('5', 'The error names every model of the call', pushed('a failing model in the middle: …'), of('push')("leaves of an error the shop's own words")),
  row('5', 'Stock and prices of an unknown item are passed over: `["", no]` comes back', undefined, sends('stock is absolute, and what the shop does not know is gone there (core …)')),
  row('5, 3', 'Unknown fields are ignored', undefined, maps('takes numbers as ids, keeps several values of one attribute, ignores unknown fields')),
  row('5', 'Prices are put together by item, and answered as products', pushed('replaces all prices of a product with those of one request'), group),
  row('3', 'Prices and stock levels are answered as they were sent', three('answers prices and stock levels as they were sent'), sends('stock is absolute, and what the shop does not know is gone there (core …)')),
  row('5, 3', 'The stock of an item has to be an object; only new cores take a number', three('wants the stock level of a product as an object'), page('the stock of an item goes as an object, which every generation takes (core …)')),
  row('5', 'An image without relation is refused', ['src/connectors/jtl-connector/imageProtocol.test.ts', 'refuses images as the core does: no file, not in it, too many, no archive, no relation'], archive),
  row('5, 3', 'Files in the archive are found by our number and the relation', ['src/connectors/jtl-connector/imageProtocol.test.ts', 'finds each image in the archive by host id and relation, and answers ids that name the relation'], archive),
  row('5', 'No file 400, not in the archive 20', ['src/connectors/jtl-connector/imageProtocol.test.ts', 'refuses images as the core does: no file, not in it, too many, no archive, no relation'], archive),
  row('5', 'An address instead of a file is taken by old cores only', ['src/connectors/jtl-connector/imageProtocol.test.ts', 'passes over the image of a product that it does not know; takes addresses instead of files in core 3'], archive),
  row('5, 3', 'A delete takes what it does not know, and drops the link', five('deletes by host id, also what it does not know'), sends('takes categories and items away, also what is not there')),
  row('5', 'What was deleted is made again by the next push', pushed('makes an object again when the linked one was deleted in the shop'), ['test/trips/tellTrip.ts', '…: what is changed there stays unseen, and a complete synchronisation sets it right']),
  row('5', '`core.linker.clear` forgets what it names', five('clears single links, one type, or everything'), forgets('a shop of core 5 forgets the numbers that are named, and no other')),
  row('3', '`core.linker.clear` forgets everything, whatever it names', three('clears everything, whatever it is asked to clear'), forgets('a shop that would forget everything is not asked')),
  row('5, 3', 'Dates with fractions, without time, with a space, or empty fail the whole call', pushed('refuses a whole list for one wrong date'), of('push')('writes times in whole seconds: with milliseconds the endpoint refuses the whole call')),
  row('5, 3', 'Dates come with +01:00 or +0100', oldDates, maps('reads the times that endpoints send')),
  row('5', 'Both fields of a language, or the long one alone', oldDates, maps('maps an order of generation 3: null ids, +0100, languageISO alone, no shipping address')),
  row('5', 'An unknown language is stored as none', pushed('prefers languageIso, and stores unknown languages as empty'), of('push')('names languages by their bibliographic code of three letters')),
  row('5', '10.0 comes as 10; sums carry the noise of doubles', ['testkit/jtlConnector/wire.test.ts', 'prints 10.0 as 10 and refuses what is no decimal'], maps('keeps prices digit by digit and takes the noise of doubles out of totals and rates')),
  row('3', 'Ids that are missing are null', oldDates, maps('maps an order of generation 3: null ids, +0100, languageISO alone, no shipping address')),
  row('3', 'A master lists its combinations', three('delivers variation combinations on the master'), sends('the master of variations goes before its children, which name the value that they have (core …)')),
  row('5, 3', 'No session: 789 or -32000; before 0 "No session"', five('tells a missing session from an invalid one'), lost),
  row('5, 3', 'After the end of a run the session is gone, or stays', five('ends the session with finish'), api('ends the run where the shop wants it, whatever it says to that')),
  row('5, 3', 'The end answers true, or an object with true in it', three('keeps the session after finish'), api('ends the run where the shop wants it, whatever it says to that')),
  row('5, 3', 'The protocol is 7 in both generations: an unknown method tells them apart', three('does not know unknown methods nor the alias of clear'), page('the generations are told apart by what they answer to a method that nobody has (core …)')),
]

function row(
  seenAt: SeenQuirk['seenAt'],
  quirk: string,
  shown: NamedTest | undefined,
  copes: NamedTest,
): SeenQuirk {
  return { quirk, seenAt, copes, ...(shown ? { shown } : {}) }
}

const codesToMeet = [
  'URL_WRONG',
  'URL_INSECURE',
  'ADDRESS_NOT_ALLOWED',
  'AUTH_EXPIRED',
  'AUTH_FORBIDDEN',
  'PROTOCOL_UNKNOWN',
  'REMOTE_UNAVAILABLE',
  'ANSWER_TOO_LARGE',
  'ACKS_IGNORED',
  'PAYLOAD_INVALID',
  'TEXT_MISSING',
  'CUSTOMER_GROUP_UNKNOWN',
  'CROSS_SELLING_GROUP_UNKNOWN',
  'CUSTOMER_INCOMPLETE',
  'REMOTE_VALIDATION',
  'REMOTE_DELETED',
  'NOT_SUPPORTED',
  'PAYLOAD_TOO_LARGE',
  'IMAGE_FILE_TOO_LARGE',
  'BLOB_LOST',
] as const

export const connectorPage: ChannelPage = {
  system: 'jtl-connector',
  codes: codesToMeet,
  habits: seenQuirks,
  heading: '## Habits of endpoints',
  seenAt: 'seen at core',
}
