import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Clock } from '../../resilience/clock.js';
import { TimeLimit } from '../../resilience/time-limit.js';
import { awsClientConfigOver, awsOriginOf } from '../aws-client.js';
import { CredentialsError } from '../aws-credentials.error.js';
import { ProviderCall, ProviderTransport } from '../provider-transport.js';
import type { AwsSnsDeliveryLogOptions } from './aws-sns.delivery-log.options.js';
import { type LogPage, type LogPages, type LogQuery, LogTroubleError } from './aws-sns.log-query.js';

/** Reads log groups through the FilterLogEvents call of CloudWatch Logs with the official SDK. */
export class CloudWatchLogPages implements LogPages {
  readonly #transport: ProviderTransport;
  readonly #client: CloudWatchLogsClient;

  constructor(
    private readonly options: AwsSnsDeliveryLogOptions,
    private readonly clock: Clock,
  ) {
    const origin = options.endpoint ?? awsOriginOf('logs', options.region);
    this.#transport = new ProviderTransport(origin, options);
    this.#client = new CloudWatchLogsClient(awsClientConfigOver(this.#transport, origin, options));
  }

  async read({ group, fromMs, toMs, token }: LogQuery, signal: AbortSignal): Promise<LogPage> {
    using limit = new TimeLimit(this.clock, this.options.requestTimeoutMs, signal);
    const command = new FilterLogEventsCommand({
      logGroupName: group,
      startTime: fromMs,
      endTime: toMs,
      limit: this.options.pageSize,
      ...(token !== undefined && { nextToken: token }),
    });
    try {
      const { events, nextToken } = await new ProviderCall(limit.signal).run(() =>
        this.#client.send(command),
      );
      // The SDK takes any JSON, or nothing at all, for an answer that leaves everything out.
      if (events === undefined) throw new LogTroubleError('unavailable');
      return {
        events: events.flatMap(({ eventId: id, timestamp: timestampMs, message }) =>
          id === undefined || timestampMs === undefined || message === undefined
            ? []
            : { id, timestampMs, message },
        ),
        ...(nextToken !== undefined && { nextToken }),
      };
    } catch (error) {
      throw error instanceof LogTroubleError ? error : new LogTroubleError(troubleOf(error, token));
    }
  }

  async close(): Promise<void> {
    this.#client.destroy();
    await this.#transport.close();
  }
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html#API_FilterLogEvents_Errors */
function troubleOf(error: unknown, token: string | undefined): LogTroubleError['trouble'] {
  if (error instanceof CredentialsError) return error.kind === 'misconfigured' ? 'refused' : 'unavailable';
  const name = error instanceof Error ? error.name : '';
  if (name === 'ResourceNotFoundException') return 'no-such-group';
  if (/Throttl|TooManyRequests|LimitExceeded/.test(name)) return 'throttled';
  // A token is good for a day.
  if (/InvalidParameter|Validation/.test(name) && token !== undefined) return 'stale-token';
  if (/AccessDenied|UnrecognizedClient|InvalidSignature|ExpiredToken|Invalid/.test(name)) {
    return 'refused';
  }
  return 'unavailable';
}
