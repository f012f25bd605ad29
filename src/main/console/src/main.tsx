import { createRoot } from 'react-dom/client';
import { Console } from './Console';
import { Crash } from './app/Crash';
import { Frame } from './app/Frame';
import './app/base.css';
import './desk/desk.css';
import './desk/customer.css';

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <Frame>
      <Crash>
        <Console />
      </Crash>
    </Frame>,
  );
}
