import { blobPlace } from '../base/blobs.ts'
import type { LaneParts } from '../sync/runLane.ts'
import type { Context } from './operation.ts'

/** What the verbs of the synchronisation work with. */
export function laneParts({ kontor }: Pick<Context, 'kontor'>): LaneParts {
  const { db, keyring, log, connectors, now, config } = kontor
  const { allowAddresses, publicUrl } = config
  return {
    db,
    keyring,
    log,
    connectors,
    now,
    allowAddresses,
    blobs: blobPlace(config),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  }
}
