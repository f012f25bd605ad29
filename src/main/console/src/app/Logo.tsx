/** The inn's gate: an arch with the way through it. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="logo">
      <rect width="32" height="32" rx="8" fill="var(--brand)" />
      <path d="M7 25V15a9 9 0 0 1 18 0v10h-4.5V15.5a4.5 4.5 0 0 0-9 0V25z" fill="#fff" />
      <circle cx="16" cy="21.5" r="2" fill="#fff" opacity=".85" />
    </svg>
  );
}
