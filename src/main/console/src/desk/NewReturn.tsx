import { Alert, App as AntApp, Checkbox, Form, Input, Modal, Select } from 'antd';
import { useMemo, useState } from 'react';
import { returns } from '../agent/returns';
import { ticketId } from '../agent/tickets';
import { useSubmission } from '../app/useSubmission';
import { useWords } from '../words';
import { ordersOf, type OrderLine } from './orders';

interface Fields {
  orderNo: string;
  lines: number[];
  numbers?: string;
  reason: string[];
  text?: string;
}

const REASONS = ['BROKEN', 'WRONG_ITEM', 'NOT_AS_DESCRIBED', 'TOO_LATE', 'NOT_WANTED', 'OTHER'];

/** Asks for a return of an order of this customer's. Its id is made here, so that pressing twice asks once. */
export function NewReturn({
  conversation,
  orders,
  order,
  onClose,
  onMade,
}: {
  conversation: string;
  orders: unknown;
  order: string;
  onClose: () => void;
  onMade: () => void;
}) {
  const words = useWords();
  const { message } = AntApp.useApp();
  const [form] = Form.useForm<Fields>();
  const [id] = useState(ticketId);
  const { busy, failure, submit } = useSubmission((refused) => words.returns.refusals[refused.title] ?? refused.message);
  const known = useMemo(() => ordersOf(orders), [orders]);
  // As it opens: an answer of the order system that comes later must not undo what was chosen.
  const [first] = useState(() => (order === '' && known.length === 1 ? known[0] : known.find((each) => each.number === order)));
  const chosen = Form.useWatch('orderNo', form) ?? first?.number;
  const lines = known.find((each) => each.number === chosen)?.lines ?? [];

  const ask = async (fields: Fields) => {
    await submit(async () => {
      const text = fields.text?.trim() ?? '';
      await returns.request(conversation, {
        id,
        orderNo: fields.orderNo.trim(),
        lines: lines.length > 0 ? fields.lines : numbersIn(fields.numbers),
        reasonCode: fields.reason[0] ?? '',
        ...(text === '' ? {} : { reasonText: text }),
      });
      void message.success(words.returns.made);
      onMade();
    });
  };

  return (
    <Modal
      open
      title={words.returns.askTitle}
      okText={words.returns.submit}
      cancelText={words.thread.cancel}
      okButtonProps={{ loading: busy }}
      onOk={() => form.submit()}
      onCancel={onClose}
      width={460}
    >
      <Form<Fields>
        form={form}
        name="return"
        layout="vertical"
        requiredMark={false}
        initialValues={{
          reason: ['BROKEN'],
          lines: first?.lines.map((line) => line.number) ?? [],
          ...(first === undefined && order === '' ? {} : { orderNo: first?.number ?? order }),
        }}
        onFinish={(fields) => void ask(fields)}
      >
        {failure === null ? null : <Alert className="dialog-said" type="error" showIcon message={failure} />}
        <Form.Item name="orderNo" label={words.returns.order} rules={[{ required: true, whitespace: true, message: words.login.missing }]}>
          {known.length > 0 ? (
            <Select
              showSearch
              options={known.map(({ number, lines: held }) => ({ value: number, label: [number, ...held.map((line) => line.name)].join(' · ') }))}
              onChange={(number: string) =>
                form.setFieldValue('lines', known.find((each) => each.number === number)?.lines.map((line) => line.number) ?? [])
              }
            />
          ) : (
            <Input maxLength={32} className="mono" />
          )}
        </Form.Item>
        {lines.length > 0 ? (
          <Form.Item name="lines" label={words.returns.lines} rules={[{ required: true, message: words.returns.noLine }]}>
            <Checkbox.Group className="return-choices" options={lines.map(lineOption)} />
          </Form.Item>
        ) : (
          <Form.Item
            name="numbers"
            label={words.returns.numbers}
            rules={[{ required: true, pattern: /^\s*[1-9]\d{0,5}([\s,，、]+[1-9]\d{0,5})*\s*$/, message: words.returns.badNumbers }]}
          >
            <Input placeholder="1, 2" />
          </Form.Item>
        )}
        <Form.Item
          name="reason"
          label={words.returns.reason}
          extra={words.returns.reasonHint}
          rules={[{ required: true, message: words.login.missing }]}
        >
          <Select mode="tags" maxCount={1} options={REASONS.map((value) => ({ value, label: words.returns.reasons[value] }))} />
        </Form.Item>
        <Form.Item name="text" label={words.returns.text}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

function lineOption({ number, name, quantity }: OrderLine) {
  return { value: number, label: `${name} ×${quantity}` };
}

function numbersIn(text: string | undefined): number[] {
  return [...new Set((text ?? '').match(/\d+/g)?.map(Number) ?? [])];
}
