import { App as AntApp, Segmented } from 'antd';
import { useState } from 'react';
import { useWords } from '../words';

const SYSTEMS = ['orders', 'crm', 'erp'] as const;
const MODES = ['ok', 'slow', 'down', 'nonsense', 'errors'] as const;
type System = (typeof SYSTEMS)[number];
type Mode = (typeof MODES)[number];

/** Makes the business systems misbehave, to see the hub keep its feet. */
export function Switches() {
  const words = useWords();
  const { message } = AntApp.useApp();
  const [modes, setModes] = useState<Record<System, Mode>>({ orders: 'ok', crm: 'ok', erp: 'ok' });

  const turn = async (system: System, mode: Mode) => {
    const before = modes[system];
    setModes((held) => ({ ...held, [system]: mode }));
    try {
      const response = await fetch(`/sandbox/systems/${system}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ mode }),
      });
      if (!response.ok) {
        throw new Error(String(response.status));
      }
    } catch {
      setModes((held) => ({ ...held, [system]: before }));
      void message.error(words.sandbox.modeFailed);
    }
  };

  return (
    <section className="side-card">
      <h2>{words.sandbox.systems}</h2>
      {SYSTEMS.map((system) => (
        <div className="switch" key={system}>
          <span className="switch-name">
            <b>{words.sandbox.systemNames[system]}</b>
            <small>{words.sandbox.protocols[system]}</small>
          </span>
          <Segmented<Mode>
            size="small"
            className={`mode ${modes[system]}`}
            value={modes[system]}
            aria-label={words.sandbox.systemNames[system] ?? system}
            onChange={(mode) => void turn(system, mode)}
            options={MODES.map((mode) => ({ value: mode, label: words.sandbox.modes[mode] ?? mode }))}
          />
        </div>
      ))}
    </section>
  );
}
