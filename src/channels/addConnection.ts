import { randomBytes } from 'node:crypto'
import type { Tx } from '../base/database.ts'
import type { KontorError, Language } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import type { Keyring } from '../base/keyring.ts'
import type { Connector, SettingField, Settings } from '../port/connector.ts'
import { coveredAddress } from './addressSecrets.ts'
import { connectionKey } from './connectionKey.ts'
import { forgetSecrets } from './connectionSecretStore.ts'
import {
  type Connection,
  dropSecrets,
  endPauses,
  findConnection,
  insertChannel,
  insertConnection,
  insertLanes,
  storeSecrets,
} from './connectionStore.ts'
import { readKeptAgain } from './lockStore.ts'
import { channelProblem } from './problems.ts'

export interface NewConnection {
  readonly system: string
  readonly name: string
  readonly settings: Settings
  readonly timeZone: string
  readonly companyId: string
  /** Of its first channel, as the system names it. Absent: it has only one. */
  readonly place?: string
  /** `new`: it waits for its first run. Absent: ready, as for a connection that a program sets up. */
  readonly phase?: Connection['phase']
}

/**
 * Makes a connection with its one channel of the same name; secrets are sealed, the rest is stored in clear. Answers the
 * secrets that were made here: they are shown once. Throws SETTING_UNKNOWN, SETTING_MISSING, SETTING_INVALID,
 * SETTING_FORM, TIME_ZONE_UNKNOWN, NAME_TAKEN, NAME_ARCHIVED.
 */
export async function addConnection(
  tx: Tx,
  keyring: Keyring,
  tenant: string,
  connector: Connector,
  wish: NewConnection,
): Promise<{ id: string; channelId: string; madeSecrets: Record<string, string> }> {
  const settings = checkSettings(connector, wish.settings, { complete: true })
  requireTimeZone(wish.timeZone)
  const id = newId()
  const channelId = newId()
  const { open, secret } = split(connector, settings)
  await insertConnection(tx, tenant, {
    id,
    companyId: wish.companyId,
    system: wish.system,
    name: wish.name,
    settings: open,
    timeZone: wish.timeZone,
    phase: wish.phase ?? 'ready',
  })
  await insertLanes(tx, tenant, id)
  await insertChannel(tx, tenant, {
    id: channelId,
    connectionId: id,
    name: wish.name,
    place: wish.place ?? '',
  })
  const madeSecrets = Object.fromEntries(
    connector.settings
      .filter(field => isMadeHere(field) && secret[field.key] === undefined)
      .map(field => [field.key, makeSecret(tenant, id)]),
  )
  await storeSecrets(tx, keyring, tenant, id, { ...secret, ...madeSecrets })
  return { id, channelId, madeSecrets }
}

/**
 * Makes a new secret in the place of one that Kontor made (`from: 'kontor'`); the former one is void when this is committed.
 * Answers it, to be shown once. Throws SECRET_NOT_OURS, CONNECTION_UNKNOWN.
 */
export async function renewSecret(
  tx: Tx,
  keyring: Keyring,
  tenant: string,
  connector: Connector,
  connectionId: string,
  key: string,
): Promise<string> {
  const ours = connector.settings.filter(isMadeHere).map(field => field.key)
  if (!ours.includes(key)) throw channelProblem('SECRET_NOT_OURS', { key, ours })
  const fresh = makeSecret(tenant, connectionId)
  await storeSecrets(tx, keyring, tenant, connectionId, { [key]: fresh })
  return fresh
}

/**
 * Changes settings. A new address clears the stored secrets, because a token is never sent to another address unasked;
 * answers which secrets have to be entered again. What a refusal stopped may go on.
 */
export async function changeSettings(
  tx: Tx,
  keyring: Keyring,
  tenant: string,
  connector: Connector,
  idOrName: string,
  change: Settings,
): Promise<{ clearedSecrets: string[] }> {
  const connection = await findConnection(tx, tenant, idOrName)
  const { open, secret } = split(connector, checkSettings(connector, change, { complete: false }))
  const moved = connector.settings.some(
    field =>
      field.clearsSecrets &&
      open[field.key] !== undefined &&
      open[field.key] !== connection.settings[field.key],
  )
  // What Kontor made is for calls to us: it goes to no address, and a new one would have to be entered there.
  const theirs = connector.settings.filter(field => !isMadeHere(field)).map(field => field.key)
  if (moved) await dropSecrets(tx, tenant, connection.id, theirs)
  await tx.run(
    `update connection set settings = settings || $3, refused_code = null, refused_data = null, refused_at = null,
       checked_at = null, check_ok = null where tenant_id = $1 and id = $2`,
    [tenant, connection.id, JSON.stringify(open)],
  )
  await dropSecrets(tx, tenant, connection.id, Object.keys(open))
  await storeSecrets(tx, keyring, tenant, connection.id, secret)
  if (Object.keys(secret).length > 0) await forgetSecrets(tx, tenant, connection.id)
  await endPauses(tx, tenant, connection.id)
  const missing = connector.settings.filter(
    field =>
      moved &&
      field.kind === 'secret' &&
      field.required &&
      !isMadeHere(field) &&
      secret[field.key] === undefined,
  )
  return { clearedSecrets: missing.map(field => field.key) }
}

