// The merchant's ERP as node-soap makes it of the WSDL: node erp.mjs WSDL [USER PASSWORD]
// With a user it wants a WS-Security UsernameToken, as text or as a digest, and says in its log what it got.
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import soap from 'soap';

const [wsdl, user, password] = process.argv.slice(2);
const returns = new Map();

const fault = (code, message, retryable) => ({
  Fault: {
    faultcode: 'soap:Server',
    faultstring: message,
    detail: {'typ:ErpFault': {'typ:code': code, 'typ:message': message, 'typ:retryable': retryable}},
    statusCode: 500,
  },
});

const known = orderNo => {
  if (orderNo === 'E404') throw fault('ORDER_NOT_FOUND', '订单不存在', false);
  if (orderNo === 'E503') throw fault('SYSTEM_BUSY', '系统繁忙', true);
};

const port = {
  GetOrder: ({orderNo}) => known(orderNo),
  GetShipment: ({orderNo}) => {
    known(orderNo);
    if (orderNo === 'E0') return {};
    return {
      shipment: [1, 2].map(n => ({
        orderNo, carrier: 'SF', trackingNo: 'SF' + n, status: 'IN_TRANSIT',
        event: [{at: '2025-11-11T18:20:00+08:00', location: '上海 & 杭州', description: '已揽收'}],
      })),
    };
  },
  CreateReturn: ({requestId, orderNo, lineNo}) => {
    known(orderNo);
    const duplicate = returns.has(requestId);
    if (!duplicate) returns.set(requestId, 'R' + (returns.size + 1) + '-' + [].concat(lineNo).join('+'));
    return {returnNo: returns.get(requestId), status: 'WAIT_AUDIT', duplicate};
  },
};

const text = value => (value && typeof value === 'object' ? value.$value : value);

const accepted = security => {
  if (!user) return true;
  const token = security?.UsernameToken;
  if (!token || text(token.Username) !== user) return false;
  if (!token.Password.attributes.Type.endsWith('#PasswordDigest')) return text(token.Password) === password;
  const digest = createHash('sha1')
    .update(Buffer.concat([Buffer.from(text(token.Nonce), 'base64'), Buffer.from(text(token.Created) + password)]))
    .digest('base64');
  return text(token.Password) === digest;
};

const http = createServer((request, response) => response.writeHead(404).end());
http.listen(0, '127.0.0.1', () => {
  const server = soap.listen(http, '/erp', {
    RetailErpService: {RetailErpSoap11Port: port, RetailErpSoap12Port: port},
  }, readFileSync(wsdl, 'utf8'));
  server.authenticate = accepted;
  console.log(http.address().port);
});
