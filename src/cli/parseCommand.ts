import { fromText, type InputField } from '../operations/inputFields.ts'
import { type Command, fieldsOf } from './commandTable.ts'
import { globalOptions } from './globalOptions.ts'
import { usageProblem } from './problems.ts'

/** A command line that was read: what goes to the command, and what every command understands. */
export interface ParsedCommand {
  readonly given: Readonly<Record<string, unknown>>
  readonly global: GlobalOptions
}

export interface GlobalOptions {
  readonly tenant?: string
  readonly as?: string
  readonly json?: boolean
  readonly lang?: string
  readonly help?: boolean
}

/**
 * Reads the arguments behind the words of a command. A value of "-" stands for the next line of standard input, so that
 * secrets need not be typed where others read them; `readLine` gives it. Errors: OPTION_…, ARGUMENT_…, PAIR_EXPECTED.
 */
export async function parseCommand(
  command: Command,
  args: readonly string[],
  readLine: () => Promise<string | undefined>,
): Promise<ParsedCommand> {
  const fields = fieldsOf(command)
  const positional = new Set(command.arguments.map(argument => argument.name))
  const options = new Map(
    [...globalOptions, ...fields.filter(field => !positional.has(field.name))].map(field => [
      kebab(field.name),
      field,
    ]),
  )
  const values: Record<string, unknown> = {}
  const words: string[] = []
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (arg === '--') {
      words.push(...args.slice(at + 1))
      break
    }
    if (arg === '-' || !arg.startsWith('-')) {
      words.push(arg)
      continue
    }
    const option = readOption(arg === '-h' ? '--help' : arg, options, command)
    if (option.field.kind === 'boolean') {
      if (option.value !== undefined) throw usageProblem('OPTION_TAKES_NO_VALUE', { option: option.shown })
      setOnce(values, option, !option.negated)
      continue
    }
    const value = option.value ?? args[++at]
    if (value === undefined || (option.value === undefined && value.startsWith('--')))
      throw usageProblem('OPTION_NEEDS_VALUE', { option: option.shown })
    await put(values, option, value, readLine)
  }
  const global: Record<string, unknown> = {}
  for (const { name } of globalOptions) {
    if (name in values) global[name] = values[name]
    delete values[name]
  }
  if (global['help'] !== true) putArguments(values, words, command, fields)
  return { given: values, global }
}

/** `openChecks` is typed as --open-checks. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
}

interface Option {
  readonly field: InputField
  readonly shown: string
  readonly negated: boolean
  readonly value: string | undefined
}

function readOption(arg: string, options: ReadonlyMap<string, InputField>, command: Command): Option {
  const equals = arg.indexOf('=')
  const shown = equals < 0 ? arg : arg.slice(0, equals)
  const value = equals < 0 ? undefined : arg.slice(equals + 1)
  const name = shown.startsWith('--') ? shown.slice(2) : ''
  const field = options.get(name)
  if (field) return { field, shown, negated: false, value }
  const opposite = name.startsWith('no-') ? options.get(name.slice(3)) : undefined
  if (opposite?.kind === 'boolean') return { field: opposite, shown, negated: true, value }
  throw usageProblem('OPTION_UNKNOWN', { option: shown, command: command.words.join(' ') })
}

async function put(
  values: Record<string, unknown>,
  option: Option,
  text: string,
  readLine: () => Promise<string | undefined>,
): Promise<void> {
  const { field, shown } = option
  if (field.kind === 'list') {
    values[field.name] = [
      ...((values[field.name] as unknown[] | undefined) ?? []),
      ...(fromText(field, text) as unknown[]),
    ]
  } else if (field.kind === 'record') {
    const equals = text.indexOf('=')
    if (equals < 1) throw usageProblem('PAIR_EXPECTED', { option: shown })
    const value = text.slice(equals + 1)
    const pairs = (values[field.name] as Record<string, string> | undefined) ?? {}
    values[field.name] = {
      ...pairs,
      [text.slice(0, equals)]: value === '-' ? ((await readLine()) ?? '') : value,
    }
  } else
    setOnce(values, option, field.secret && text === '-' ? ((await readLine()) ?? '') : fromText(field, text))
}

function setOnce(values: Record<string, unknown>, option: Option, value: unknown): void {
  if (option.field.name in values) throw usageProblem('OPTION_TWICE', { option: option.shown })
  values[option.field.name] = value
}

function putArguments(
  values: Record<string, unknown>,
  words: readonly string[],
  command: Command,
  fields: readonly InputField[],
): void {
  let at = 0
  for (const argument of command.arguments) {
    const field = fields.find(one => one.name === argument.name)
    const taken = field?.kind === 'list' ? words.slice(at) : words.slice(at, at + 1)
    at += taken.length
    if (taken.length === 0 && argument.required)
      throw usageProblem('ARGUMENT_MISSING', { argument: argument.name, usage: command.usage })
    const [first] = taken
    if (!field || first === undefined) continue
    values[argument.name] =
      field.kind === 'list' ? taken.flatMap(word => fromText(field, word)) : fromText(field, first)
  }
  const extra = words[at]
  if (extra !== undefined)
    throw usageProblem('ARGUMENT_UNEXPECTED', { argument: extra, usage: command.usage })
}
