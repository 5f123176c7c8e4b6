/**
 * Names the statements of one connection, one after another, as a person would: `insert ledger`, `check fence`. A commit
 * is called by what its transaction makes true: the lane claimed or settled, orders taken over, objects marked as on their
 * way (`insert channel_object`) or their answers written down (`update channel_object`), or else the first row that it wrote.
 */
export function statementNames(): (text: string) => string {
  let read = ''
  let written = ''
  return text => {
    const name = statementName(text)
    if (name === 'commit') return `commit (${written || read})`
    if (name === 'begin') {
      read = ''
      written = ''
    } else if (/^(claim|settle|insert sales_order$|(insert|update) channel_object)/.test(name)) written = name
    else if (/^(insert|update|delete|beat)/.test(name)) written ||= name
    else if (name !== 'enter as tenant') read ||= name
    return name
  }
}

/** The statements of the lane say what they mean only by their condition. */
const told: readonly (readonly [RegExp, string])[] = [
  [/^select set_config\(/, 'enter as tenant'],
  [/^select .* from sync_lane .* for (key )?share$/, 'check fence'],
  [/ from sync_lane .* for (no key )?update( skip locked)?$/, 'lock lane'],
  [/update sync_lane set fence = fence \+ 1/, 'claim lane'],
  [/update sync_lane set served/, 'settle lane'],
  [/update sync_lane .*beat_at/, 'beat'],
  [/^select served >= .* from sync_lane/, 'look at lane'],
  [/^insert into sync_run \(.*lane/, 'insert sync_run (of the lane)'],
  [/^insert into sync_run_part/, 'insert sync_run_part'],
  [/^update sync_run set figures/, 'update sync_run (figures)'],
]

function statementName(text: string): string {
  const plain = text.trim().replace(/\s+/g, ' ').toLowerCase()
  const known = told.find(([pattern]) => pattern.test(plain))
  if (known) return known[1]
  const changes = /^(?:with .*?\()? ?(insert into|update|delete from) (\w+)/.exec(plain)
  if (changes) return `${changes[1]?.split(' ')[0]} ${changes[2]}`
  const [verb = ''] = plain.split(' ')
  const table = tableOf(withoutParts(plain)) ?? tableOf(plain)
  return table === undefined ? verb : `${verb} ${table}`
}

/** The first table that a statement reads; lists that it brings along are none. */
function tableOf(text: string): string | undefined {
  const names = [...text.matchAll(/ (?:from|join) (\w+)/g)].map(([, name]) => name)
  return names.find(name => name !== 'unnest' && !name?.endsWith('_to_recordset'))
}

/** Without whatever stands in parentheses: the table behind the first `from` is then the statement's own. */
function withoutParts(text: string): string {
  const shorter = text.replace(/\([^()]*\)/g, '')
  return shorter === text ? text : withoutParts(shorter)
}
