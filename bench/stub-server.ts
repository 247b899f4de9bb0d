import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

// Answers every POST as Twilio or SNS would, as fast as it can, or after a fixed latency over TLS.
// Started as a process of its own so that it does not share the measured one's core.

const TWILIO_BODY = JSON.stringify({
  account_sid: `AC${'a'.repeat(32)}`,
  api_version: '2010-04-01',
  body: '123456 is your code',
  date_created: 'Thu, 24 Aug 2023 05:01:45 +0000',
  date_sent: null,
  date_updated: 'Thu, 24 Aug 2023 05:01:45 +0000',
  direction: 'outbound-api',
  error_code: null,
  error_message: null,
  from: '+15005550006',
  messaging_service_sid: null,
  num_media: '0',
  num_segments: '1',
  price: null,
  price_unit: null,
  sid: `SM${'b'.repeat(32)}`,
  status: 'queued',
  subresource_uris: {
    media: `/2010-04-01/Accounts/AC${'a'.repeat(32)}/Messages/SM${'b'.repeat(32)}/Media.json`,
  },
  to: '+14155552671',
  uri: `/2010-04-01/Accounts/AC${'a'.repeat(32)}/Messages/SM${'b'.repeat(32)}.json`,
});
const ID = '34d9b400-c6dd-5444-820d-fbeb0f1f54cf';
const SNS_BODY =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>' +
  `<MessageId>${ID}</MessageId></PublishResult><ResponseMetadata><RequestId>${ID}</RequestId>` +
  '</ResponseMetadata></PublishResponse>';

const [certificateFile, keyFile, latency = '0'] = process.argv.slice(2);

function answer(request: IncomingMessage, response: ServerResponse): void {
  const send =
    request.url === '/'
      ? () => response.writeHead(200, { 'content-type': 'text/xml' }).end(SNS_BODY)
      : () => response.writeHead(201, { 'content-type': 'application/json' }).end(TWILIO_BODY);
  request.resume();
  request.once('end', () => {
    if (Number(latency) > 0) setTimeout(send, Number(latency));
    else send();
  });
}

const server =
  certificateFile && keyFile
    ? createTlsServer({ cert: readFileSync(certificateFile), key: readFileSync(keyFile) }, answer)
    : createServer(answer);
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.send?.(address.port);
});
process.once('disconnect', () => process.exit());
