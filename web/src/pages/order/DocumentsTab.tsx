import { FileInput, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  attachDocument,
  type DocumentKind,
  documentAddress,
  documentKinds,
  type OrderDocument,
} from '../../api/documents.ts'
import { uploadFile } from '../../api/images.ts'
import type { Order } from '../../api/orders.ts'
import { useMissingRight } from '../../shell/rights.ts'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { TableHead } from '../../ui/TableHead.tsx'
import { shortDate } from '../../words/format.ts'

/** Invoices and credit notes of an order: fetched, and added as PDF files. */
export function DocumentsTab({
  order,
  documents,
}: {
  readonly order: Order
  readonly documents: readonly OrderDocument[]
}) {
  const { t } = useTranslation()
  const lacking = useMissingRight('orders.write')
  const [adding, setAdding] = useState(false)
  return (
    <>
      {documents.length === 0 ? (
        <p className="table-none">{t('order.noDocuments')}</p>
      ) : (
        <table className="plain-table" aria-label={t('order.documents')}>
          <TableHead
            heads={[
              t('order.document'),
              t('order.documentNumber'),
              t('order.issued'),
              t('order.madeBy'),
              t('order.documentTold'),
              '',
            ]}
          />
          <tbody>
            {documents.map(one => (
              <tr key={one.id}>
                <th scope="row">{t(`order.document_${one.kind}`)}</th>
                <td>{one.number}</td>
                <td>{shortDate(one.issuedAt)}</td>
                <td>{one.origin === 'here' ? one.storedBy : t('order.madeByChannel')}</td>
                <td className={one.refusedText === null ? '' : 'tone-bad'}>
                  {one.refusedText ?? (one.toldAt === null ? '–' : shortDate(one.toldAt))}
                </td>
                <td>
                  <a href={documentAddress(one.id)} download={one.name}>
                    {t('order.download')}
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="order-under">
        <ReasonButton
          verb={t('order.addDocument')}
          label={`${t('order.addDocument')} …`}
          reasons={lacking}
          onClick={() => setAdding(true)}
        />
      </div>
      {adding ? <AddDialog orderId={order.id} onClose={() => setAdding(false)} /> : null}
    </>
  )
}

function AddDialog({ orderId, onClose }: { readonly orderId: string; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const [kind, setKind] = useState<DocumentKind>('invoice')
  const [number, setNumber] = useState('')
  const add = useMutation({
    mutationFn: async (chosen: File) => {
      const { hash } = await uploadFile(chosen, () => undefined)
      return attachDocument(orderId, { file: hash, kind, number: number.trim(), name: chosen.name })
    },
    onSuccess: async () => {
      await client.invalidateQueries()
      onClose()
    },
  })
  const reasons = [
    ...(file === null ? [{ reason: t('order.fileWanted') }] : []),
    ...(number.trim() === '' ? [{ reason: t('order.numberWanted') }] : []),
  ]
  return (
    <FormDialog
      title={t('order.addDocumentTitle')}
      size={460}
      error={add.error}
      verb={t('order.addDocument')}
      reasons={reasons}
      busy={add.isPending}
      onSubmit={() => (file ? add.mutate(file) : undefined)}
      onClose={onClose}
    >
      <p className="text2">{t('order.addDocumentText')}</p>
      <FileInput
        label={t('order.pdfFile')}
        accept="application/pdf"
        value={file}
        placeholder={t('order.chooseFile')}
        onChange={setFile}
        clearable
      />
      <NativeSelect
        label={t('order.document')}
        value={kind}
        data={documentKinds.map(value => ({ value, label: t(`order.document_${value}`) }))}
        onChange={event => setKind(documentKinds.find(one => one === event.currentTarget.value) ?? 'invoice')}
      />
      <TextInput
        label={t('order.documentNumber')}
        value={number}
        maxLength={100}
        required
        onChange={event => setNumber(event.currentTarget.value)}
      />
    </FormDialog>
  )
}
