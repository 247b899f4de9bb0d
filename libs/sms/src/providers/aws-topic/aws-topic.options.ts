import { ArrayNotEmpty, IsArray, IsIn, Matches } from 'class-validator';
import { Milliseconds, Optional, Origin, type TextForm } from '../option-rules.js';

export const TOPIC_ARN_FORM: TextForm = {
  pattern: /^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[\w.-]{1,256}$/,
  described: 'ARNs of SNS topics',
};

/** Which topics of AWS SNS are believed. */
export class AwsTopicOptions {
  /** ARNs of the topics; what comes from any other is refused, and its subscription not confirmed. */
  @IsArray()
  @ArrayNotEmpty()
  @Matches(TOPIC_ARN_FORM.pattern, {
    each: true,
    message: `$property must hold ${TOPIC_ARN_FORM.described}`,
  })
  topicArns: readonly string[];

  /** `2` demands SHA-256, which a topic signs with once its attribute `SignatureVersion` is 2; `any` takes SHA-1 too. */
  @IsIn(['2', 'any'])
  signatureVersion: '2' | 'any' = '2';

  /** Oldest message believed, in ms; SNS tries for an hour to hand one over. */
  @Milliseconds(60_000, 86_400_000)
  maxAgeMs: number = 3_600_000;

  /** Limit for reading a certificate or confirming a subscription, in ms; SNS waits 15 s for an answer. */
  @Milliseconds(100, 14_000)
  fetchTimeoutMs: number = 5000;

  /** Origin asked for certificates and confirmations; absent: the one of SNS that the message names. */
  @Optional()
  @Origin()
  endpoint?: string;
}
