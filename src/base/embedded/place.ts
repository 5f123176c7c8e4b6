import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { Account } from './account.ts'
import { makePrivateFolder } from './clusterOwner.ts'
import type { DataFolder } from './dataFolder.ts'

/** Where a server listens: the folder of a unix socket, or a loopback address. */
export interface Place {
  readonly host: string
  readonly port: number
}

/** The kernel's limit is 107 bytes on Linux and 103 on macOS, with the name of the socket. */
const longestSocketPath = 100
const loopback = '127.0.0.1'

/**
 * A unix socket in the data folder, closed to other accounts; where its path is too long or the file system has no
 * sockets, a free port of 127.0.0.1. Only while no server runs: an old socket with its lock file goes.
 */
export async function choosePlace(data: DataFolder, account: Account): Promise<Place> {
  const socket = join(data.sockets, '.s.PGSQL.5432')
  if (process.platform !== 'win32' && Buffer.byteLength(socket) <= longestSocketPath) {
    await makePrivateFolder(data.sockets, account)
    if (await canListen(join(data.sockets, 'try'))) return { host: data.sockets, port: 5432 }
  }
  await rm(data.sockets, { recursive: true, force: true })
  return { host: loopback, port: await freePort() }
}

/** True for a unix socket, false for a port of the machine that anybody else may hold next. */
export function isSocket(place: Place): boolean {
  return place.host !== loopback
}

/** The settings that make PostgreSQL listen there and nowhere else. */
export function placeSettings(place: Place): Record<string, string> {
  // The setting is a list; quotes keep a comma or a space in the path from splitting it.
  const folder = isSocket(place) ? `"${place.host.replaceAll('"', '""')}"` : ''
  return {
    listen_addresses: isSocket(place) ? '' : place.host,
    port: String(place.port),
    unix_socket_directories: folder,
    unix_socket_permissions: '0700',
  }
}

async function canListen(path: string): Promise<boolean> {
  const server = createServer()
  return await new Promise(done => {
    server.once('error', () => done(false))
    server.listen(path, () => server.close(() => done(true)))
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  return await new Promise((done, fail) => {
    server.once('error', fail)
    server.listen(0, loopback, () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? done(address.port) : fail(new Error('no port')),
      )
    })
  })
}
