import { contractSuite } from '../../../testkit/contract/contractSuite.ts'
import { shopware5Subject } from '../../../testkit/shopware5/contractSubject.ts'
import { connector } from './index.ts'

// What goes out and what is looked at, in shops that answer and store otherwise than the one of the page.
const answers = {
  numbersAsText: true,
  extraFields: true,
  htmlBeforeJson: true,
  unsorted: true,
  categoriesById: true,
}
const stores = {
  collectionsReplaced: false,
  imagesAppended: false,
  mainNumberMoves: false,
  noDownloads: true,
}
for (const quirks of [
  { ...answers, duplicateIs409: true, strictSql: true },
  { ...stores, digestOnly: true },
])
  contractSuite(
    { ...shopware5Subject(quirks), connector },
    topic => topic === 'sending' || topic === 'looking',
  )
