/** A caller for the simulator's own tests: as an ERP calls, and as no ERP should. */
import { inflateRawSync } from 'node:zlib'
import type { Shop } from './shop.ts'
import { startJtlShop } from './startJtlShop.ts'
import type { ShopOptions } from './state.ts'
import { type Entry, zip } from './wire/zip.ts'

/** Does something with a shop, and stops it. */
export async function withShop(options: ShopOptions, act: (shop: Shop) => Promise<void>): Promise<void> {
  const shop = await startJtlShop(options)
  try {
    await act(shop)
  } finally {
    await shop.stop()
  }
}

export interface Heard {
  readonly status: number
  readonly bytes: Buffer
  /** The answer as UTF-8. */
  readonly text: string
}

export interface CallOptions {
  readonly fields?: Readonly<Record<string, string>>
  readonly agent?: string
  /** What is sent in `data`; nothing if absent. */
  readonly data?: Uint8Array
  readonly file?: string
}

const agent = 'Test/1 JTL-Wawi/1.9.6.0'

/** Calls a script with all four login fields. */
export async function call(shop: Shop, script: string, options: CallOptions = {}): Promise<Heard> {
  const form = new FormData()
  const login = { userID: shop.userId, userPWD: shop.password, uID: shop.userId, uPWD: shop.password }
  for (const [name, value] of Object.entries({ ...login, vers: '109600', ...options.fields }))
    form.set(name, value)
  if (options.data) form.set('data', new Blob([new Uint8Array(options.data)]), options.file ?? 'data.zip')
  const answer = await fetch(`${shop.url}dbeS/${script}.php`, {
    method: 'POST',
    body: form,
    headers: { 'user-agent': options.agent ?? agent },
    redirect: 'manual',
  })
  const bytes = Buffer.from(await answer.arrayBuffer())
  return { status: answer.status, bytes, text: bytes.toString('utf8') }
}

/** Sends files, XML by name. The text of the answer. */
export async function send(
  shop: Shop,
  script: string,
  files: Readonly<Record<string, string | Buffer>>,
  options: CallOptions = {},
): Promise<Heard> {
  const entries: Entry[] = Object.entries(files).map(([name, content]) => ({
    name,
    content:
      typeof content === 'string'
        ? Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${content}`)
        : content,
  }))
  return call(shop, script, { ...options, data: zip(entries) })
}

/** The XML of an archive that came. */
export function opened({ bytes }: Heard): Buffer {
  const name = bytes.readUInt16LE(26)
  return inflateRawSync(bytes.subarray(30 + name, 30 + name + bytes.readUInt32LE(18)))
}

/** That XML as text in UTF-8. */
export async function given(shop: Shop, script: string, options: CallOptions = {}): Promise<string> {
  return opened(await call(shop, script, options)).toString('utf8')
}
