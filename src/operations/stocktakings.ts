import { z } from 'zod'
import { findItemsById } from '../catalog/findItems.ts'
import { itemIdOfCode } from '../catalog/listItems.ts'
import { stockProblem } from '../stock/problems.ts'
import { isRefusedStock, throwRefusedStock } from '../stock/refusedStock.ts'
import { cancelStocktaking, closeStocktaking, countStock, startStocktaking } from '../stock/stocktaking.ts'
import { countLines, lineStates, listLines } from '../stock/stocktakingLines.ts'
import {
  countStocktakings,
  listStocktakings,
  readStocktaking,
  stocktakingStates,
} from '../stock/stocktakingStore.ts'
import { warehouseOf } from '../stock/warehouses.ts'
import { described } from './described.ts'
import { amount, refusedShape } from './itemInput.ts'
import { inTransaction, type Operation, operation } from './operation.ts'
import { asPage, countLimit, pageInput, pageOf } from './pageOf.ts'
import { settleStock } from './stockChanges.ts'

const stocktaking = z.uuid().meta(described('Id of the stocktaking.', 'Kennung der Inventur.'))
const warehouse = z
  .string()
  .min(1)
  .max(50)
  .optional()
  .meta(described('Id or code of the warehouse.', 'Kennung oder Kürzel des Lagers.'))
const code = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .meta(described('Id, number or GTIN of the item.', 'Kennung, Nummer oder GTIN des Artikels.'))
const add = z
  .boolean()
  .default(false)
  .meta(
    described(
      'So many more than were counted of it before, as who scans piece by piece counts.',
      'So viele mehr, als davon schon gezählt sind; so zählt, wer Stück für Stück scannt.',
    ),
  )
const counted = amount.meta(described('How many there are; 0 is none.', 'Wie viele da sind; 0 heißt keine.'))
/** A stocktaking with how far it is. */
export const stocktakingShape = z.object({
  id: z.uuid(),
  name: z.string(),
  warehouseId: z.uuid(),
  warehouse: z.string(),
  state: z.enum(stocktakingStates),
  startedAt: z.date(),
  startedBy: z.string(),
  endedAt: z.date().nullable(),
  endedBy: z.string().nullable(),
  note: z.string(),
  version: z.int(),
  lines: z.object({ uncounted: z.int(), equal: z.int(), different: z.int(), booked: z.int() }),
})
/** A line of a stocktaking. */
export const stocktakingLineShape = z.object({
  id: z.uuid(),
  itemNumber: z.string(),
  name: z.string(),
  gtin: z.string().nullable(),
  state: z.enum(lineStates),
  counted: z.string().nullable(),
  booked: z.string().nullable(),
  difference: z.string().nullable(),
  countedAt: z.date().nullable(),
  countedBy: z.string().nullable(),
  onHand: z.string(),
  allocated: z.string(),
})
const countedShape = z.object({
  id: z.uuid(),
  did: z.literal('counted'),
  counted: z.string(),
  booked: z.string(),
  difference: z.string(),
})
const closedLine = z.object({ id: z.uuid(), did: z.enum(['booked', 'equal']), quantity: z.string() })
/** What closing did. */
export const closingShape = z.object({
  state: z.enum(stocktakingStates),
  version: z.int(),
  booked: z.int(),
  equal: z.int(),
  left: z.int(),
  /** Booked, equal, or refused with a sentence. */
  lines: z.array(z.union([closedLine, refusedShape.extend({ reason: z.string() })])).readonly(),
})
const nothing = { uncounted: 0, equal: 0, different: 0, booked: 0 }
const note = (input: { readonly stocktaking: string }) => ({
  objectKind: 'stocktaking',
  objectId: input.stocktaking,
})

