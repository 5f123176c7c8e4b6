import { z } from 'zod'
import { makeSetupCode } from '../company/setUp.ts'
import type { Kontor } from '../operations/operation.ts'
import { type OperatorCommand, type OperatorWork, operatorCommand } from './operatorCommand.ts'

/** Commands that run until they are stopped. */
export const servingCommands: readonly OperatorCommand[] = [
  operatorCommand({
    command: 'start',
    summary: { en: 'Start Kontor: database and server', de: 'Kontor starten: Datenbank und Server' },
    input: z.object({}),
    output: z.undefined(),
    serves: true,
    run: serve,
  }),
  operatorCommand({
    command: 'serve',
    summary: { en: 'Start the server alone', de: 'Nur den Server starten' },
    input: z.object({}),
    output: z.undefined(),
    serves: true,
    run: serve,
  }),
]

async function serve(work: OperatorWork): Promise<undefined> {
  const { kontor } = await work.open()
  await serveUntilStopped(work, kontor)
}

const building = {
  en: 'The back office is being built (a few seconds, once) …',
  de: 'Das Backoffice wird gebaut (einmalig, wenige Sekunden) …',
}

/** Serves Kontor, says where to open it and how to make the first user, until the process is told to stop. */
export async function serveUntilStopped(work: OperatorWork, kontor: Kontor): Promise<void> {
  const { startServer } = await import('../server/startServer.ts')
  const { buildBackOffice } = await import('./buildBackOffice.ts')
  const backOffice = await buildBackOffice(() => work.terminal.progress(building[work.language]))
  if (work.signal.aborted) return
  const server = await startServer(kontor, backOffice)
  try {
    const code = await makeSetupCode(kontor.db, kontor.now())
    announce(work, server.url, code)
    await stopped(work.signal)
  } finally {
    await server.close()
  }
}

function announce({ terminal, language, json }: OperatorWork, url: string, code: string | undefined): void {
  if (json) {
    terminal.out(`${JSON.stringify({ url, setupCode: code ?? null })}\n`)
    return
  }
  const german = language === 'de'
  terminal.out(german ? `Kontor läuft: ${url}\n` : `Kontor is running: ${url}\n`)
  if (code === undefined) return
  terminal.out(
    german
      ? `Es gibt noch keinen Benutzer. Der Einmalcode für den ersten (24 Stunden gültig): ${code}\n`
      : `There is no user yet. The one-time code for the first one (good for 24 hours): ${code}\n`,
  )
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
