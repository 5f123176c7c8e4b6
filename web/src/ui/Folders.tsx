import './listPage.css'
import type { ReactNode } from 'react'

/** A folder of a list. */
export interface Folder {
  readonly id: string
  readonly label: string
  /** How many there are, in words; empty while nobody knows. */
  readonly count: string
}

interface FoldersProps {
  /** What the folders are, for who hears it. */
  readonly label: string
  /** Under each title its folders. */
  readonly groups: readonly { readonly title: string; readonly folders: readonly Folder[] }[]
  readonly current: string
  readonly onOpen: (id: string) => void
  /** Below them. */
  readonly foot?: ReactNode
}

/** The folders of a list with their counts; a count equals the length of the list that it opens. */
export function Folders({ label, groups, current, onOpen, foot }: FoldersProps) {
  return (
    <nav className="folders" aria-label={label}>
      <select
        className="folders-choice"
        aria-label={label}
        value={current}
        onChange={event => onOpen(event.currentTarget.value)}
      >
        {groups.map(group => (
          <optgroup key={group.title} label={group.title}>
            {group.folders.map(folder => (
              <option key={folder.id} value={folder.id}>
                {folder.count === '' ? folder.label : `${folder.label} · ${folder.count}`}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      {groups.map(group => (
        <div key={group.title}>
          <p className="folders-title">{group.title}</p>
          <ul>
            {group.folders.map(folder => (
              <li key={folder.id}>
                <button
                  type="button"
                  className="folder"
                  aria-current={folder.id === current ? 'true' : undefined}
                  onClick={() => onOpen(folder.id)}
                >
                  <span className="folder-name">{folder.label}</span>
                  <span className="folder-count">{folder.count}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {foot}
    </nav>
  )
}
