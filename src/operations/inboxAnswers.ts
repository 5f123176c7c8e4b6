import { z } from 'zod'
import { answerWebOrders } from '../sales/confirmations.ts'
import { longestComment } from '../sales/reasonLists.ts'
import { sendOf } from '../sync/pushTask.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { doing, refusalOf, refusalShape, told } from './orderActs.ts'

const ids = z
  .array(z.uuid())
  .min(1)
  .max(1000)
  .meta({ description: 'Ids of web orders.', 'x-de': 'Kennungen von Webshopbestellungen.' })
const output = z.object({
  refused: z.int(),
  items: z.array(
    z.object({
      id: z.uuid(),
      /** `refused`: not done, for the reason that is named. */
      did: z.enum(['confirmed', 'declined', 'unchanged', 'refused']),
      ...refusalShape,
    }),
  ),
})

/** Our yes or no to orders that wait for it. */
export const inboxAnswerOperations: readonly Operation[] = [
  operation({
    name: 'inbox.confirm',
    method: 'POST',
    path: '/inbox/confirm',
    command: 'inbox confirm <ids>',
    right: 'inbox.write',
    summary: {
      en: 'Confirm web orders that wait for it: the marketplace is told that we take them',
      de: 'Webshopbestellungen bestätigen, die darauf warten: Der Marktplatz erfährt, dass sie angenommen sind',
    },
    input: z.object({ ids }),
    output,
    audit: (_, done) => noteOf(done),
    run: (context, input) => answer(context, input, true),
  }),
  operation({
    name: 'inbox.refuse',
    method: 'POST',
    path: '/inbox/refuse',
    command: 'inbox refuse <ids>',
    right: 'inbox.write',
    summary: {
      en: 'Refuse web orders that wait for our yes; they stay until the marketplace cancels them',
      de: 'Webshopbestellungen ablehnen, die auf Bestätigung warten; sie bleiben, bis der Marktplatz sie storniert',
    },
    input: z.object({
      ids,
      reason: z.string().trim().min(1).max(100).optional().meta({
        description: 'Id or code of a reason for cancellations.',
        'x-de': 'Kennung oder Kürzel eines Stornogrunds.',
      }),
      comment: z
        .string()
        .trim()
        .max(longestComment)
        .optional()
        .meta({ description: 'In words.', 'x-de': 'In Worten.' }),
    }),
    output,
    audit: (_, done) => noteOf(done),
    run: (context, input) => answer(context, input, false),
  }),
]

function answer(
  context: Context,
  {
    ids,
    reason,
    comment,
  }: {
    readonly ids: readonly string[]
    readonly reason?: string | undefined
    readonly comment?: string | undefined
  },
  accept: boolean,
) {
  const { connectors } = context.kontor
  return inTransaction(context, async tx => {
    const { results, changed } = await answerWebOrders(
      tx,
      context.tenant,
      ids.map(id => ({ id, accept, reason, comment })),
      (system, facts) => {
        const connector = connectors.get(system)
        return (
          connector !== undefined &&
          sendOf({ connector, connection: { facts } }, 'confirmation') !== undefined
        )
      },
      doing(context),
    )
    await told(tx, context, changed)
    const items = results.map(one => ({ id: one.id, did: one.did, ...refusalOf(context, one) }))
    return { refused: items.filter(one => one.did === 'refused').length, items }
  })
}

function noteOf({ items }: z.infer<typeof output>) {
  const of = (did: string) => items.flatMap(one => (one.did === did ? [one.id] : []))
  return {
    objectKind: 'web_order',
    data: { confirmed: of('confirmed'), declined: of('declined') },
  }
}