/** Stocktaking: what really lies in a warehouse is counted, and the books are put right. */
export const stocktakingOperations: readonly Operation[] = [
  operation({
    name: 'stocktaking.list',
    method: 'GET',
    path: '/stocktakings',
    command: 'stocktaking list',
    right: 'stock.read',
    summary: { en: 'List the stocktakings, newest first', de: 'Die Inventuren auflisten, Neueste zuerst' },
    input: z.object({
      ...pageInput,
      state: z
        .enum(stocktakingStates)
        .optional()
        .meta(described('Only in this state.', 'Nur in diesem Stand.')),
      warehouse,
    }),
    output: pageOf(stocktakingShape),
    run: (context, { after, limit, state, warehouse: which }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        const warehouseId = which === undefined ? undefined : (await warehouseOf(tx, tenant, which)).id
        const filter = { state, warehouseId }
        const rows = await listStocktakings(tx, tenant, filter, { after, limit: limit + 1 })
        const counts = await countLines(
          tx,
          tenant,
          rows.map(row => row.id),
        )
        const shown = rows.map(row => ({ ...row, lines: counts.get(row.id) ?? nothing }))
        return asPage(shown, limit, await countStocktakings(tx, tenant, filter, countLimit + 1))
      }),
  }),
  operation({
    name: 'stocktaking.start',
    method: 'POST',
    path: '/stocktakings',
    command: 'stocktaking start <name>',
    right: 'stock.write',
    summary: { en: 'Begin to count a warehouse', de: 'Ein Lager zu zählen beginnen' },
    creates: true,
    input: z.object({
      name: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .meta(
          described('What it is called, such as "Inventur 2026".', 'Wie sie heißt, etwa „Inventur 2026“.'),
        ),
      warehouse,
      items: z
        .array(z.uuid())
        .min(1)
        .max(10_000)
        .optional()
        .meta(
          described(
            'Ids of the items to be counted; without them everything that has a balance there.',
            'Kennungen der zu zählenden Artikel; ohne sie alles, was dort einen Bestand hat.',
          ),
        ),
      note: z.string().max(1000).optional().meta(described('A note.', 'Eine Notiz.')),
    }),
    output: z.object({ id: z.uuid(), lines: z.int() }),
    audit: (_, made) => ({ objectKind: 'stocktaking', objectId: made.id, data: { lines: made.lines } }),
    run: (context, { items, warehouse: which, ...wish }) =>
      inTransaction(context, async tx => {
        const { id: warehouseId } = await warehouseOf(tx, context.tenant, which)
        const all = { ...wish, warehouseId, itemIds: items }
        return startStocktaking(tx, context.tenant, all, context.actor.name)
      }),
  }),
  operation({
    name: 'stocktaking.show',
    method: 'GET',
    path: '/stocktakings/:stocktaking',
    command: 'stocktaking show <stocktaking>',
    right: 'stock.read',
    summary: { en: 'Show how far a stocktaking is', de: 'Zeigen, wie weit eine Inventur ist' },
    input: z.object({ stocktaking }),
    output: stocktakingShape,
    run: (context, { stocktaking: id }) =>
      inTransaction(context, async tx => {
        const row = await readStocktaking(tx, context.tenant, id)
        return { ...row, lines: (await countLines(tx, context.tenant, [id])).get(id) ?? nothing }
      }),
  }),
  operation({
    name: 'stocktaking.lines',
    method: 'GET',
    path: '/stocktakings/:stocktaking/lines',
    command: 'stocktaking lines <stocktaking>',
    right: 'stock.read',
    summary: {
      en: 'List what was counted in a stocktaking, and what is still to be counted',
      de: 'Auflisten, was bei einer Inventur gezählt wurde und was noch zu zählen ist',
    },
    input: z.object({
      stocktaking,
      ...pageInput,
      state: z.enum(lineStates).optional().meta(described('Only these lines.', 'Nur diese Zeilen.')),
    }),
    output: pageOf(stocktakingLineShape),
    run: (context, { stocktaking: id, after, limit, state }) =>
      inTransaction(context, async tx => {
        const { tenant } = context
        await readStocktaking(tx, tenant, id)
        const rows = await listLines(tx, tenant, id, { state }, { after, limit: limit + 1 })
        const counts = (await countLines(tx, tenant, [id])).get(id) ?? nothing
        const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
        return asPage(rows, limit, state ? counts[state] : all)
      }),
  }),
  operation({
    name: 'stocktaking.count',
    method: 'PUT',
    path: '/stocktakings/:stocktaking/counts',
    command: 'stocktaking count <stocktaking> <item> <counted>',
    right: 'stock.write',
    summary: {
      en: 'Write down what was counted of an item; the last count counts',
      de: 'Aufschreiben, was von einem Artikel gezählt wurde; die letzte Zählung gilt',
    },
    input: z.object({ stocktaking, item: code, counted, add }),
    output: countedShape.extend({ itemNumber: z.string() }),
    audit: input => ({ ...note(input), data: { item: input.item, counted: input.counted, add: input.add } }),
    run: (context, { stocktaking: id, item, counted: quantity, add: besides }) =>
      inTransaction(context, async tx => {
        const { tenant, actor, kontor } = context
        await readStocktaking(tx, tenant, id)
        const itemId = await itemIdOfCode(tx, tenant, item)
        const one = { itemId, counted: quantity, add: besides }
        const { results } = await countStock(tx, tenant, id, [one], actor.name, kontor.now())
        const done = throwRefusedStock(results[0])
        const found = (await findItemsById(tx, tenant, [itemId])).get(itemId)
        return { ...done, itemNumber: found?.itemNumber ?? item }
      }),
  }),
  operation({
    name: 'stocktaking.count-many',
    method: 'PUT',
    path: '/stocktakings/:stocktaking/counts/bulk',
    command: null,
    right: 'stock.write',
    summary: {
      en: 'Write down up to 1,000 counts; what is refused leaves the others alone',
      de: 'Bis zu 1.000 Zählungen aufschreiben; was abgewiesen wird, lässt die anderen unberührt',
    },
    input: z.object({
      stocktaking,
      counts: z
        .array(z.object({ itemId: z.uuid(), counted }))
        .min(1)
        .max(1000),
    }),
    output: z.object({ version: z.int(), items: z.array(z.union([countedShape, refusedShape])) }),
    audit: input => ({ ...note(input), data: { count: input.counts.length } }),
    run: (context, { stocktaking: id, counts }) =>
      inTransaction(context, async tx => {
        const { tenant, actor, kontor } = context
        const { results, version } = await countStock(tx, tenant, id, counts, actor.name, kontor.now())
        return { version, items: results }
      }),
  }),
  operation({
    name: 'stocktaking.close',
    method: 'POST',
    path: '/stocktakings/:stocktaking/close',
    command: 'stocktaking close <stocktaking>',
    right: 'stock.write',
    summary: {
      en: 'Book the differences of a stocktaking and end it; it stays open while something cannot be booked',
      de: 'Die Differenzen einer Inventur buchen und sie beenden; sie bleibt offen, solange etwas nicht gebucht werden kann',
    },
    input: z.object({
      stocktaking,
      version: z
        .int()
        .min(1)
        .optional()
        .meta(
          described(
            'The version that was looked at; whatever was counted later refuses the closing.',
            'Die angesehene Fassung; was später gezählt wurde, weist den Abschluss ab.',
          ),
        ),
      uncounted: z
        .enum(['leave', 'zero'])
        .default('leave')
        .meta(
          described(
            'What was not counted: left as it is, or (zero) taken to be gone.',
            'Was nicht gezählt wurde: bleibt, wie es ist, oder gilt (zero) als nicht mehr da.',
          ),
        ),
    }),
    output: closingShape,
    audit: (input, done) => ({
      ...note(input),
      data: { state: done.state, booked: done.booked, uncounted: input.uncounted },
    }),
    run: (context, { stocktaking: id, ...how }) =>
      inTransaction(context, async tx => {
        const { tenant, actor, kontor, language } = context
        const { closing, changed } = await closeStocktaking(tx, tenant, id, how, actor.name, kontor.now())
        await settleStock(tx, context, changed)
        const lines = closing.lines.map(line =>
          isRefusedStock(line)
            ? { ...line, reason: stockProblem(line.code, line.data).texts[language] }
            : line,
        )
        return { ...closing, lines }
      }),
  }),
  operation({
    name: 'stocktaking.cancel',
    method: 'POST',
    path: '/stocktakings/:stocktaking/cancel',
    command: 'stocktaking cancel <stocktaking>',
    right: 'stock.write',
    summary: {
      en: 'End a stocktaking without booking anything',
      de: 'Eine Inventur beenden, ohne etwas zu buchen',
    },
    input: z.object({ stocktaking }),
    output: z.object({}),
    audit: note,
    run: (context, { stocktaking: id }) =>
      inTransaction(context, async tx => {
        const { tenant, actor, kontor } = context
        await cancelStocktaking(tx, tenant, id, actor.name, kontor.now())
        return {}
      }),
  }),
]
