import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Import, type ImportRow, isOn, refusedAddress } from '../../api/csv.ts'
import { Notice } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Progress } from '../../ui/Progress.tsx'
import { StateChip } from '../../ui/StateChip.tsx'
import { FilterTag, Toolbar } from '../../ui/Toolbar.tsx'
import { count, fullDate } from '../../words/format.ts'
import { importLook } from './importLook.ts'

interface ImportHeadProps {
  readonly job: Import
  /** Which rows are shown; undefined: all. */
  readonly did: ImportRow['did'] | undefined
  readonly onDid: (did: ImportRow['did'] | undefined) => void
}

/** The head of an import: file, state, how far it is; figures that add up, of which those can be clicked that have rows. */
export function ImportHead({ job, did, onDid }: ImportHeadProps) {
  const { t } = useTranslation()
  const go = useNavigate({ from: '/csv' })
  const clickable = job.dryRun ? (['new', 'changed', 'refused'] as const) : (['refused'] as const)
  return (
    <header className="csv-head">
      <div className="csv-title">
        <Button
          leftSection={<Icon name="left" size={14} />}
          onClick={() => void go({ search: { view: 'imports' } })}
        >
          {t('csv.backToList')}
        </Button>
        <h2>{t(job.dryRun ? 'csv.previewOf' : 'csv.importOf', { file: job.fileName })}</h2>
        <StateChip look={importLook(job)} />
        <span className="text2">
          {[t(`csv.kind_${job.kind}`), fullDate(job.askedAt), job.askedBy].join(' · ')}
        </span>
        {job.refused > 0 ? (
          <Button
            className="csv-download"
            component="a"
            href={refusedAddress(job.id)}
            download
            leftSection={<Icon name="download" size={14} />}
            title={t('csv.downloadHelp')}
          >
            {t('csv.download')}
          </Button>
        ) : null}
      </div>
      {isOn(job) ? <Progress share={job.share} label={t('csv.progress')} thick /> : null}
      {job.state === 'failed' ? <Notice tone="bad">{job.sentence}</Notice> : null}
      <Toolbar label={t(job.dryRun ? 'csv.figuresTried' : 'csv.figures')}>
        <span className="csv-figure" data-figure="rows">
          {t('csv.rows')} <strong>{count(job.rows)}</strong>
        </span>
        <span className="text2">=</span>
        {(['new', 'changed', 'unchanged', 'refused'] as const).map(name => {
          const tag = clickable.find(one => one === name)
          return tag ? (
            <span key={name} data-figure={name}>
              <FilterTag
                label={t(`csv.${name}`)}
                count={count(job[name])}
                active={did === tag}
                onClick={() => onDid(did === tag && job.dryRun ? undefined : tag)}
              />
            </span>
          ) : (
            <span key={name} className="csv-figure" data-figure={name}>
              {t(`csv.${name}`)} <strong>{count(job[name])}</strong>
            </span>
          )
        })}
      </Toolbar>
    </header>
  )
}
