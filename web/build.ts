// `node web/build.ts FOLDER`: builds the back office into a folder, with a compressed copy beside every text file, which
// the server sends to browsers that understand it.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'vite'

const [given] = process.argv.slice(2)
if (given === undefined) throw new Error('usage: build.ts FOLDER')
const folder = resolve(given)
await build({
  configFile: join(import.meta.dirname, 'vite.config.ts'),
  build: { outDir: folder, emptyOutDir: true },
})
const files = await readdir(folder, { recursive: true })
const texts = files.filter(file => /\.(js|css|html|svg)$/.test(file)).map(file => join(folder, file))
await Promise.all(
  texts.map(async file => {
    const text = await readFile(file)
    const level = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
    await writeFile(`${file}.br`, await promisify(brotliCompress)(text, level))
    await writeFile(`${file}.gz`, await promisify(gzip)(text))
  }),
)
