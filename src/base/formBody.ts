/** The file that goes with a form. */
export interface FormFile {
  /** The field that it is in. */
  readonly field: string
  readonly name: string
  readonly type: string
  readonly content: Uint8Array
}

/** The body of a form (`multipart/form-data`) with these texts and one file at most, and the content type that names its boundary. */
export async function formBody(
  fields: Readonly<Record<string, string>>,
  file?: FormFile,
): Promise<{ readonly type: string; readonly body: Uint8Array }> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  if (file) {
    const { field, name, type, content } = file
    form.set(field, new Blob([new Uint8Array(content)], { type }), name)
  }
  const whole = new Response(form)
  return { type: whole.headers.get('content-type') ?? '', body: await whole.bytes() }
}
