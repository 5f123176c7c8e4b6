import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** The folder of the project, with a slash at its end. */
export const projectFolder = fileURLToPath(new URL('../../', import.meta.url))

const skippedFolders = new Set(['node_modules', '.git', '.kontor', '.cache', 'dist', 'generated'])
const textFile = /\.(ts|tsx|mts|mjs|cjs|js|sql|json|md|sh|yml|yaml|css|html|svg)$|\/run$|^\.gitignore$/

/** Every file of the project that a person writes: path from the project's folder → text. Generated code is left out. */
export async function projectFiles(): Promise<Map<string, string>> {
  const paths: string[] = []
  await walk('', paths)
  const texts = await Promise.all(paths.map(path => readFile(projectFolder + path, 'utf8')))
  return new Map(paths.map((path, at) => [path, texts[at] ?? '']))
}

/** Those of the files that are TypeScript or JavaScript. */
export function codeOf(files: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...files].filter(([path]) => /\.(ts|tsx|mts|mjs|cjs|js)$/.test(path)))
}

async function walk(folder: string, paths: string[]): Promise<void> {
  const entries = await readdir(projectFolder + folder, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = folder + entry.name
    if (entry.isDirectory() && !skippedFolders.has(entry.name)) await walk(`${path}/`, paths)
    if (entry.isFile() && textFile.test(path)) paths.push(path)
  }
}
