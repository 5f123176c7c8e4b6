import type { z } from 'zod'
import type { PostedTicket } from '../../port/posted.ts'
import type { ForeignRequest, ReceiveRoute } from '../../port/receive.ts'
import { failure, noSeller, notFound, notValid, ok, refuse, type ScxError } from './answers.ts'
import { errorsOf } from './errorsOf.ts'
import { formOf, type PostedFile } from './form.ts'
import { guarded, objectOf } from './guarded.ts'
import { joined } from './ids.ts'
import { isOpen } from './isOpen.ts'
import { readJson } from './readJson.ts'
import { bool, enumOf, id, instant, list, optional, optionalText, sellerId, text } from './scalars.ts'

/** Conversations of buyers, sellers and the channel, and files that belong to them. */

const topics = ['QUESTION', 'FEEDBACK', 'DELIVERY', 'RETURN', 'REFUND', 'INCIDENT'] as const
const roles = { BUYER: 'buyer', SELLER: 'seller', CHANNEL: 'channel' } as const
const kinds = { OFFER: 'item', CHANNELOFFER: 'listing', ORDERID: 'order', ORDERITEMID: 'order_line' } as const

const ticket = objectOf({
  sellerId,
  ticketId: id(256),
  topic: enumOf(...topics),
  reference: optional(
    objectOf({ type: enumOf('OFFER', 'CHANNELOFFER', 'ORDERID', 'ORDERITEMID'), id: id(250) }),
  ),
  replyRequested: optional(bool),
  createdAt: instant,
  from: objectOf({ role: enumOf('BUYER', 'SELLER', 'CHANNEL'), name: optionalText(100) }),
  subject: text(1, 1024),
  message: text(1, 1024),
  // Only named here; each comes by a call of its own.
  attachment: optional(list(objectOf({ filename: text(1, 256), contentType: text(1, 128) }), 0, 10)),
})

/** `POST /v1/channel/ticket`. */
const message = guarded({
  method: 'POST',
  path: '/v1/channel/ticket',
  limit: 'channel',
  told: { noun: { de: 'Ticket', en: 'ticket' } },
  schema: ticket,
  read: ({ request, body }) => {
    if (!isOpen(request, body)) return failure(request, 404, noSeller())
    const { reference, from } = body
    const posted: PostedTicket = {
      place: body.sellerId,
      theirs: body.ticketId,
      message: {
        topic: body.topic,
        subject: body.subject,
        text: body.message,
        at: body.createdAt,
        from: { role: roles[from.role], ...(from.name === undefined ? {} : { name: from.name }) },
        wantsReply: body.replyRequested ?? true,
        ...(reference
          ? {
              about: {
                kind: kinds[reference.type],
                theirs: reference.type === 'ORDERID' ? joined(body.sellerId, reference.id) : reference.id,
              },
            }
          : {}),
      },
      files: [],
    }
    return { tickets: [posted] }
  },
  answer: () => ok(201),
})

const mostBytes = 16 * 1024 * 1024
const office = 'application/vnd.openxmlformats-officedocument'
/** What a file may be (section 5): text, PDF, Word, Excel, images. */
const types =
  /^(?:text\/plain|application\/pdf|application\/msword|application\/vnd\.ms-excel|image\/[\w.+-]{1,60})$/
const officeTypes: ReadonlySet<string> = new Set([
  `${office}.wordprocessingml.document`,
  `${office}.spreadsheetml.sheet`,
])

const attachmentData = objectOf({ sellerId, ticketId: id(256), filename: text(1, 256) })

/** `POST /v1/channel/ticket/attachment`: a file of a ticket that was posted before. */
const attachment = guarded({
  method: 'POST',
  path: '/v1/channel/ticket/attachment',
  limit: 'channel',
  told: { noun: { de: 'Anhang eines Tickets', en: 'file of a ticket' } },
  // The form around the file.
  bodyBytes: mostBytes + 64 * 1024,
  asks: ({ request }) => {
    const read = attachmentIn(request)
    return 'data' in read ? { tickets: [read.data.ticketId] } : {}
  },
  read: ({ request, known }) => {
    const read = attachmentIn(request)
    if ('errors' in read) return failure(request, 400, ...read.errors)
    const { data, file } = read
    if (!isOpen(request, data)) return failure(request, 404, noSeller())
    if (file.bytes.length > mostBytes) return refuse('tooLarge', request)
    const mediaType = file.mediaType.toLowerCase()
    if (!types.test(mediaType) && !officeTypes.has(mediaType)) return failure(request, 400, wrongType)
    const isHere = known.tickets.some(one => one.id === data.ticketId && one.place === data.sellerId)
    if (!isHere) return failure(request, 404, notFound)
    const { filename: name } = data
    return {
      tickets: [
        { place: data.sellerId, theirs: data.ticketId, files: [{ name, mediaType, bytes: file.bytes }] },
      ],
    }
  },
  answer: () => ok(201),
})

export const ticketRoutes: readonly ReceiveRoute[] = [message, attachment]

type Attached =
  | { readonly data: z.infer<typeof attachmentData>; readonly file: PostedFile }
  | { readonly errors: readonly ScxError[] }

function attachmentIn(request: ForeignRequest): Attached {
  const form = formOf(request)
  const file = form?.file('attachment')
  const json = form?.text('attachmentData')
  if (!file || json === undefined) return { errors: [noForm] }
  const result = attachmentData.safeParse(readJson(Buffer.from(json)), { reportInput: true })
  return result.success ? { data: result.data, file } : { errors: errorsOf(result.error) }
}

const noForm = notValid({
  de: 'attachmentData und attachment: Pflichtfelder fehlen',
  en: 'attachmentData and attachment: are required',
})
const wrongType = notValid({
  de: 'attachment: Text, PDF, Word, Excel oder ein Bild',
  en: 'attachment: text, PDF, Word, Excel or an image',
})
