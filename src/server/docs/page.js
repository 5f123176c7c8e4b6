// Draws the OpenAPI document. Everything is put in as text, never as HTML.
const german = navigator.language.startsWith('de')
const list = document.querySelector('#operations')
const find = document.querySelector('#find')

const response = await fetch('/api/v1/openapi.json')
const api = await response.json()
document.querySelector('#about').textContent = api.info.description
draw()
find.addEventListener('input', draw)

function draw() {
  const wanted = find.value.trim().toLowerCase()
  const groups = new Map()
  for (const [path, methods] of Object.entries(api.paths))
    for (const [method, operation] of Object.entries(methods)) {
      const text = `${method} ${path} ${operation.operationId} ${operation.summary} ${operation.description}`
      if (!text.toLowerCase().includes(wanted)) continue
      const group = operation.tags?.[0] ?? ''
      groups.set(group, [...(groups.get(group) ?? []), operationView(method, path, operation)])
    }
  list.replaceChildren(...[...groups].flatMap(([name, views]) => [element('h2', name), ...views]))
}

function operationView(method, path, operation) {
  const title = german ? operation.description.split('. ')[0] : operation.summary
  const head = element('summary', element('code', `${method.toUpperCase()} ${path}`), ` ${title}`)
  const body = operation.requestBody?.content?.['application/json']?.schema
  const inputs = [
    ...(operation.parameters ?? []).map(one => ({ ...one, place: one.in })),
    ...Object.entries(body?.properties ?? {}).map(([name, schema]) => ({
      name,
      schema,
      place: 'body',
      required: body.required?.includes(name),
      description: schema.description,
    })),
  ]
  const answers = Object.entries(operation.responses).map(([status, answer]) => {
    const [type, content] = Object.entries(answer.content ?? {})[0] ?? []
    return element(
      'details',
      element('summary', `${status} ${answer.description ?? ''}`, type ? ` (${type})` : ''),
      element('pre', JSON.stringify(content?.schema ?? {}, null, 2)),
    )
  })
  const about = element('p', operation.description)
  about.className = 'second'
  const inside = element('div', about, ...(inputs.length > 0 ? [inputTable(inputs)] : []), ...answers)
  inside.className = 'inside'
  return element('details', head, inside)
}

function inputTable(inputs) {
  const rows = inputs.map(one =>
    element(
      'tr',
      element('td', element('code', one.name), one.required ? ' *' : ''),
      element('td', one.place),
      element('td', typeOf(one.schema)),
      element('td', one.description ?? one.schema?.description ?? ''),
    ),
  )
  return element('table', element('tbody', ...rows))
}

function typeOf(schema = {}) {
  if (schema.enum) return schema.enum.join(' | ')
  const type = [schema.type ?? (schema.anyOf ? schema.anyOf.map(typeOf).join(' | ') : 'any')]
    .flat()
    .join(' | ')
  return schema.items
    ? `list of ${typeOf(schema.items)}`
    : schema.format
      ? `${type} (${schema.format})`
      : type
}

function element(name, ...children) {
  const made = document.createElement(name)
  made.append(...children)
  return made
}
