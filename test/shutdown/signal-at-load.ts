import { registerHooks } from 'node:module';

// Given to Node by --import: the process gets a SIGTERM the moment it loads a module that SIGNAL_AT matches.

const at = new RegExp(process.env.SIGNAL_AT ?? 'unset');
let isSent = false;

registerHooks({
  load: (url, context, nextLoad) => {
    if (!isSent && at.test(url)) {
      isSent = true;
      process.kill(process.pid, 'SIGTERM');
    }
    return nextLoad(url, context);
  },
});
