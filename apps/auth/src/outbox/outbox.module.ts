import { Module } from '@nestjs/common';
import { OutboxController } from './outbox.controller.js';

/** `/dev/outbox`. */
@Module({ controllers: [OutboxController] })
export class OutboxModule {}