/** Locks: the call in progress ends, none starts after it. Unlocking also forgets a refusal, so that it is tried again. */
export async function setLock(
  tx: Tx,
  tenant: string,
  idOrName: string,
  lock: { by: string; reason: string; at: Date } | null,
): Promise<string> {
  const connection = await findConnection(tx, tenant, idOrName)
  if (connection.recoveringAt) throw channelProblem('CONNECTION_RECOVERING', { name: connection.name })
  await tx.run(
    `update connection set locked_at = $3, locked_by = $4, lock_reason = $5,
       refused_code = case when $3::timestamptz is null then null else refused_code end,
       refused_data = case when $3::timestamptz is null then null else refused_data end
     where tenant_id = $1 and id = $2`,
    [tenant, connection.id, lock?.at ?? null, lock?.by ?? null, lock?.reason ?? null],
  )
  if (!lock) {
    await endPauses(tx, tenant, connection.id)
    await readKeptAgain(tx, tenant, connection.id, null)
  }
  return connection.id
}

/** Archives a connection: it is called no more, its links and ledger stay; `false` brings it back. */
export async function setArchived(
  tx: Tx,
  tenant: string,
  idOrName: string,
  archived: Date | null,
): Promise<string> {
  const connection = await findConnection(tx, tenant, idOrName)
  await tx.run(`update connection set archived_at = $3 where tenant_id = $1 and id = $2`, [
    tenant,
    connection.id,
    archived,
  ])
  return connection.id
}

function checkSettings(
  connector: Connector,
  given: Settings,
  { complete }: { complete: boolean },
): Record<string, string> {
  const known = connector.settings.map(field => field.key)
  for (const key of Object.keys(given))
    if (!known.includes(key)) throw channelProblem('SETTING_UNKNOWN', { system: connector.name, key, known })
  const settings: Record<string, string> = {}
  for (const field of connector.settings) {
    const value = given[field.key]?.trim() || (complete ? field.default : undefined)
    if (value === undefined) {
      if (complete && field.required && !isMadeHere(field))
        throw channelProblem('SETTING_MISSING', { key: field.key })
      continue
    }
    if (field.kind === 'url' && !(URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)))
      throw channelProblem('SETTING_NO_ADDRESS', { key: field.key })
    if (field.kind === 'url' && (new URL(value).username || new URL(value).password))
      throw channelProblem('SETTING_INVALID', {
        key: field.key,
        reason: 'it must not hold a user or password',
      })
    if (field.choices && !field.choices.includes(value))
      throw channelProblem('SETTING_INVALID', {
        key: field.key,
        reason: `it must be one of ${field.choices.join(', ')}`,
      })
    if (field.pattern && !field.pattern.test(value)) throw wrongForm(field)
    settings[field.key] = value
  }
  return settings
}

function wrongForm({ label, help }: SettingField): KontorError {
  const said = (language: Language) => `${label[language]} – ${help?.[language] ?? ''}`
  return channelProblem('SETTING_FORM', { saidDe: said('de'), saidEn: said('en') })
}

// An address may carry a key in its query: then the whole of it is sealed, and what is stored in clear has the key covered.
function split(
  connector: Connector,
  settings: Record<string, string>,
): { open: Record<string, string>; secret: Record<string, string> } {
  const open: Record<string, string> = {}
  const secret: Record<string, string> = {}
  for (const { key, kind } of connector.settings) {
    const value = settings[key]
    if (value === undefined) continue
    const shown = kind === 'url' ? coveredAddress(value) : value
    if (kind === 'secret' || shown !== value) secret[key] = value
    if (kind !== 'secret') open[key] = shown
  }
  return { open, secret }
}

function isMadeHere(field: SettingField): boolean {
  return field.kind === 'secret' && field.from === 'kontor'
}

// Who calls with it names the connection by it.
function makeSecret(tenant: string, connectionId: string): string {
  return `${connectionKey(tenant, connectionId)}.${randomBytes(32).toString('base64url')}`
}

function requireTimeZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
  } catch {
    throw channelProblem('TIME_ZONE_UNKNOWN', { zone })
  }
}
