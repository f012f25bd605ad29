// Reports to the hub as node-soap does that reads its WSDL: node report.mjs WSDL-URL '[{"by": "digest", "user": …, "password": …, "event": {…}}, …]'
// Prints for each what came back, as a line of JSON.
import soap from 'soap';

const [wsdl, calls] = process.argv.slice(2);

const security = ({by, user, password}) =>
  by === 'basic'
    ? new soap.BasicAuthSecurity(user, password)
    : new soap.WSSecurity(user, password, {
        passwordType: by === 'digest' ? 'PasswordDigest' : 'PasswordText',
        hasNonce: true, hasTokenCreated: true, hasTimeStamp: true, mustUnderstand: true,
      });

for (const call of JSON.parse(calls)) {
  const client = await soap.createClientAsync(wsdl);
  client.setSecurity(security(call));
  try {
    const [result] = await client.ReportEventAsync(call.event);
    console.log(JSON.stringify({status: client.lastResponse ? 200 : 0, result}));
  } catch (failure) {
    const fault = failure.root?.Envelope?.Body?.Fault;
    console.log(JSON.stringify({status: failure.response?.status ?? 0, fault: fault ?? String(failure.message)}));
  }
}
