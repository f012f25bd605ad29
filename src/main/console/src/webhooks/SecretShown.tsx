import { Alert, Button, Modal, Typography } from 'antd';
import { useWords } from '../words';

/** The secret, this once: closing by a stray click or key would lose it. */
export function SecretShown({ secret, onClose }: { secret: string | null; onClose: () => void }) {
  const { hooks } = useWords();
  return (
    <Modal
      open={secret !== null}
      title={hooks.secret}
      closable={false}
      maskClosable={false}
      keyboard={false}
      width={520}
      footer={
        <Button type="primary" onClick={onClose}>
          {hooks.secretKept}
        </Button>
      }
      destroyOnHidden
    >
      <div className="secret">
        <Alert type="warning" showIcon message={hooks.secretOnce} />
        <Typography.Text copyable={{ text: secret ?? '' }} className="mono" aria-label={hooks.secret}>
          {secret}
        </Typography.Text>
      </div>
    </Modal>
  );
}
