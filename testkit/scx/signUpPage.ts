/** The page of the marketplace on which a merchant, signed in there, opens or changes an account: `signUpUrl` and `updateUrl`. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ScxProgram } from './startScxProgram.ts'

export interface SignUpPage {
  readonly url: string
  stop(): Promise<void>
}

/**
 * Serves the page on the loopback interface: `/` signs up, `/change` changes. `told` runs once something is to be told to the host.
 * Rejects if the port is taken.
 */
export async function serveSignUpPage(
  program: ScxProgram,
  port: number,
  told: () => void,
): Promise<SignUpPage> {
  const server = createServer((request, response) => {
    answer(program, told, request, response).catch((error: unknown) => {
      const text = error instanceof Error ? error.message : String(error)
      response.writeHead(400, html).end(frame(`<p role="alert">${escaped(text)}</p>`))
    })
  })
  await new Promise<void>((done, fail) => {
    server.once('error', fail)
    server.listen(port, '127.0.0.1', done)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: async () => {
      server.closeAllConnections()
      await new Promise<void>(done => server.close(() => done()))
    },
  }
}

async function answer(
  program: ScxProgram,
  told: () => void,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (request.method !== 'POST') {
    response.writeHead(200, html).end(frame(form))
    return
  }
  const body = new URLSearchParams(Buffer.concat(await request.toArray()).toString())
  const sellerId = body.get('sellerId') ?? ''
  const companyName = body.get('companyName') ?? ''
  const given = { sellerId, ...(companyName === '' ? {} : { companyName }) }
  if (url.pathname.startsWith('/change')) program.changeSeller(url.href, given)
  else program.signUp(url.href, given)
  told()
  response
    .writeHead(200, html)
    .end(frame('<p>Fertig. Du kannst dieses Fenster schließen. – Done. You can close this window.</p>'))
}

const html = { 'content-type': 'text/html; charset=utf-8' }

const form = `<form method="post">
<label>Händlernummer / seller id <input name="sellerId" required pattern="\\w{1,50}"></label>
<label>Firma / company <input name="companyName"></label>
<button>Verbinden / connect</button>
</form>`

function frame(content: string): string {
  return `<!doctype html><html lang="de"><meta charset="utf-8"><title>Marktplatz</title><main><h1>Marktplatz</h1>${content}</main></html>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
