import { z } from 'zod'
import { listNumberRanges, setNumberRange } from '../company/numberRangeSettings.ts'
import { numberKinds, numbersOf } from '../company/numberRanges.ts'
import { described } from './described.ts'
import { inTransaction, type Operation, operation } from './operation.ts'

const rangeShape = z.object({
  kind: z.enum(numberKinds),
  prefix: z.string(),
  suffix: z.string(),
  next: z.string(),
  /** What the next number looks like today. */
  example: z.string(),
})
const frame = z
  .string()
  .trim()
  .max(30)
  .regex(/^[\p{L}\p{N} ._/<>#-]*$/u)
  .optional()

/** The numbers that people read: of orders, deliveries, customers, returns. */
export const numberRangeOperations: readonly Operation[] = [
  operation({
    name: 'number-range.list',
    method: 'GET',
    path: '/number-ranges',
    command: 'number-range list',
    right: 'orders.read',
    summary: { en: 'List the ranges of numbers', de: 'Die Nummernkreise auflisten' },
    input: z.object({}),
    output: z.object({ items: z.array(rangeShape) }),
    run: context =>
      inTransaction(context, async tx => ({
        items: await listNumberRanges(tx, context.tenant, context.kontor.now()),
      })),
  }),
  operation({
    name: 'number-range.set',
    method: 'PATCH',
    path: '/number-ranges/:kind',
    command: 'number-range set <kind>',
    right: 'company.write',
    summary: {
      en: 'Set up a range of numbers: prefix, suffix, next number. It never goes back',
      de: 'Einen Nummernkreis einrichten: Präfix, Suffix, nächste Nummer. Er geht nie zurück',
    },
    input: z.object({
      kind: z.enum(numberKinds).meta(described('Which numbers.', 'Welche Nummern.')),
      prefix: frame.meta(
        described(
          'Before the number; <J> year, <M> month, <T> day, <K> calendar week.',
          'Vor der Nummer; <J> Jahr, <M> Monat, <T> Tag, <K> Kalenderwoche.',
        ),
      ),
      suffix: frame.meta(described('Behind the number; the same.', 'Hinter der Nummer; ebenso.')),
      next: z
        .string()
        .regex(/^[1-9]\d{0,14}$/)
        .optional()
        .meta(
          described(
            'The number that comes next; never lower.',
            'Die Nummer, die als Nächste kommt; nie niedriger.',
          ),
        ),
    }),
    output: rangeShape,
    audit: (_, { kind, prefix, suffix, next }) => ({
      objectKind: 'number_range',
      data: { kind, prefix, suffix, next },
    }),
    run: (context, { kind, ...change }) =>
      inTransaction(context, async tx => {
        const range = await setNumberRange(tx, context.tenant, kind, change, context.kontor.now())
        context.afterCommit(() => numbersOf(context.kontor.db, context.tenant).forget(kind))
        return range
      }),
  }),
]
