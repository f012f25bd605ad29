import { Alert, App as AntApp, Form, Input, Modal, Radio } from 'antd';
import { returns } from '../agent/returns';
import type { Decision, ReturnRequest } from '../agent/protocol';
import { useSubmission } from '../app/useSubmission';
import { useWords } from '../words';

interface Fields {
  decision: Decision;
  returnNo?: string;
}

const DECISIONS: readonly Decision[] = ['done', 'retry', 'cancel'];

/** Nobody knows whether the system made this return: whoever has looked there says what becomes of it. */
export function DecideReturn({
  conversation,
  request,
  onClose,
  onDecided,
}: {
  conversation: string;
  request: ReturnRequest;
  onClose: () => void;
  onDecided: () => void;
}) {
  const words = useWords();
  const { message } = AntApp.useApp();
  const [form] = Form.useForm<Fields>();
  const decision = Form.useWatch('decision', form);
  const { busy, failure, submit } = useSubmission();

  const decide = async (fields: Fields) => {
    await submit(async () => {
      const number = fields.decision === 'done' ? (fields.returnNo?.trim() ?? '') : '';
      await returns.decide(conversation, request.id, fields.decision, number === '' ? undefined : number);
      void message.success(words.returns.decided);
      onDecided();
    });
  };

  return (
    <Modal
      open
      title={words.returns.decideTitle(request.subject)}
      okText={words.returns.confirm}
      cancelText={words.thread.cancel}
      okButtonProps={{ loading: busy, disabled: decision === undefined }}
      onOk={() => form.submit()}
      onCancel={onClose}
      width={460}
    >
      <Form<Fields> form={form} name="decide" layout="vertical" requiredMark={false} onFinish={(fields) => void decide(fields)}>
        {failure === null ? null : <Alert className="dialog-said" type="error" showIcon message={failure} />}
        <p className="return-hint">{words.returns.decideHint}</p>
        <Form.Item name="decision" label={words.returns.decide}>
          <Radio.Group className="return-choices">
            {DECISIONS.map((value) => (
              <Radio key={value} value={value}>
                <b>{words.returns.decisions[value]}</b>
                <span>{words.returns.decisionHints[value]}</span>
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
        {decision === 'done' ? (
          <Form.Item
            name="returnNo"
            label={words.returns.returnNo}
            rules={[{ pattern: /^[!-~]{1,64}$/, message: words.returns.badNumber }]}
          >
            <Input maxLength={64} className="mono" />
          </Form.Item>
        ) : null}
      </Form>
    </Modal>
  );
}
