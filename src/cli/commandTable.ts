import type { Texts } from '../base/errors.ts'
import { allOperations } from '../operations/allOperations.ts'
import { type InputField, inputFields } from '../operations/inputFields.ts'
import { exportCommand, importCommand, importRunCommand } from './csvCommands.ts'
import { attachDocumentCommand, saveDocumentCommand } from './documentCommands.ts'
import { eventsCommand } from './eventsCommand.ts'
import { globalOptions } from './globalOptions.ts'
import { imageCommand } from './imageCommand.ts'
import type { OperatorCommand } from './operatorCommand.ts'
import { operatorCommands } from './operatorCommands.ts'
import { orderExportCommand } from './orderExportCommand.ts'
import { relinkCommand } from './relinkCommand.ts'
import { requestCommand } from './requestCommand.ts'
import { syncCommand } from './syncCommand.ts'
import type { TerminalOperation } from './terminalOperation.ts'

/** One command of the terminal: how it is written, and what it does. */
export interface Command {
  /** As help shows it: `connection show <id>`. */
  readonly usage: string
  readonly words: readonly string[]
  readonly arguments: readonly Argument[]
  readonly summary: Texts
  readonly does: { readonly operation: TerminalOperation } | { readonly operator: OperatorCommand }
}

export interface Argument {
  readonly name: string
  readonly required: boolean
}

/** Every command, made from the operations and from what the operator does besides. */
export const commandTable: readonly Command[] = [
  ...[
    syncCommand,
    requestCommand,
    relinkCommand,
    eventsCommand,
    imageCommand,
    attachDocumentCommand,
    saveDocumentCommand,
    importCommand,
    importRunCommand,
    exportCommand,
    orderExportCommand,
    ...allOperations,
  ].flatMap(operation =>
    operation.command === null ? [] : [commandOf(operation.command, operation.summary, { operation })],
  ),
  ...operatorCommands.map(operator => commandOf(operator.command, operator.summary, { operator })),
]

/** The fields that a command takes. */
export function fieldsOf(command: Command): readonly InputField[] {
  const { does } = command
  const fields = inputFields('operation' in does ? does.operation.input : does.operator.input)
  for (const { name } of command.arguments)
    if (!fields.some(field => field.name === name))
      throw new TypeError(`${command.usage}: no field is called ${name}`)
  for (const field of fields)
    if (
      globalOptions.some(option => option.name === field.name) &&
      !command.arguments.some(one => one.name === field.name)
    )
      throw new TypeError(`${command.usage}: --${field.name} means something else on every command`)
  return fields
}

/** The command that the first words name, the longest first. */
export function findCommand(words: readonly string[]): Command | undefined {
  return commandTable
    .filter(command => command.words.every((word, at) => word === words[at]))
    .reduce<Command | undefined>(
      (best, one) => (!best || one.words.length > best.words.length ? one : best),
      undefined,
    )
}

function commandOf(usage: string, summary: Texts, does: Command['does']): Command {
  const parts = usage.split(' ')
  return {
    usage,
    summary,
    does,
    words: parts.filter(part => !/^[<[]/.test(part)),
    arguments: parts
      .filter(part => /^[<[]/.test(part))
      .map(part => ({ name: part.replace(/[<>[\].…]/g, ''), required: part.startsWith('<') })),
  }
}
