import { createRoot } from 'react-dom/client';
import { Crash } from '../app/Crash';
import { Frame } from '../app/Frame';
import '../app/base.css';
import { SandboxPage } from './SandboxPage';
import './sandbox.css';

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <Frame>
      <Crash>
        <SandboxPage />
      </Crash>
    </Frame>,
  );
}
