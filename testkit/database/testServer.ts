import { fileURLToPath } from 'node:url'
import { startEmbedded } from '../../src/base/embedded/startEmbedded.ts'

/** The server that tests make their databases on; the login must be allowed to make databases and roles. */
export interface TestServer {
  /** Past any pooler: databases are made and dropped here. */
  readonly url: string
  /** A pooler in transaction mode before it, that lets every database name through. */
  readonly pooledUrl: string | undefined
}

/**
 * A test server is thrown away, so it need not survive a power cut. Nobody looks after statistics behind a test's back, which
 * would be another time in each run, a database is copied by the kernel, and passwords need not be dear to guess. Everything
 * else is as in the product.
 */
export const throwAwaySettings = {
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  autovacuum: 'off',
  scram_iterations: '1',
  ...(process.platform === 'linux' ? { file_copy_method: 'clone' } : {}),
}

/**
 * The server named by `KONTOR_TEST_DATABASE_URL` (and `KONTOR_TEST_DATABASE_POOLED_URL`): `npm test` sets it to the one
 * that it starts, a person to any other. Without it, as when one test file is run by hand, an embedded server under
 * node_modules/.cache, which keeps running for the next file.
 */
export async function testServer(): Promise<TestServer> {
  const url = process.env.KONTOR_TEST_DATABASE_URL
  if (url) return { url, pooledUrl: process.env.KONTOR_TEST_DATABASE_POOLED_URL || undefined }
  shared ??= startEmbedded({ dataDir: sharedFolder, settings: throwAwaySettings }).then(embedded => ({
    url: embedded.url,
    pooledUrl: undefined,
  }))
  return await shared
}

const sharedFolder = fileURLToPath(new URL('../../node_modules/.cache/kontor-test', import.meta.url))
let shared: Promise<TestServer> | undefined

/** The same server and login, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}
