import type { Params } from 'nestjs-pino';
import type { AppConfig } from '../app.config.js';

/** Injects the {@link LogSink} a host brings along; `undefined` where it brings none. */
export const OWN_LOG_SINK = Symbol('OWN_LOG_SINK');

/** Takes the log in the place of the process's output, line by line. */
export interface LogSink {
  write(line: string): void;
}

/** What must never be in a log, wherever it turns up in what is logged. */
const SECRETS = [
  'authorization',
  'cookie',
  'phoneNumber',
  'code',
  'challengeId',
  'accessToken',
  'refreshToken',
  'deviceToken',
  'sealed_code',
  'humanCheck',
] as const;

/** Who tells, at `info`, of every module and route at the start; dozens of lines that bury the ones that matter. */
const NARRATORS: readonly unknown[] = ['InstanceLoader', 'RoutesResolver', 'RouterExplorer'];

function isNarration(line: unknown): boolean {
  return typeof line === 'object' && line !== null && 'context' in line && NARRATORS.includes(line.context);
}

/** JSON logs. Requests are logged by `AccessLog`, because the usual line shows the path, which may be a key. */
export function logOptionsOf(config: AppConfig, sink?: LogSink): Params {
  return {
    pinoHttp: {
      ...(sink !== undefined && { stream: sink }),
      level: config.LOG_LEVEL,
      autoLogging: false,
      quietReqLogger: true,
      hooks: {
        logMethod(line, log) {
          if (config.LOG_LEVEL !== 'info' || !isNarration(line[0])) log.apply(this, line);
        },
      },
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
