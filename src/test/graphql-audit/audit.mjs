// Runs the audits of graphql-http against AUDIT_URL with AUDIT_TOKEN; prints what came out, one line each.
import { serverAudits } from 'graphql-http';

const fetchFn = (url, init = {}) =>
  fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${process.env.AUDIT_TOKEN}` } });

for (const audit of serverAudits({ url: process.env.AUDIT_URL, fetchFn })) {
  const result = await audit.fn();
  console.log([result.status, audit.id, audit.name, result.reason ?? ''].join('\t').replaceAll('\n', ' '));
}
