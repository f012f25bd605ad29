import { Alert, App as AntApp, Form, Input, Modal, Segmented, Select } from 'antd';
import { useEffect, useState } from 'react';
import { ticketId, tickets } from '../agent/tickets';
import type { TicketPriority } from '../agent/protocol';
import { useSubmission } from '../app/useSubmission';
import { useWords } from '../words';

interface Fields {
  subject: string;
  kind: string;
  priority: TicketPriority;
  text?: string;
}

const KINDS = ['question', 'complaint', 'return', 'repair', 'invoice', 'delivery'];
export const PRIORITIES: readonly TicketPriority[] = ['low', 'normal', 'high', 'urgent'];

/** Opens a ticket from the conversation at hand. Its id is made here, so that pressing twice makes one. */
export function NewTicket({
  open,
  conversation,
  onClose,
  onMade,
}: {
  open: boolean;
  conversation: string;
  onClose: () => void;
  onMade: () => void;
}) {
  const words = useWords();
  const { message } = AntApp.useApp();
  const [form] = Form.useForm<Fields>();
  const [id, setId] = useState('');
  const { busy, failure, submit, forget } = useSubmission();

  useEffect(() => {
    if (open) {
      setId(ticketId());
      forget();
    }
  }, [open, forget]);

  const make = async ({ subject, kind, priority, text }: Fields) => {
    await submit(async () => {
      const said = text?.trim() ?? '';
      const made = await tickets.create({
        id,
        conversation,
        subject: subject.trim(),
        kind,
        priority,
        ...(said === '' ? {} : { text: said }),
      });
      void message.success(words.tickets.made(made.ticket.number));
      onMade();
    });
  };

  return (
    <Modal
      open={open}
      title={words.tickets.createTitle}
      okText={words.tickets.submit}
      cancelText={words.thread.cancel}
      okButtonProps={{ loading: busy }}
      onOk={() => form.submit()}
      onCancel={onClose}
      width={460}
      destroyOnHidden
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        initialValues={{ kind: 'question', priority: 'normal' }}
        onFinish={(fields) => void make(fields)}
      >
        {failure === null ? null : <Alert className="dialog-said" type="error" showIcon message={failure} />}
        <Form.Item name="subject" label={words.tickets.subject} rules={[{ required: true, whitespace: true, message: words.login.missing }]}>
          <Input maxLength={200} autoFocus />
        </Form.Item>
        <Form.Item name="kind" label={words.tickets.kind}>
          <Select options={KINDS.map((value) => ({ value, label: words.tickets.kinds[value] }))} />
        </Form.Item>
        <Form.Item name="priority" label={words.tickets.priority}>
          <Segmented block aria-label={words.tickets.priority} options={PRIORITIES.map((value) => ({ value, label: words.tickets.priorities[value] }))} />
        </Form.Item>
        <Form.Item name="text" label={words.tickets.comment}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={4000} placeholder={words.tickets.forColleagues} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
