// `npm run build:web`: builds the back office where its sources have changed, and says where it lies.
import { buildBackOffice } from './buildBackOffice.ts'

console.log(await buildBackOffice())
