import { Readable } from 'node:stream'
import { z } from 'zod'
import { blobPlace, getBlob } from '../base/blobs.ts'
import { transact } from '../base/database.ts'
import { findDocument } from '../documents/documentStore.ts'
import { documentProblem } from '../documents/problems.ts'
import { described } from '../operations/described.ts'
import { operation } from '../operations/operation.ts'
import { attachDocument, attachInput, attachOutput, attachSummary } from '../operations/orderDocuments.ts'
import { writeFile } from './csvCommands.ts'
import { hashOfFile } from './hashOfFile.ts'
import type { TerminalOperation } from './terminalOperation.ts'

/** `kontor order attach-document`: what POST /orders/:order/documents does, of a file that is read here. */
export const attachDocumentCommand: TerminalOperation = operation({
  name: 'order.attach-document',
  long: true,
  method: 'POST',
  path: '/orders/:order/documents',
  command: 'order attach-document <order> <file> <number>',
  right: 'orders.write',
  summary: attachSummary(),
  input: attachInput,
  output: attachOutput,
  audit: ({ kind, number }, output) => ({
    objectKind: 'order',
    objectId: output.orderId,
    data: { document: output.id, kind, number },
  }),
  run: (context, input) => attachDocument(context, input, path => hashOfFile(context, path)),
})

/** `kontor order save-document`: what GET /documents/:id answers, into a file. */
export const saveDocumentCommand: TerminalOperation = operation({
  name: 'order.document',
  long: true,
  method: 'GET',
  path: '/documents/:document',
  command: 'order save-document <document> <file>',
  right: 'orders.read',
  summary: {
    en: 'Save a document of an order as a file',
    de: 'Ein Dokument eines Auftrags als Datei speichern',
  },
  input: z.object({
    document: z
      .uuid()
      .meta(
        described(
          'Id of the document ("order documents" shows it).',
          'Kennung des Dokuments („order documents“ zeigt sie).',
        ),
      ),
    file: z
      .string()
      .min(1)
      .max(4000)
      .meta(described('The file; it is written over.', 'Die Datei; sie wird überschrieben.')),
  }),
  output: z.object({ file: z.string(), bytes: z.int() }),
  async run(context, { document, file }) {
    const { tenant, kontor } = context
    const bytes = await transact(kontor.db, { tenant }, async tx => {
      const found = await findDocument(tx, tenant, document)
      if (!found) throw documentProblem('DOCUMENT_UNKNOWN', { id: document })
      return getBlob(tx, tenant, found.hash, blobPlace(kontor.config))
    })
    return { file, bytes: await writeFile(context, file, Readable.from([bytes])) }
  },
})
