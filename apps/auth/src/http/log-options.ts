import type { Params } from 'nestjs-pino';
import type { AppConfig } from '../app.config.js';

/** What must never be in a log, wherever it turns up in what is logged. */
const SECRETS = [
  'authorization',
  'cookie',
  'phoneNumber',
  'phone_number',
  'code',
  'challengeId',
  'accessToken',
  'refreshToken',
  'sealed_code',
] as const;

/** JSON logs. Requests are logged by `AccessLog`, because the usual line shows the path, which may be a key. */
export function logOptionsOf(config: AppConfig): Params {
  return {
    pinoHttp: {
      level: config.LOG_LEVEL,
      autoLogging: false,
      quietReqLogger: true,
      customAttributeKeys: { reqId: 'requestId' },
      redact: {
        paths: SECRETS.flatMap((name) => [
          `body.${name}`,
          `headers.${name}`,
          `req.headers.${name}`,
          `req.body.${name}`,
        ]),
        censor: '[redacted]',
      },
    },
  };
}
