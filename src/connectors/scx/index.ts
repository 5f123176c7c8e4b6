import { type Connector, portVersion } from '../../port/connector.ts'
import { refuse } from './answers.ts'
import { asks } from './asks.ts'
import { isSignIn, keyOf, noToken, refreshTokenIn } from './auth.ts'
import { checkChannel } from './check.ts'
import { reasonNames } from './events/reasonWords.ts'
import { ticketReply } from './events/sellerEvents.ts'
import { featuresOf, lacking } from './features.ts'
import { inventory } from './inventory.ts'
import { limitHeaders, limits } from './limits.ts'
import {
  mapAddressChange,
  mapCancellationAnswer,
  mapCancellationRequest,
  mapOrder,
  mapReturn,
  mapStatus,
} from './map.ts'
import { routes } from './routes.ts'
import { scrub } from './scrub.ts'
import { sends } from './sends.ts'
import { begin, type Session } from './session.ts'
import { settings } from './settings.ts'
import { signUp } from './signUp.ts'

/** Sales channels by the JTL-SCX Channel API, with Kontor as the host: their programs call us. Not affiliated with JTL-Software GmbH. */
export const connector: Connector<Session> = {
  portVersion,
  name: 'scx',
  title: 'SCX',
  titles: { de: 'SCX-Verkaufskanal', en: 'SCX sales channel' },
  settings,
  // Nothing is called.
  limits: { concurrent: 1, timeoutMs: 60_000, answerBytes: 1024 },
  stockMeans: 'absolute',
  orderKind: 'marketplace',
  again: 'none',

  without: lacking,
  reasonNames,
  wantsReturnLabels: settings => featuresOf(settings).returnTrackingRequired,
  check: checkChannel,
  open: async run => begin(run),

  receive: {
    prefix: '/scx',
    routes,
    keyOf,
    refuse: (why, request) =>
      why === 'unknownConnection' && isSignIn(request) && refreshTokenIn(request) === undefined
        ? noToken(request)
        : refuse(why, request),
    limitHeaders,
    usualLimit: limits.channel[0],
    signUp,
    asks,
    reply: ticketReply,
  },

  scrub,
  map: {
    order: mapOrder,
    order_status: mapStatus,
    order_address: mapAddressChange,
    cancellation_request: mapCancellationRequest,
    cancellation_accepted: mapCancellationAnswer,
    cancellation_refused: mapCancellationAnswer,
    return: mapReturn,
  },
  send: sends,
  inventory,
}
