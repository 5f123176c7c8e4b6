import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { companyProblem } from './problems.ts'

/** Shortest and longest password that is taken, in characters. */
export const passwordLength = { min: 12, max: 200 } as const

const derive = promisify(argon2)
// OWASP's recommendation for argon2id: 19 MiB, two passes, one lane.
const cost = { memory: 19_456, passes: 2, parallelism: 1 }
const tagLength = 32

/** The password as an argon2id hash in PHC form, which carries its own cost. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const tag = await guarded(() => deriveTag(password, salt, cost, tagLength))
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${bare(salt)}$${bare(tag)}`
}

/**
 * True where the password belongs to the hash. Without a hash (nobody of that name) it takes as long and says false.
 * Error: SIGN_IN_BUSY, when too many wait for their turn.
 */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [, , , costs = '', salt = '', tag = ''] = (hash ?? nobody).split('$')
  const [memory, passes, parallelism] = [...costs.matchAll(/=(\d+)/g)].map(([, digits]) => Number(digits))
  if (!memory || !passes || !parallelism) throw new TypeError('a stored password hash is not in PHC form')
  const expected = Buffer.from(tag, 'base64')
  const given = await guarded(() =>
    deriveTag(password, Buffer.from(salt, 'base64'), { memory, passes, parallelism }, expected.length),
  )
  return timingSafeEqual(given, expected) && hash !== undefined
}

const bare = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
const nobody = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${bare(randomBytes(16))}$${bare(randomBytes(tagLength))}`

function deriveTag(password: string, nonce: Buffer, how: typeof cost, length: number): Promise<Buffer> {
  // The same letters typed on two systems may differ in their composition.
  const message = Buffer.from(password.normalize('NFC'))
  return derive('argon2id', { message, nonce, ...how, tagLength: length })
}

// Hashing shares the thread pool with files and DNS: whoever sends a thousand sign-ins at once must not stop those.
const atOnce = 2
const longestQueue = 100
let working = 0
const queue: (() => void)[] = []

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  if (working >= atOnce) {
    if (queue.length >= longestQueue) throw companyProblem('SIGN_IN_BUSY')
    await new Promise<void>(resolve => queue.push(resolve)) // the place is handed over, `working` stays
  } else working++
  try {
    return await work()
  } finally {
    const next = queue.shift()
    if (next) next()
    else working--
  }
}
