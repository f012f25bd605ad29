// The warehouse of config/grpc/stock.proto on grpc-js. Prints its port; ends when its standard input does.
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const proto = grpc.loadPackageDefinition(loader.loadSync(process.argv[2], {keepCase: true, longs: String}));
const server = new grpc.Server();

const answers = {
  empty: () => [null, {sku: 'empty'}],
  late: () => undefined,
  long: () => [null, {sku: 'x'.repeat(3 << 20)}],
};

server.addService(proto.stock.v1.StockService.service, {
  GetStock(call, done) {
    const sku = call.request.sku;
    const auth = call.metadata.get('x-warehouse-key')[0];
    if (sku.startsWith('code-')) {
      done({code: Number(sku.slice(5)), details: 'secret words of the peer'});
    } else if (sku in answers) {
      const answer = answers[sku]();
      if (answer) done(...answer);
    } else {
      done(null, {
        sku,
        available: 7,
        reserved: '9007199254740993',
        restocked_at: {seconds: 1763712000, nanos: 0},
        warehouses: ['杭州', auth ?? 'no key'],
      });
    }
  },
});

server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (failure, port) => {
  console.log(failure ?? port);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit());
