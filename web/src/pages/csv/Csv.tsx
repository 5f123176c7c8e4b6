import './csv.css'
import '../../ui/saveBar.css'
import '../../ui/split.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { importsQuery } from '../../api/csv.ts'
import { PageHead } from '../../ui/PageHead.tsx'
import { PageTabs } from '../../ui/PageTabs.tsx'
import { count } from '../../words/format.ts'
import { ExportForm } from './ExportForm.tsx'
import { ImportFile } from './ImportFile.tsx'
import { ImportList } from './ImportList.tsx'
import { ImportResult } from './ImportResult.tsx'

const views = ['file', 'imports', 'export'] as const
type View = (typeof views)[number]

/** Files in and out: a file is looked at, tried and imported; what was imported; what is exported. */
export default function Csv() {
  const { t } = useTranslation()
  const search = useSearch({ from: '/csv' })
  const go = useNavigate({ from: '/csv' })
  const imports = useInfiniteQuery(importsQuery)
  const first = imports.data?.pages[0]
  const view = views.find(one => one === search.view) ?? (search.import === undefined ? 'file' : 'imports')
  const show = (next: View) => void go({ search: { view: next } })
  return (
    <div className="page-full">
      <PageHead title={t('common.csv')} about={t('csv.about')} />
      <PageTabs
        label={t('common.csv')}
        views={views.map(one => ({
          view: one,
          word: t(`csv.view_${one}`),
          ...(one === 'imports' && first ? { count: count(first.count, first.countCapped) } : {}),
        }))}
        current={view}
        controls="csv-view"
        onShow={show}
      />
      <div className="csv-view" id="csv-view">
        {view === 'file' ? <ImportFile /> : null}
        {view === 'export' ? <ExportForm /> : null}
        {view === 'imports' ? (
          search.import === undefined ? (
            <ImportList />
          ) : (
            <ImportResult key={search.import} id={search.import} />
          )
        ) : null}
      </div>
    </div>
  )
}
