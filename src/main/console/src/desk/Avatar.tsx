import { initial } from './format';

const HUES = [172, 205, 262, 330, 24, 46, 140, 290];

/** A customer's initial on a colour of his own, with the channel on its corner. */
export function Avatar({ name, id, size = 40, corner }: { name: string; id: string; size?: number; corner?: React.ReactNode }) {
  const hash = [...id].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) >>> 0, 7);
  const hue = HUES[hash % HUES.length];
  return (
    <span className="avatar" style={{ width: size, height: size, fontSize: size * 0.42, ['--hue' as string]: hue }} aria-hidden="true">
      {initial(name)}
      {corner === undefined ? null : <span className="avatar-corner">{corner}</span>}
    </span>
  );
}
