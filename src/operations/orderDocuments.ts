import { z } from 'zod'
import { blobPlace, blobProblem } from '../base/blobs.ts'
import { transact } from '../base/database.ts'
import { attachDocuments } from '../documents/attachDocuments.ts'
import { documentKinds, listDocuments } from '../documents/documentStore.ts'
import { documentProblem } from '../documents/problems.ts'
import { findOrders } from '../sales/orderStore.ts'
import { salesProblem } from '../sales/problems.ts'
import { described } from './described.ts'
import { type Context, inTransaction, type Operation, operation } from './operation.ts'
import { doing, told } from './orderActs.ts'

const order = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .meta(described('Id or number of the order.', 'Kennung oder Nummer des Auftrags.'))

/** The input of attaching a document, which the terminal shares. */
export const attachInput = z.object({
  order,
  file: z
    .string()
    .min(1)
    .max(4096)
    .meta(
      described(
        'Hash of an uploaded PDF file (PUT /api/v1/files); on the terminal also its path.',
        'Hashwert einer hochgeladenen PDF-Datei (PUT /api/v1/files); im Terminal auch ihr Pfad.',
      ),
    ),
  kind: z
    .enum(documentKinds)
    .default('invoice')
    .meta(described('invoice or credit_note.', 'invoice: Rechnung; credit_note: Gutschrift.')),
  number: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .meta(described('The number that stands on it.', 'Die Nummer, die darauf steht.')),
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta(described('File name; else made of the number.', 'Dateiname; sonst aus der Nummer gebildet.')),
  issuedAt: z.coerce
    .date()
    .optional()
    .meta(described('When it was issued; else now.', 'Wann es ausgestellt wurde; sonst jetzt.')),
})

/** What attaching answers. */
export const attachOutput = z.object({ id: z.uuid(), orderId: z.uuid(), did: z.enum(['new', 'exists']) })

const documentShape = z.object({
  id: z.uuid(),
  origin: z.enum(['here', 'channel']),
  kind: z.enum(documentKinds),
  number: z.string(),
  name: z.string(),
  size: z.int(),
  issuedAt: z.date(),
  storedAt: z.date(),
  storedBy: z.string(),
  /** When the channel of the order was told of it; null: it was not, or made it itself. */
  toldAt: z.date().nullable(),
  refusedCode: z.string().nullable(),
  refusedText: z.string().nullable(),
})

/** Documents of orders. */
export const orderDocumentOperations: readonly Operation[] = [
  operation({
    name: 'order.attach-document',
    method: 'POST',
    path: '/orders/:order/documents',
    command: null, // the terminal reads the file itself (src/cli/documentCommands.ts)
    right: 'orders.write',
    summary: attachSummary(),
    long: true,
    input: attachInput,
    output: attachOutput,
    audit: ({ kind, number }, output) => ({
      objectKind: 'order',
      objectId: output.orderId,
      data: { document: output.id, kind, number },
    }),
    run: (context, input) => attachDocument(context, input),
  }),
  operation({
    name: 'order.documents',
    method: 'GET',
    path: '/orders/:order/documents',
    command: 'order documents <order>',
    right: 'orders.read',
    summary: {
      en: 'List the documents of an order, ours and those that its channel made',
      de: 'Die Dokumente eines Auftrags auflisten, eigene und vom Kanal erstellte',
    },
    input: z.object({ order }),
    output: z.object({ items: z.array(documentShape) }),
    run: (context, { order }) =>
      inTransaction(context, async tx => {
        const [id] = await findOrders(tx, context.tenant, [order])
        if (!id) throw salesProblem('ORDER_UNKNOWN', { id: order })
        return { items: await listDocuments(tx, context.tenant, id) }
      }),
  }),
]

/** What attaching a document is called. */
export function attachSummary() {
  return {
    en: 'Give an order an invoice or a credit note as a PDF file; its channel is told where it takes that',
    de: 'Einem Auftrag eine Rechnung oder Gutschrift als PDF geben; der Kanal erfährt es, wenn er das annimmt',
  }
}

/**
 * Gives an order a document. `upload` makes a hash of what was given, where it is none. Errors: ORDER_UNKNOWN, BLOB_UNKNOWN, DOCUMENT_….
 */
export async function attachDocument(
  context: Context,
  { order, file, ...rest }: z.infer<typeof attachInput>,
  upload?: (given: string) => Promise<string>,
): Promise<z.infer<typeof attachOutput>> {
  const { tenant, kontor } = context
  const place = blobPlace(kontor.config)
  const [orderId] = await transact(kontor.db, { tenant }, tx => findOrders(tx, tenant, [order]))
  if (!orderId) throw salesProblem('ORDER_UNKNOWN', { id: order })
  const hash = upload ? await upload(file) : file
  return transact(kontor.db, { tenant }, async tx => {
    const { results, changed } = await attachDocuments(
      tx,
      tenant,
      [{ orderId, hash, ...rest }],
      place,
      doing(context),
    )
    await told(tx, context, changed)
    const [result] = results
    if (!result) throw new TypeError('one result per attachment')
    if (result.did === 'refused')
      throw result.code === 'BLOB_UNKNOWN'
        ? blobProblem('BLOB_UNKNOWN', result.data)
        : documentProblem(result.code as Parameters<typeof documentProblem>[0], result.data)
    return { ...result, orderId }
  })
}
