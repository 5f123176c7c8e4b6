import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { holderName } from '../base/holder.ts'
import { makeSetupCode } from '../company/setUp.ts'
import { csvParts } from '../operations/imports.ts'
import type { Kontor } from '../operations/operation.ts'
import { laneParts } from '../operations/syncParts.ts'
import { workerCounts } from '../sync/workerCounts.ts'
import { type OperatorCommand, type OperatorWork, operatorCommand } from './operatorCommand.ts'

const workerInput = z.object({
  name: z.string().trim().min(1).max(60).optional().meta({
    description: 'A name that only this process has: started again, it takes its own work back at once.',
    'x-de': 'Ein Name, den nur dieser Prozess trägt: Neu gestartet, nimmt er seine Arbeit sofort wieder auf.',
  }),
})

/** Commands that run until they are stopped. */
export const servingCommands: readonly OperatorCommand[] = [
  operatorCommand({
    command: 'start',
    summary: {
      en: 'Start Kontor: database, server and worker',
      de: 'Kontor starten: Datenbank, Server und Hintergrunddienst',
    },
    input: workerInput,
    output: z.undefined(),
    serves: true,
    run: async (work, { name }) => {
      const kontor = named((await work.open()).kontor, name)
      await withWorker(work, kontor, ['server', 'worker'], () => serveUntilStopped(work, kontor))
    },
  }),
  operatorCommand({
    command: 'serve',
    summary: { en: 'Start the server alone', de: 'Nur den Server starten' },
    input: z.object({}),
    output: z.undefined(),
    serves: true,
    run: async work => {
      const { kontor } = await work.open()
      const { startJobs } = await import('../base/jobs.ts')
      const { watch, tasks } = await watching(kontor)
      const jobs = await startJobs(kontor.db, kontor.log, [watch], { tasks })
      try {
        await serveUntilStopped(work, kontor)
      } finally {
        await jobs.stop()
      }
    },
  }),
  operatorCommand({
    command: 'worker',
    summary: {
      en: 'Start the worker alone: it synchronises by the schedules',
      de: 'Nur den Hintergrunddienst starten: Er gleicht nach Zeitplan ab',
    },
    input: workerInput,
    output: z.undefined(),
    serves: true,
    run: async (work, { name }) => {
      const kontor = named((await work.open()).kontor, name)
      await withWorker(work, kontor, ['worker'], async () => {
        say(
          work,
          { worker: kontor.holder },
          {
            en: 'The worker is running',
            de: 'Der Hintergrunddienst läuft',
          },
        )
        await stopped(work.signal)
      })
    },
  }),
]

function named(kontor: Kontor, name: string | undefined): Kontor {
  return { ...kontor, counts: workerCounts(), ...(name === undefined ? {} : { holder: holderName(name) }) }
}

/** Works for all tenants while `during` lasts; ends in peace: runs that do not end in time are given back. */
export async function withWorker(
  work: OperatorWork,
  kontor: Kontor,
  roles: readonly string[],
  during: () => Promise<void>,
): Promise<void> {
  if (work.signal.aborted) return
  const { startWorker } = await import('../worker/startWorker.ts')
  const { chores } = await import('../worker/chores.ts')
  const { startJobs } = await import('../base/jobs.ts')
  const { probeEveryMs } = await import('../sync/probeConnection.ts')
  const worker = await startWorker(
    { ...laneParts({ kontor }), probeEveryMs },
    {
      holder: kontor.holder,
      slots: kontor.config.workers,
      version: await ownVersion(),
      roles,
      ...(hearsNothing(kontor) ? { listens: false, pollMs: 250 } : {}),
      ...(kontor.counts ? { counts: kontor.counts } : {}),
    },
  )
  try {
    const { watch, tasks } = await watching(kontor)
    const { csvImportChore, csvImportTask } = await import('../worker/csvImports.ts')
    const { bulkEditChore, bulkEditTask } = await import('../worker/bulkEdits.ts')
    const imports = csvParts({ kontor })
    const all = [
      ...chores(kontor.db, kontor.holder, imports.place),
      watch,
      csvImportChore(imports),
      bulkEditChore(kontor.db, kontor.now),
    ]
    const jobs = await startJobs(kontor.db, kontor.log, all, {
      tasks: [...tasks, csvImportTask(imports), bulkEditTask(kontor.db)],
    })
    try {
      await during()
    } finally {
      await jobs.stop()
    }
  } finally {
    await worker.stop()
  }
}

// A pooler in transaction mode takes LISTEN and never tells anything.
function hearsNothing({ config }: Kontor): boolean {
  return config.databasePooled && config.databaseDirectUrl === undefined
}

/** What looks after everything, and tells people: in every process that stays, because a worker may be what is missing. */
async function watching(kontor: Kontor) {
  const { alertTask, watchChore } = await import('../worker/watch.ts')
  const parts = {
    ...laneParts({ kontor }),
    smtpUrl: kontor.config.smtpUrl,
    publicUrl: kontor.config.publicUrl,
  }
  return { watch: watchChore(parts), tasks: [alertTask(parts)] }
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

function announce(work: OperatorWork, url: string, code: string | undefined): void {
  say(work, { url, setupCode: code ?? null }, { en: `Kontor is running: ${url}`, de: `Kontor läuft: ${url}` })
  if (work.json || code === undefined) return
  say(
    work,
    {},
    {
      en: `There is no user yet. The one-time code for the first one (good for 24 hours): ${code}`,
      de: `Es gibt noch keinen Benutzer. Der Einmalcode für den ersten (24 Stunden gültig): ${code}`,
    },
  )
}

function say(
  { terminal, language, json }: OperatorWork,
  facts: object,
  texts: { en: string; de: string },
): void {
  terminal.out(json ? `${JSON.stringify(facts)}\n` : `${texts[language]}\n`)
}

/** The version of this program. */
export async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
