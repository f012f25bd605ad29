import { Popconfirm, type PopconfirmProps } from 'antd';
import { useRef, useState } from 'react';

/** Asks before something is done. Who has no mouse is taken to the question and back; Escape says no. */
export function Confirm(props: PopconfirmProps) {
  const [open, setOpen] = useState(false);
  const asker = useRef<HTMLSpanElement>(null);
  const ask = (next: boolean) => {
    setOpen(next);
    const at = document.activeElement;
    if (!next && (at === document.body || at?.closest('.ant-popover'))) {
      asker.current?.querySelector('button')?.focus();
    }
  };
  return (
    <span
      ref={asker}
      className="asker"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open) {
          event.stopPropagation();
          ask(false);
        }
      }}
    >
      <Popconfirm {...props} open={open} onOpenChange={ask} cancelButtonProps={{ autoFocus: true }} destroyOnHidden />
    </span>
  );
}
