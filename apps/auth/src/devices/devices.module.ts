import { Module } from '@nestjs/common';
import { ConfirmedDevices } from './confirmed-devices.js';

/** Which devices a number was verified on. */
@Module({ providers: [ConfirmedDevices], exports: [ConfirmedDevices] })
export class DevicesModule {}
