import { type Config, readConfig } from '../base/config.ts'
import { transact } from '../base/database.ts'
import { KontorError, type Language, languages } from '../base/errors.ts'
import { createLog, type Log } from '../base/log.ts'
import { companyProblem } from '../company/problems.ts'
import type { Actor } from '../company/rights.ts'
import { findTenant } from '../company/tenantStore.ts'
import { requireUser, userActor } from '../company/users.ts'
import type { Kontor, Operation } from '../operations/operation.ts'
import { perform } from '../operations/perform.ts'
import { InputInvalid, readInput } from '../operations/readInput.ts'
import { type Command, commandTable, fieldsOf, findCommand } from './commandTable.ts'
import { globalOptions } from './globalOptions.ts'
import { helpOf, overview } from './helpText.ts'
import type { OperatorCommand } from './operatorCommand.ts'
import { type GlobalOptions, parseCommand } from './parseCommand.ts'
import { printResult, visible } from './printResult.ts'
import { commandProblem, usageProblem } from './problems.ts'
import type { OpenKontor, Program } from './program.ts'
import { runText } from './runText.ts'
import { type Stopping, stopOnSignal } from './stopOnSignal.ts'
import { processTerminal, type Terminal } from './terminal.ts'
import { hasSucceeded } from './terminalOperation.ts'
import { thisOperator } from './thisOperator.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Runs one command and returns its exit status: 0 only on success, 2 for a command that cannot be understood, 130 when
 * it was cancelled, else 1. The answer goes to standard output, all else to standard error; an error is one line
 * `CODE: sentence`, with --json also a JSON document.
 */
export async function runCli(
  argv: readonly string[],
  env: Environment,
  program: Program,
  terminal: Terminal = processTerminal(),
): Promise<number> {
  const language = languageFor(argv, env)
  const json = argv.includes('--json')
  const stopping = stopOnSignal()
  try {
    return await run({ argv, env, program, terminal, language, stopping })
  } catch (error) {
    const problem =
      stopping.signal.aborted && !(error instanceof KontorError) ? commandProblem('CANCELLED') : known(error)
    if (problem.code === 'INTERNAL_ERROR' && env['KONTOR_LOG'] === 'debug')
      terminal.err(`${stackOf(error)}\n`)
    terminal.err(`${problem.code}: ${visible(problem.texts[language])}\n`)
    if (json) terminal.out(`${JSON.stringify(problemDocument(problem, language))}\n`)
    return stopping.signal.aborted ? 130 : usageCodes.has(problem.code) ? 2 : 1
  } finally {
    stopping.end()
    terminal.close()
  }
}

interface Session {
  readonly argv: readonly string[]
  readonly env: Environment
  readonly program: Program
  readonly terminal: Terminal
  readonly language: Language
  readonly stopping: Stopping
}

async function run(session: Session): Promise<number> {
  const { terminal, language } = session
  const argv = optionsLast(session.argv)
  const command = findCommand(argv)
  if (!command) return help(session, argv)
  const { given, global } = await parseCommand(command, argv.slice(command.words.length), () =>
    unlessStopped(session, terminal.readLine()),
  )
  if (global.lang !== undefined && !languages.some(one => one === global.lang))
    throw usageProblem('LANGUAGE_UNKNOWN')
  if (global.help) return print(terminal, helpOf(command, language))
  const complete = await askForSecrets(session, command, given)
  const output = await closingAfter(session, command, open =>
    'operation' in command.does
      ? runOperation(session, command.does.operation, global, complete, open)
      : runOperator(session, command.does.operator, command, global, complete, open),
  )
  if (output !== undefined)
    print(
      terminal,
      global.json
        ? `${JSON.stringify(output)}\n`
        : (runText(output, language) ?? printResult(output, language)),
    )
  if (session.stopping.signal.aborted && !isServing(command)) return 130
  return 'operation' in command.does && !hasSucceeded(command.does.operation, output) ? 1 : 0
}

/** Options that every command understands may also stand before its words. */
function optionsLast(argv: readonly string[]): readonly string[] {
  const rest = [...argv]
  const options: string[] = []
  while (rest[0]?.startsWith('-')) {
    const [option = ''] = rest.splice(0, 1)
    const takesValue = globalOptions.some(one => option === `--${one.name}` && one.kind !== 'boolean')
    options.push(option, ...(takesValue ? rest.splice(0, 1) : []))
  }
  return [...rest, ...options]
}

function isServing({ does }: Command): boolean {
  return 'operator' in does && does.operator.serves === true
}

async function runOperation(
  session: Session,
  operation: Operation,
  global: GlobalOptions,
  given: Readonly<Record<string, unknown>>,
  open: () => Promise<OpenKontor>,
): Promise<unknown> {
  readInput(operation, given) // before a database is started for nothing
  const { kontor } = await open()
  const tenant = await findTenant(kontor.db, global.tenant)
  const { terminal, language, stopping } = session
  const { output } = await perform(
    {
      kontor,
      tenant: tenant.id,
      actor: await actorOf(kontor, tenant.id, global.as),
      language,
      signal: stopping.signal,
      onProgress: progress =>
        terminal.err(`${visible(typeof progress === 'string' ? progress : JSON.stringify(progress))}\n`),
    },
    operation,
    given,
  )
  return output
}

