// Shows both documents: OpenAPI by Swagger UI, AsyncAPI by the few lines below. Nothing is fetched from anywhere but this hub.

const rest = document.getElementById('rest');
const sockets = document.getElementById('sockets');

window.SwaggerUIBundle({
  url: '/openapi.json',
  domNode: rest,
  validatorUrl: null,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  presets: [window.SwaggerUIBundle.presets.apis],
});

function element(name, text, ...children) {
  const made = document.createElement(name);
  made.textContent = text ?? '';
  made.append(...children);
  return made;
}

function resolve(whole, ref) {
  return ref.slice(2).split('/').reduce((at, part) => at[part.replaceAll('~1', '/').replaceAll('~0', '~')], whole);
}

const followed = (whole, it) => (it?.$ref ? followed(whole, resolve(whole, it.$ref)) : it);

/** What a message's `type` says: the constant in its schema, or each of several. */
function types(whole, schema) {
  const type = schema?.properties?.type;
  if (type) {
    return type.const ? [type.const] : type.enum ?? [];
  }
  return (schema?.allOf ?? []).flatMap((part) => (part.$ref ? [] : types(whole, part)));
}

/** The names of the schemas that a schema refers to, and that those refer to. */
function shapes(whole, schema, found = new Set()) {
  JSON.stringify(schema, (key, value) => {
    if (key === '$ref' && !found.has(value)) {
      found.add(value);
      shapes(whole, resolve(whole, value), found);
    }
    return value;
  });
  return found;
}

function message(whole, it) {
  const { payload, summary, examples = [] } = followed(whole, it);
  const details = element('details', '');
  const head = element('summary', '', element('code', types(whole, payload).join(' | ')), summary);
  details.append(head, element('pre', JSON.stringify(payload, null, 2)));
  examples.forEach((example) => details.append('Example', element('pre', JSON.stringify(example.payload, null, 2))));
  shapes(whole, payload).forEach((ref) => {
    const shape = element('details', '', element('summary', ref.split('/').at(-1)));
    shape.append(element('pre', JSON.stringify(resolve(whole, ref), null, 2)));
    details.append(shape);
  });
  return details;
}

function show(whole) {
  sockets.append(element('h1', `${whole.info.title}: WebSocket, events, Kafka`), element('p', whole.info.description));
  Object.values(whole.channels).forEach((channel) => {
    sockets.append(element('h2', channel.title), element('code', channel.address), element('p', channel.description));
    Object.values(whole.operations)
      .filter((operation) => followed(whole, operation.channel) === channel)
      .forEach((operation) => {
        sockets.append(element('h3', operation.summary));
        const messages = operation.messages ?? Object.values(channel.messages);
        messages.forEach((it) => sockets.append(message(whole, it)));
      });
  });
}

let asked = false;

async function turn() {
  const other = location.hash.startsWith('#sockets');
  rest.hidden = other;
  sockets.hidden = !other;
  document.getElementById('show-rest').toggleAttribute('aria-current', !other);
  document.getElementById('show-sockets').toggleAttribute('aria-current', other);
  if (other && !asked) {
    asked = true;
    const answer = await fetch('/asyncapi.json');
    if (answer.ok) {
      show(await answer.json());
    } else {
      sockets.append(element('p', `The hub answered ${answer.status}. Log in at / and come back.`));
    }
  }
}

window.addEventListener('hashchange', turn);
turn();
