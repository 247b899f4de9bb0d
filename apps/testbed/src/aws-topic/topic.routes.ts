import type { IncomingMessage, ServerResponse } from 'node:http';
import { actionAnswer, refusalAnswer } from '../aws-sns/sns.answers.js';
import type { EventTopic } from './event-topic.js';

/** What the hosts of SNS serve to the subscribers of a topic: the certificate, and the confirmation. */
export class TopicRoutes {
  constructor(private readonly topic: EventTopic) {}

  /** Whether a request is one of these. */
  isFor({ method, url = '/' }: IncomingMessage): boolean {
    return method === 'GET' && (url === this.topic.authority.certificatePath || actionIn(url) !== null);
  }

  async receive({ url = '/' }: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (actionIn(url) === null) {
      outgoing.writeHead(200, { 'content-type': 'application/x-pem-file' });
      outgoing.end(await this.topic.authority.certificate());
      return;
    }
    const { status, headers, body } = this.#confirm(queryOf(url));
    outgoing.writeHead(status, headers).end(body);
  }

  #confirm(query: URLSearchParams) {
    const { topicArn } = this.topic.authority;
    if (query.get('Action') !== 'ConfirmSubscription') {
      return refusalAnswer({ code: 'InvalidAction', status: 400, message: 'No such action' });
    }
    if (query.get('TopicArn') !== topicArn || !this.topic.confirm(query.get('Token') ?? '')) {
      return refusalAnswer({ code: 'InvalidParameter', status: 400, message: 'Invalid token' });
    }
    return actionAnswer('ConfirmSubscription', `<SubscriptionArn>${topicArn}:testbed</SubscriptionArn>`);
  }
}

function actionIn(url: string): string | null {
  return url.startsWith('/?') ? queryOf(url).get('Action') : null;
}

function queryOf(url: string): URLSearchParams {
  return new URLSearchParams(url.slice(url.indexOf('?') + 1));
}
