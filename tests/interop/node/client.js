// SPDX-License-Identifier: GPL-3.0-or-later
// A Node gRPC client.   client.js article|matrix HOST:PORT PROTO
'use strict';

const path = require('path');
const {createRequire} = require('module');
const modules = createRequire(path.join(process.env.NODE_MODULES, 'client.js'));
const grpc = modules('@grpc/grpc-js');
const loader = modules('@grpc/proto-loader');

const [what, target, proto] = process.argv.slice(2);
const options = {'grpc.use_local_subchannel_pool': 1, 'grpc.enable_http_proxy': 0};
const definition = grpc.loadPackageDefinition(loader.loadSync(proto, {keepCase: true, defaults: true}));
const soon = (seconds) => ({deadline: Date.now() + seconds * 1000});
const sleep = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const codeName = (code) => grpc.status[code];

async function article() {
  for (let i = 0; i < 3; ++i) {
    const client = new definition.dnt.DemoService(target, grpc.credentials.createInsecure(), options);
    await new Promise((done, failed) => client.SayHello({name: 'world'}, soon(20), (error, answer) => {
      if (error) return failed(error);
      console.log(answer.message);
      client.close();
      done();
    }));
  }
}

/// One unary call: how it ended, and what came with it.
function unary(client, ask, metadata = new grpc.Metadata(), seconds = 20) {
  return new Promise((done) => {
    const result = {};
    const call = client.Unary(ask, metadata, soon(seconds), (error, answer) => Object.assign(result, {error, answer}));
    call.on('metadata', (initial) => { result.initial = initial; });
    call.on('status', (status) => setImmediate(() => done({...result, status})));
  });
}

const openTalks = (client) => new Promise((done, failed) =>
    client.OpenTalks({}, soon(20), (error, answer) => error ? failed(error) : done(answer.count)));

function text(metadata) {
  const lines = [];
  for (const key of Object.keys(metadata.getMap()).filter((name) => name.startsWith('x-')))
    for (const value of metadata.get(key)) lines.push(`${key}=${Buffer.isBuffer(value) ? value.toString('hex') : value}`);
  return lines.flatMap((line) => line.split(', ').map((part, at) => at ? `${line.split('=')[0]}=${part}` : part)).sort();
}

const gather = (call, value) => new Promise((done, failed) => {
  const all = [];
  call.on('data', (answer) => all.push(value(answer)));
  call.on('end', () => done(all));
  call.on('error', failed);
});

const cases = {
  async unary(client) {
    return (await unary(client, {payload: Buffer.from('hello')})).answer.payload.toString();
  },
  server_streaming: (client) => gather(client.Download({count: 20}, soon(20)), (answer) => answer.count),
  client_streaming: (client) => new Promise((done, failed) => {
    const call = client.Upload(soon(20), (error, answer) =>
        error ? failed(error) : done([answer.count, answer.payload.toString()]));
    for (let i = 0; i < 10; ++i) call.write({payload: Buffer.from(String(i))});
    call.end();
  }),
  bidirectional(client) {
    const call = client.Talk(soon(20));
    for (let i = 0; i < 10; ++i) call.write({payload: Buffer.from(String(i))});
    call.end();
    return gather(call, (answer) => answer.payload.toString());
  },
  async deadline(client) {
    const began = Date.now();
    const {status} = await unary(client, {delay_ms: 3000}, new grpc.Metadata(), 0.3);
    return [codeName(status.code), Date.now() - began < 2000 ? 'in time' : 'late'];
  },
  async cancellation(client) {
    const call = client.Talk(soon(20));
    const ended = new Promise((done) => call.on('error', (error) => done(codeName(error.code))));
    await new Promise((done) => {
      call.on('data', done);
      call.write({payload: Buffer.from('first')});
    });
    const opened = await openTalks(client);
    call.cancel();
    let left = opened;
    for (let i = 0; i < 100 && (left = await openTalks(client)) > 0; ++i) await sleep(50);
    return [await ended, opened, left];
  },
  async large_messages(client) {
    const size = 4000000;
    const {answer} = await unary(client, {payload: Buffer.alloc(size, 0xa5), answer_bytes: size});
    return [answer.count, answer.payload.length, answer.payload.equals(Buffer.alloc(size, 0x5a))];
  },
  async metadata(client) {
    const sent = new grpc.Metadata();
    sent.add('x-word', 'one');
    sent.add('x-word', 'two');
    sent.add('x-bytes-bin', Buffer.from([0, 255, 10, 13, 61]));
    const {initial, status} = await unary(client, {}, sent);
    return [text(initial), text(status.metadata)];
  },
  async error_status(client) {
    const {status} = await unary(client, {status: 5});
    const whole = Buffer.from(Array.from({length: 256}, (_, byte) => byte));
    return [codeName(status.code), status.details, status.metadata.get('detail-bin')[0].equals(whole)];
  },
};

async function matrix() {
  const client = new definition.switchyard.interop.Matrix(target, grpc.credentials.createInsecure(), options);
  const results = {};
  for (const [name, run] of Object.entries(cases)) {
    try {
      results[name] = await run(client);
    } catch (error) {
      results[name] = String(error.message);
    }
  }
  console.log(JSON.stringify(results));
  client.close();
}

({article, matrix})[what]().catch((error) => {
  console.error(error);
  process.exit(1);
});
