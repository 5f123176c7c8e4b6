import type { PostedNotice } from '../../port/posted.ts'
import type { ReceiveRoute } from '../../port/receive.ts'
import { failure, noSeller, ok } from './answers.ts'
import { guarded, objectOf } from './guarded.ts'
import { isOpen } from './isOpen.ts'
import { enumOf, id, optional, sellerId, text } from './scalars.ts'

const severities = { INFO: 'info', WARNING: 'warning', ERROR: 'error' } as const
const kinds = { OFFER: 'item', CHANNELOFFER: 'listing', ORDERITEMID: 'order_line' } as const

const notification = objectOf({
  sellerId,
  severity: enumOf('INFO', 'WARNING', 'ERROR'),
  message: text(1, 10_000),
  reference: optional(objectOf({ type: enumOf('OFFER', 'CHANNELOFFER', 'ORDERITEMID'), id: id(250) })),
})

/** `POST /v1/channel/notification`: something that a person should know. */
export const noticeRoute: ReceiveRoute = guarded({
  method: 'POST',
  path: '/v1/channel/notification',
  limit: 'channel',
  told: { noun: { de: 'Mitteilung', en: 'notice' } },
  schema: notification,
  read: ({ request, body }) => {
    if (!isOpen(request, body)) return failure(request, 404, noSeller())
    const { reference } = body
    const notice: PostedNotice = {
      place: body.sellerId,
      severity: severities[body.severity],
      text: body.message,
      ...(reference ? { about: { kind: kinds[reference.type], theirs: reference.id } } : {}),
    }
    return { notices: [notice] }
  },
  answer: () => ok(201),
})
