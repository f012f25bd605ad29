import type { ReactNode } from 'react';

/** What stands where nothing is: a small drawing, what it means, and what to do. */
export function EmptyNote({
  kind,
  title,
  hint,
  children,
}: {
  kind: 'rest' | 'chat' | 'trouble';
  title: string;
  hint?: string;
  children?: ReactNode;
}) {
  return (
    <div className="empty-note">
      <svg width="72" height="56" viewBox="0 0 72 56" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
        {kind === 'rest' ? (
          <path d="M8 48h56M14 48V28a22 22 0 0 1 44 0v20M26 48V32a10 10 0 0 1 20 0v16" />
        ) : kind === 'chat' ? (
          <path d="M14 8h30a6 6 0 0 1 6 6v14a6 6 0 0 1-6 6H26l-10 8v-8h-2a6 6 0 0 1-6-6V14a6 6 0 0 1 6-6zM56 20h2a6 6 0 0 1 6 6v12a6 6 0 0 1-6 6h-2v7l-9-7H36M18 17h22M18 25h14" />
        ) : (
          <path d="M36 8l26 42H10zM36 24v12M36 42v1" />
        )}
      </svg>
      <p className="empty-title">{title}</p>
      {hint === undefined ? null : <p className="empty-hint">{hint}</p>}
      {children}
    </div>
  );
}
