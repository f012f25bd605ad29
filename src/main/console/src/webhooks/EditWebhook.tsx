import { Alert, Form, Input, Modal, Select } from 'antd';
import { useEffect } from 'react';
import { useSubmission } from '../app/useSubmission';
import { useWords } from '../words';
import { webhooks, type Webhook, type Wish } from './api';

/** Beginnings of event types that most subscribers are after; any other may be typed. */
const TYPES = [
  'io.serai.message.',
  'io.serai.conversation.',
  'io.serai.order.',
  'io.serai.return.',
  'io.serai.ticket.',
  'io.serai.customer.',
];

/** Makes a subscription, or changes where it goes and of what. What the hub refuses stands above the fields. */
export function EditWebhook({
  webhook,
  onClose,
  onDone,
}: {
  webhook: Webhook | 'new' | null;
  onClose: () => void;
  onDone: (made: Webhook) => void;
}) {
  const words = useWords();
  const [form] = Form.useForm<Wish>();
  const { busy, failure, submit, forget } = useSubmission();
  const isNew = webhook === 'new';
  useEffect(forget, [webhook, forget]);

  const save = async ({ url, description, types }: Wish) => {
    if (webhook === null) {
      return;
    }
    const wish = { url: url.trim(), description: description?.trim() ?? '', types: types ?? [] };
    await submit(async () => {
      onDone(isNew ? await webhooks.create(wish) : await webhooks.change(webhook.id, wish));
    });
  };

  return (
    <Modal
      open={webhook !== null}
      title={isNew ? words.hooks.createTitle : words.hooks.editTitle}
      okText={isNew ? words.hooks.create : words.hooks.save}
      cancelText={words.thread.cancel}
      okButtonProps={{ loading: busy }}
      onOk={() => form.submit()}
      onCancel={onClose}
      width={520}
      destroyOnHidden
    >
      <Form<Wish>
        form={form}
        layout="vertical"
        requiredMark={false}
        preserve={false}
        initialValues={webhook === null || webhook === 'new' ? { types: [] } : webhook}
        onFinish={(wish) => void save(wish)}
      >
        {failure === null ? null : <Alert className="dialog-said" type="error" showIcon message={failure} />}
        <Form.Item name="url" label={words.hooks.url} rules={[{ required: true, whitespace: true, message: words.login.missing }]}>
          <Input type="url" placeholder="https://shop.example.cn/hooks/serai" spellCheck={false} autoFocus />
        </Form.Item>
        <Form.Item name="types" label={words.hooks.types} extra={words.hooks.typesHint}>
          <Select mode="tags" placeholder={words.hooks.allTypes} options={TYPES.map((value) => ({ value, label: value }))} />
        </Form.Item>
        <Form.Item name="description" label={words.hooks.description}>
          <Input maxLength={200} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
