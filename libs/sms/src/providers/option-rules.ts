import { applyDecorators } from '@nestjs/common';
import { IsInt, IsUrl, Matches, Max, Min } from 'class-validator';

/** A whole number from `min` to `max`. */
export const Whole = (min: number, max: number) => applyDecorators(IsInt(), Min(min), Max(max));

/** A duration in ms, from `min` to `max`. */
export const Milliseconds = Whole;

/** `http://` or `https://`, a host, and perhaps a port. */
export const Origin = () =>
  IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] });

/** The name of an AWS region, e.g. `eu-west-1`. */
export const AwsRegion = () =>
  Matches(/^[a-z]{2}(-[a-z]+)+-\d+$/, { message: '$property must be an AWS region such as eu-west-1' });

/** A secret: shown by no message. */
export const Secret = () => Matches(/^\S+$/, { message: '$property must not be empty or hold spaces' });
