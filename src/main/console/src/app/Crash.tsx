import { Button, Result } from 'antd';
import { Component, type ReactNode } from 'react';
import { WordsContext } from '../words';

/** Stands between a fault in the page and a white screen. */
export class Crash extends Component<{ children: ReactNode }, { failed: boolean }> {
  static override contextType = WordsContext;
  declare context: React.ContextType<typeof WordsContext>;
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) {
      return this.props.children;
    }
    const { crash } = this.context.words;
    return (
      <Result
        status="warning"
        title={crash.title}
        subTitle={crash.hint}
        extra={
          <Button type="primary" onClick={() => window.location.reload()}>
            {crash.reload}
          </Button>
        }
      />
    );
  }
}
