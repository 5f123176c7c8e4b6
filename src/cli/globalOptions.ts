import type { InputField } from '../operations/inputFields.ts'

/** What every command understands. */
export const globalOptions: readonly InputField[] = [
  option(
    'tenant',
    'text',
    'Which tenant (its short name); the only one by default.',
    'Welcher Mandant (sein Kurzname); sonst der einzige.',
  ),
  option(
    'as',
    'text',
    'Act as the user with this e-mail address, with their rights.',
    'Als der Benutzer mit dieser E-Mail-Adresse handeln, mit seinen Rechten.',
  ),
  option('json', 'boolean', 'Answer with one JSON document.', 'Mit einem JSON-Dokument antworten.'),
  option('lang', 'text', 'Language of messages: de or en.', 'Sprache der Meldungen: de oder en.'),
  option('help', 'boolean', 'Say what the command does.', 'Sagen, was der Befehl tut.'),
]

function option(name: string, kind: InputField['kind'], en: string, de: string): InputField {
  return { name, kind, required: false, secret: false, choices: [], help: { en, de } }
}