async function runOperator(
  session: Session,
  operator: OperatorCommand,
  command: Command,
  global: GlobalOptions,
  given: Readonly<Record<string, unknown>>,
  open: () => Promise<OpenKontor>,
): Promise<unknown> {
  if (global.as !== undefined) throw commandProblem('OPERATOR_ONLY', { command: command.words.join(' ') })
  const input = readInput(operator, given)
  const { program, env, terminal, language, stopping } = session
  const work = {
    program,
    config: readConfig(env),
    terminal,
    language,
    json: global.json === true,
    signal: stopping.signal,
    open,
  }
  return operator.output.parse(await operator.run(work, input))
}

async function actorOf(kontor: Kontor, tenant: string, email: string | undefined): Promise<Actor> {
  if (email === undefined) return thisOperator()
  const user = await transact(kontor.db, { tenant }, tx => requireUser(tx, tenant, email))
  if (user.disabledAt) throw companyProblem('USER_DISABLED', { user: email })
  return userActor(user)
}

/** Opens Kontor when the work asks for it, and closes it whatever happens. */
async function closingAfter(
  { env, program }: Session,
  command: Command,
  work: (open: () => Promise<OpenKontor>) => Promise<unknown>,
): Promise<unknown> {
  let opening: Promise<OpenKontor> | undefined
  try {
    return await work(() => {
      const config = readConfig(env)
      opening ??= program.open(config, logFor(config, command, env))
      return opening
    })
  } finally {
    const opened = await opening?.catch(() => undefined) // whoever opened it has heard of the failure
    await opened?.close()
  }
}

/** A short command answers; beside that only what goes wrong is worth a line, unless more was asked for. */
function logFor(config: Config, command: Command, env: Environment): Log {
  return createLog(isServing(command) || env['KONTOR_LOG'] ? config.log : 'warn')
}

async function askForSecrets(session: Session, command: Command, given: Readonly<Record<string, unknown>>) {
  const { terminal, language } = session
  const missing = fieldsOf(command).filter(field => field.required && field.secret && !(field.name in given))
  if (!terminal.canAsk) return given
  const typed: Record<string, unknown> = { ...given }
  for (const field of missing)
    typed[field.name] = await unlessStopped(
      session,
      terminal.askSecret(`${field.help[language] || field.name} `),
    )
  return typed
}

/** Waits for a person, or for the wish to stop. */
function unlessStopped<T>({ stopping }: Session, waiting: Promise<T>): Promise<T> {
  const { signal } = stopping
  return new Promise((done, fail) => {
    const stop = () => fail(commandProblem('CANCELLED'))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    waiting.then(done, fail).finally(() => signal.removeEventListener('abort', stop))
  })
}

/** `kontor help`, `kontor help WORDS`, `kontor --help`, or the beginning of a command whose end is missing. */
function help({ terminal, language }: Session, argv: readonly string[]): number {
  const asked = argv.some(arg => arg === 'help' || arg === '--help' || arg === '-h')
  const words = argv.filter(arg => !arg.startsWith('-') && arg !== 'help')
  const command = findCommand(words)
  if (command) return print(terminal, helpOf(command, language))
  const beginning = commandTable.filter(one => words.every((word, at) => word === one.words[at]))
  if (beginning.length === 0) throw usageProblem('COMMAND_UNKNOWN', { command: words.slice(0, 2).join(' ') })
  if (asked) return print(terminal, overview(beginning, language))
  terminal.err(overview(beginning, language))
  return 2
}

function print(terminal: Terminal, text: string): number {
  terminal.out(text)
  return 0
}

function languageFor(argv: readonly string[], env: Environment): Language {
  const at = argv.findIndex(arg => arg === '--lang' || arg.startsWith('--lang='))
  const wish = argv[at]?.includes('=') ? argv[at]?.split('=')[1] : argv[at + 1]
  const named = at < 0 ? undefined : languages.find(language => language === wish)
  const set = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find(
    value => value !== undefined && value !== '',
  )
  return named ?? (set?.toLowerCase().startsWith('de') ? 'de' : 'en')
}

const usageCodes = new Set([
  'COMMAND_UNKNOWN',
  'OPTION_UNKNOWN',
  'OPTION_NEEDS_VALUE',
  'OPTION_TAKES_NO_VALUE',
  'OPTION_TWICE',
  'PAIR_EXPECTED',
  'ARGUMENT_MISSING',
  'ARGUMENT_UNEXPECTED',
  'LANGUAGE_UNKNOWN',
  'INPUT_INVALID',
])

function known(error: unknown): KontorError {
  if (error instanceof KontorError) return error
  return commandProblem(
    'INTERNAL_ERROR',
    { reason: error instanceof Error ? error.message : String(error) },
    { cause: error },
  )
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function problemDocument(problem: KontorError, language: Language) {
  return {
    code: problem.code,
    status: problem.status,
    detail: problem.texts[language],
    ...(problem instanceof InputInvalid
      ? { errors: problem.faults.map(fault => ({ field: fault.field, detail: fault[language] })) }
      : {}),
  }
}
