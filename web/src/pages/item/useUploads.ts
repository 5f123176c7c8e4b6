import { useRef, useState } from 'react'
import { addImage, uploadFile } from '../../api/images.ts'

/** A file on its way: how much of it is sent, or what kept it. */
export interface Upload {
  readonly id: number
  readonly file: File
  readonly share: number
  readonly error?: unknown
}

/** Uploads files one after another and gives each to the item; what failed stays with its reason and can be tried again. */
export function useUploads(itemId: string, onAdded: () => unknown) {
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const line = useRef<Promise<unknown>>(Promise.resolve())
  const count = useRef(0)
  const change = (id: number, said: Partial<Upload>) =>
    setUploads(list => list.map(one => (one.id === id ? { ...one, ...said } : one)))
  const drop = (id: number) => setUploads(list => list.filter(one => one.id !== id))
  const send = async (id: number, file: File) => {
    try {
      const { hash } = await uploadFile(file, share => change(id, { share }))
      change(id, { share: 1 })
      await addImage(itemId, hash)
      await onAdded()
      drop(id)
    } catch (error) {
      change(id, { error })
    }
  }
  // In order, so that images stand as the files were chosen.
  const queue = (id: number, file: File) => {
    line.current = line.current.then(() => send(id, file))
  }
  return {
    uploads,
    add(files: readonly File[]) {
      const fresh = files.map(file => {
        count.current += 1
        return { id: count.current, file, share: 0 }
      })
      setUploads(list => [...list, ...fresh])
      for (const { id, file } of fresh) queue(id, file)
    },
    retry(id: number) {
      const failed = uploads.find(one => one.id === id)
      if (!failed) return
      setUploads(list => list.map(one => (one.id === id ? { id, file: one.file, share: 0 } : one)))
      queue(id, failed.file)
    },
    dismiss: drop,
  }
}
