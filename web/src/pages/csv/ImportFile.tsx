import { useMutation } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { uploadFile } from '../../api/images.ts'
import { useRight } from '../../shell/rights.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { ReasonButton } from '../../ui/ReasonButton.tsx'
import { PlanFile } from './PlanFile.tsx'

/** A file that is dropped or chosen; when it is there, how it is read. */
export function ImportFile() {
  const { t } = useTranslation()
  const { file, name = '' } = useSearch({ from: '/csv' })
  const go = useNavigate({ from: '/csv' })
  const chooser = useRef<HTMLInputElement>(null)
  const [share, setShare] = useState(0)
  const [isOver, setOver] = useState(false)
  const mayWrite = [useRight('items.write'), useRight('stock.write')].some(Boolean)
  const reasons = mayWrite ? [] : [{ reason: t('common.needsRight', { right: 'items.write' }) }]
  const upload = useMutation({
    mutationFn: async (one: File) => ({ ...(await uploadFile(one, setShare)), name: one.name }),
    onSuccess: done => void go({ search: { view: 'file', file: done.hash, name: done.name } }),
  })
  const take = (files: FileList | null) => {
    const one = files?.[0]
    setOver(false)
    setShare(0)
    if (one && mayWrite) upload.mutate(one)
  }
  const isFile = (event: DragEvent) => event.dataTransfer.types.includes('Files')
  if (file !== undefined)
    return (
      <PlanFile key={file} file={file} name={name} onOther={() => void go({ search: { view: 'file' } })} />
    )
  return (
    <section
      className={isOver ? 'csv-drop csv-drop-over' : 'csv-drop'}
      aria-label={t('csv.view_file')}
      onDragOver={event => {
        if (!isFile(event)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={event => {
        event.preventDefault()
        take(event.dataTransfer.files)
      }}
    >
      {upload.error ? <ErrorState error={upload.error} /> : null}
      {upload.isPending ? (
        <>
          <p role="status">{t('csv.uploading', { name: upload.variables.name })}</p>
          <Progress share={share} label={t('csv.uploading', { name: upload.variables.name })} thick />
        </>
      ) : (
        <>
          <p className="strong">{t('csv.drop')}</p>
          <ReasonButton
            verb={t('csv.choose')}
            variant="filled"
            reasons={reasons}
            onClick={() => chooser.current?.click()}
          />
          <input
            ref={chooser}
            type="file"
            accept=".csv,.txt,.tsv,text/csv,text/plain"
            hidden
            onChange={event => {
              take(event.currentTarget.files)
              event.currentTarget.value = ''
            }}
          />
          <p className="text2">{t('csv.dropHelp')}</p>
        </>
      )}
    </section>
  )
}
