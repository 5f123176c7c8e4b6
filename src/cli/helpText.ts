import type { Language } from '../base/errors.ts'
import type { InputField } from '../operations/inputFields.ts'
import { type Command, fieldsOf } from './commandTable.ts'
import { globalOptions } from './globalOptions.ts'
import { kebab } from './parseCommand.ts'

/** Commands, one line each, and what all of them understand. */
export function overview(commands: readonly Command[], language: Language): string {
  const rows = commands.map(command => [command.usage, command.summary[language]] as const)
  const options = globalOptions.map(field => [optionText(field), field.help[language]] as const)
  return language === 'de'
    ? `Aufruf: kontor BEFEHL [ANGABEN] [OPTIONEN]\n\nBefehle\n${list(rows)}\nJeder Befehl versteht\n${list(options)}`
    : `Usage: kontor COMMAND [ARGUMENTS] [OPTIONS]\n\nCommands\n${list(rows)}\nEvery command understands\n${list(options)}`
}

/** What one command does, and what it takes. */
export function helpOf(command: Command, language: Language): string {
  const positional = new Set(command.arguments.map(argument => argument.name))
  const fields = fieldsOf(command)
  const described = (field: InputField, shown: string) => [shown, notes(field, language)] as const
  const values = fields
    .filter(field => positional.has(field.name))
    .map(field => described(field, `<${field.name}>`))
  const options = fields
    .filter(field => !positional.has(field.name))
    .map(field => described(field, optionText(field)))
  const general = globalOptions.map(field => [optionText(field), field.help[language]] as const)
  const sections = [
    `kontor ${command.usage}\n${command.summary[language]}.\n`,
    values.length > 0 ? list(values) : '',
    options.length > 0 ? list(options) : '',
    list(general),
  ]
  return sections.filter(section => section !== '').join('\n')
}

function optionText(field: InputField): string {
  const name = `--${kebab(field.name)}`
  if (field.kind === 'boolean') return name
  if (field.kind === 'record') return `${name} key=value`
  return `${name} ${field.kind === 'integer' || field.kind === 'number' ? 'N' : field.name.toUpperCase()}`
}

function notes(field: InputField, language: Language): string {
  const german = language === 'de'
  const extra = [
    field.required ? (german ? 'erforderlich' : 'required') : '',
    field.choices.length > 0 ? field.choices.join(' | ') : '',
    field.kind === 'list' || field.kind === 'record' ? (german ? 'mehrfach möglich' : 'may be repeated') : '',
    field.fallback !== undefined && field.kind !== 'record' && String(field.fallback) !== ''
      ? `${german ? 'sonst' : 'default'} ${String(field.fallback)}`
      : '',
    field.secret ? (german ? '„-“ liest von der Standardeingabe' : '"-" reads standard input') : '',
  ].filter(text => text !== '')
  return [field.help[language], extra.length > 0 ? `(${extra.join('; ')})` : ''].filter(Boolean).join(' ')
}

function list(rows: readonly (readonly [string, string])[]): string {
  const width = Math.min(44, Math.max(0, ...rows.map(([left]) => left.length)))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd().concat('\n')).join('')
}
