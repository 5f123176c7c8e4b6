export interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** A server does not answer for so long: the task is tried again. */
const patienceMs = 20_000

/**
 * Sends a mail by that server: `smtp://user:password@host:port?from=kontor@example.com` (`smtps:` for TLS from the start; without
 * `from` the user is the sender). Resolves when the server has taken it; throws what it said otherwise.
 */
export async function sendMail(smtpUrl: string, mail: Mail): Promise<void> {
  const url = new URL(smtpUrl)
  const user = decodeURIComponent(url.username)
  const secure = url.protocol === 'smtps:'
  const { createTransport } = await import('nodemailer') // large, and most processes never send a mail
  const transport = createTransport({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    ...(user ? { auth: { user, pass: decodeURIComponent(url.password) } } : {}),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    await transport.sendMail({ from: url.searchParams.get('from') ?? user, ...mail })
  } finally {
    transport.close()
  }
}
