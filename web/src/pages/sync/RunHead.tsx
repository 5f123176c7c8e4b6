import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Run, RunPart } from '../../api/runs.ts'
import { Progress } from '../../ui/Progress.tsx'
import { useNow } from '../../ui/useNow.ts'
import { count, duration, percent } from '../../words/format.ts'
import { kindsWord } from '../../words/kindWord.ts'
import { estimate } from './runFigures.ts'

/** How far the whole run is: share, tasks, time left. */
export function RunHead({ run, before }: { readonly run: Run; readonly before: readonly RunPart[] }) {
  const { t } = useTranslation()
  const now = useNow(500)
  const { share, left } = estimate(run, before, now)
  const over = run.endedAt !== null
  const began = Date.parse(run.startedAt ?? run.askedAt)
  const done = run.parts.filter(part => part.endedAt !== null).length
  const walks = over ? [] : (run.complete ?? []).filter(one => one.total === null || one.done < one.total)
  const [walk] = walks
  const tasks = run.preview
    ? over
      ? t('sync.previewAbout', { count: run.preview.total })
      : t('sync.previewWorks')
    : walk
      ? `${walk.channel}: ${kindsWord(walk.kind)} ${t('sync.doneOf', { done: count(walk.done), total: walk.total === null ? '?' : count(walk.total) })}`
      : t('sync.partsDone', { n: done, all: run.parts.length })
  return (
    <div className="run-head">
      <span className="run-share">{share === undefined ? '' : percent(share)}</span>
      <div className="run-bar">
        <Progress share={share} label={run.preview ? t('sync.preview') : t('sync.title')} thick />
        <span className="text2">{tasks}</span>
      </div>
      <div className="run-time">
        {over ? (
          <strong>{t('sync.took', { time: duration(Date.parse(run.endedAt ?? '') - began) })}</strong>
        ) : (
          <>
            <strong>
              {left === undefined ? t('sync.timeUnknown') : t('sync.timeLeft', { time: duration(left) })}
            </strong>
            <span className="text2">{t('sync.runningFor', { time: duration(now - began) })}</span>
          </>
        )}
      </div>
      <Announcement text={over ? (run.preview ? tasks : t('sync.doneTitle')) : tasks} urgent={over} />
    </div>
  )
}

/** Says the progress to who hears it: at most every 10 s, and at the end. */
function Announcement({ text, urgent }: { readonly text: string; readonly urgent: boolean }) {
  const [said, setSaid] = useState(text)
  const latest = useRef(text)
  latest.current = text
  useEffect(() => {
    const timer = setInterval(() => setSaid(latest.current), 10_000)
    return () => clearInterval(timer)
  }, [])
  return (
    <span className="heard-only" aria-live="polite">
      {urgent ? text : said}
    </span>
  )
}
