import 'reflect-metadata';
import { createApp } from '@standby/auth';

// The sign-in API, which dies as by `kill -9` at the moment it would answer its first refresh: what it did is stored,
// and nobody is told.

const app = await createApp(process.env);
app.getHttpServer().prependListener('request', (request, response) => {
  if (request.url !== '/v1/sessions/refresh') return;
  response.writeHead = () => {
    process.kill(process.pid, 'SIGKILL');
    // The signal is on its way; nothing may be written meanwhile.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    return response;
  };
});
await app.listen(Number(process.env.PORT), '127.0.0.1');
console.log('listens');
