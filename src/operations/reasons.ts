import { z } from 'zod'
import { changeReason, createReasons, listReasons, type ReasonKind } from '../sales/reasonLists.ts'
import { described } from './described.ts'
import { inTransaction, type Operation, operation } from './operation.ts'

const name = z.string().trim().min(1).max(100)
const code = z
  .string()
  .trim()
  .regex(/^[a-z][a-z0-9_]{0,39}$/)
const reasonShape = z.object({
  id: z.uuid(),
  code: z.string(),
  names: z.object({ de: z.string(), en: z.string() }),
  commentRequired: z.boolean(),
  channelValues: z.record(z.string(), z.string()),
  active: z.boolean(),
})

/** Why goods come back, and why orders are cancelled: the lists that people choose from. */
export const reasonOperations: readonly Operation[] = [
  ...operationsOf('return_reason', 'return-reason', {
    en: 'reasons for returns',
    de: 'Retourengründe',
  }),
  ...operationsOf('cancellation_reason', 'cancel-reason', {
    en: 'reasons for cancellations',
    de: 'Stornogründe',
  }),
]

function operationsOf(kind: ReasonKind, word: string, names: { en: string; de: string }): Operation[] {
  return [
    operation({
      name: `${word}.list`,
      method: 'GET',
      path: `/${word}s`,
      command: `${word} list`,
      right: 'orders.read',
      summary: { en: `List the ${names.en}`, de: `Die ${names.de} auflisten` },
      input: z.object({}),
      output: z.object({ items: z.array(reasonShape) }),
      run: context =>
        inTransaction(context, async tx => ({ items: await listReasons(tx, context.tenant, kind) })),
    }),
    operation({
      name: `${word}.add`,
      method: 'POST',
      path: `/${word}s`,
      command: `${word} add <code> <de> <en>`,
      right: 'orders.write',
      summary: {
        en: `Add to the ${names.en}, with its German and English name`,
        de: `Die ${names.de} ergänzen, mit deutschem und englischem Namen`,
      },
      creates: true,
      input: z.object({
        code: code.meta(described('A short name of your own.', 'Ein eigenes Kürzel.')),
        de: name.meta(described('The German name.', 'Der deutsche Name.')),
        en: name.meta(described('The English name.', 'Der englische Name.')),
        commentRequired: z
          .boolean()
          .default(false)
          .meta(described('Whether it needs a comment.', 'Ob er einen Kommentar braucht.')),
      }),
      output: reasonShape.extend({ did: z.enum(['new', 'exists']) }),
      audit: (_, reason) => ({ objectKind: kind, objectId: reason.id }),
      run: (context, input) =>
        inTransaction(context, async tx => {
          const [reason] = await createReasons(tx, context.tenant, kind, [input])
          if (!reason) throw new TypeError('one result per element')
          return reason
        }),
    }),
    operation({
      name: `${word}.change`,
      method: 'PATCH',
      path: `/${word}s/:reason`,
      command: `${word} change <reason>`,
      right: 'orders.write',
      summary: {
        en: `Change one of the ${names.en}: names, what shops call it, whether it can be chosen`,
        de: `Einen der ${names.de} ändern: Namen, wie Shops ihn nennen, ob er gewählt werden kann`,
      },
      input: z.object({
        reason: name.meta(described('Id or code.', 'Kennung oder Kürzel.')),
        de: name.optional().meta(described('Another German name.', 'Ein anderer deutscher Name.')),
        en: name.optional().meta(described('Another English name.', 'Ein anderer englischer Name.')),
        commentRequired: z
          .boolean()
          .optional()
          .meta(described('Whether it needs a comment.', 'Ob er einen Kommentar braucht.')),
        channelValues: z
          .record(z.uuid(), z.string().trim().max(100))
          .optional()
          .meta(
            described(
              'What the shops of a connection call it, by its id; empty: no value.',
              'Wie die Shops einer Verbindung ihn nennen, nach ihrer Kennung; leer: kein Wert.',
            ),
          ),
        active: z
          .boolean()
          .optional()
          .meta(described('Whether it can be chosen.', 'Ob er gewählt werden kann.')),
      }),
      output: reasonShape,
      audit: (_, reason) => ({ objectKind: kind, objectId: reason.id }),
      run: (context, { reason, ...change }) =>
        inTransaction(context, tx => changeReason(tx, context.tenant, kind, reason, change)),
    }),
  ]
}
