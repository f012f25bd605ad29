import { Popconfirm, type PopconfirmProps } from 'antd';
import { useState } from 'react';
import { useGiveBack } from './useGiveBack';

/** Asks before something is done. Who has no mouse is taken to the question and back; Escape says no. */
export function Confirm(props: PopconfirmProps) {
  const [open, setOpen] = useState(false);
  const { within, giveBack } = useGiveBack();
  const ask = (next: boolean) => {
    setOpen(next);
    if (!next) {
      giveBack();
    }
  };
  return (
    <span
      ref={within}
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
