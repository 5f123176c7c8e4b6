import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { problems } from './errors.ts'

const keyringProblem = problems({
  KEYRING_INVALID: {
    status: 500,
    en: 'The key file {path} cannot be read as a key ring. Restore it from your backup: without it stored credentials are lost.',
    de: 'Die Schlüsseldatei {path} ist kein gültiger Schlüsselbund. Bitte aus der Sicherung zurückholen: Ohne sie sind gespeicherte Zugangsdaten verloren.',
  },
  KEYRING_BUSY: {
    status: 409,
    en: 'Another process is changing the keys. If none is (it was killed), remove {path} and try again.',
    de: 'Ein anderer Prozess ändert gerade die Schlüssel. Falls nicht (er wurde beendet), bitte {path} löschen und noch einmal versuchen.',
  },
  SEAL_BROKEN: {
    status: 500,
    en: 'A stored secret cannot be opened with the keys in use. Restore the key file that belongs to this database, or enter the secret again.',
    de: 'Ein gespeichertes Geheimnis lässt sich mit den vorhandenen Schlüsseln nicht öffnen. Bitte die Schlüsseldatei dieser Datenbank zurückholen oder das Geheimnis neu eingeben.',
  },
})

/** The keys that seal secrets at rest. The newest seals; all of them open. */
export interface Keyring {
  readonly current: string
  readonly keys: ReadonlyMap<string, Buffer>
}

/** Reads the key file, or makes it (0600) with one new key. Two processes at once end with the same ring. */
export async function openKeyring(path: string): Promise<Keyring> {
  const text = await readFile(path, 'utf8').catch(async error => {
    if (error.code !== 'ENOENT') throw error
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const fresh = await writeBeside(path, serialise(addKey({ current: '', keys: new Map() })))
    // A hard link never replaces: who comes second reads the first one's file.
    await link(fresh, path).catch(failure => {
      if (failure.code !== 'EEXIST') throw failure
    })
    await unlink(fresh)
    return readFile(path, 'utf8')
  })
  return parse(text, path)
}

/** The key ring in the file as it is; undefined where there is none. Makes nothing. Error: KEYRING_INVALID. */
export async function findKeyring(path: string): Promise<Keyring | undefined> {
  const text = await readFile(path, 'utf8').catch(error => {
    if (error.code !== 'ENOENT') throw error
  })
  return text === undefined ? undefined : parse(text, path)
}

/**
 * Adds a new key in front and stores the ring. What is sealed already stays readable; `reseal` moves it on. Two at the same
 * moment: the second one is refused, because the later file would lose the earlier one's key. Error: KEYRING_BUSY.
 */
export async function rotateKeyring(path: string): Promise<Keyring> {
  const claim = `${path}.rotating`
  await open(claim, 'wx', 0o600).then(
    file => file.close(),
    error => {
      throw error.code === 'EEXIST' ? keyringProblem('KEYRING_BUSY', { path: claim }) : error
    },
  )
  try {
    const ring = addKey(await openKeyring(path))
    await rename(await writeBeside(path, serialise(ring)), path)
    return ring
  } finally {
    await unlink(claim)
  }
}

/** AES-256-GCM. `context` (such as "tenant|connection|field") is bound to it: moved to another place it does not open. */
export function seal(ring: Keyring, plain: Uint8Array | string, context: string): Buffer {
  const key = ring.keys.get(ring.current)
  if (!key) throw new TypeError('empty key ring')
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(context))
  const body = cipher.update(plain as Uint8Array)
  const id = Buffer.from(ring.current, 'hex')
  return Buffer.concat([Buffer.of(1, id.length), id, iv, body, cipher.final(), cipher.getAuthTag()])
}

/** Opens what `seal` made with the same context. Error: SEAL_BROKEN. */
export function unseal(ring: Keyring, sealed: Uint8Array, context: string): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  const idEnd = 2 + (bytes[1] ?? 0)
  const key = bytes[0] === 1 ? ring.keys.get(bytes.toString('hex', 2, idEnd)) : undefined
  if (!key) throw keyringProblem('SEAL_BROKEN')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(idEnd, idEnd + 12))
    decipher.setAAD(Buffer.from(context))
    decipher.setAuthTag(bytes.subarray(bytes.length - 16))
    return Buffer.concat([decipher.update(bytes.subarray(idEnd + 12, bytes.length - 16)), decipher.final()])
  } catch (cause) {
    throw keyringProblem('SEAL_BROKEN', {}, { cause })
  }
}

/** True where it was sealed with an older key than the newest. */
export function isOldSeal(ring: Keyring, sealed: Uint8Array): boolean {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  return bytes.toString('hex', 2, 2 + (bytes[1] ?? 0)) !== ring.current
}

function addKey(ring: Keyring): Keyring {
  const id = randomBytes(4).toString('hex')
  return { current: id, keys: new Map([...ring.keys, [id, randomBytes(32)]]) }
}

function serialise(ring: Keyring): string {
  const keys = Object.fromEntries([...ring.keys].map(([id, key]) => [id, key.toString('base64')]))
  return `${JSON.stringify({ current: ring.current, keys }, null, 2)}\n`
}

function parse(text: string, path: string): Keyring {
  try {
    const stored = JSON.parse(text) as { current: string; keys: Record<string, string> }
    const keys = new Map(Object.entries(stored.keys).map(([id, key]) => [id, Buffer.from(key, 'base64')]))
    if (keys.get(stored.current)?.length !== 32) throw new TypeError('no current key')
    return { current: stored.current, keys }
  } catch (cause) {
    throw keyringProblem('KEYRING_INVALID', { path }, { cause })
  }
}

async function writeBeside(path: string, text: string): Promise<string> {
  const beside = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(beside, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  return beside
}
