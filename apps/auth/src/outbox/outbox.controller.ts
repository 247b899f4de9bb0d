import { Controller, Get, Inject, Logger, type OnApplicationBootstrap, Optional } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { MOCK_PROVIDER, type MockProvider } from '@standby/sms';
import { AppConfig } from '../app.config.js';
import { Problem } from '../http/problem.js';

/** One message as the mock provider kept it. */
interface OutboxMessage {
  readonly to: string;
  readonly text: string;
}

/** Shows a developer the messages that were not really sent, so that signing in needs no account anywhere. */
@ApiExcludeController()
@Controller('dev/outbox')
export class OutboxController implements OnApplicationBootstrap {
  readonly #logger = new Logger('Outbox');

  constructor(
    @Optional() @Inject(MOCK_PROVIDER) private readonly mock: MockProvider | undefined,
    private readonly config: AppConfig,
  ) {}

  onApplicationBootstrap(): void {
    if (this.mock === undefined) return;
    this.#logger.warn('SMS_PROVIDER is the mock: nothing is really sent. Read the messages at /dev/outbox.');
  }

  /** Newest first. @throws {Problem} `not-found` in production, or with a provider that really sends. */
  @Get()
  list(): OutboxMessage[] {
    if (this.config.NODE_ENV === 'production' || this.mock === undefined) throw new Problem('not-found');
    return this.mock.messages.map(({ to, text }) => ({ to: to.e164, text })).toReversed();
  }
}
