import { applyDecorators } from '@nestjs/common';
import { IsInt, IsUrl, Matches, Max, Min } from 'class-validator';

/** A whole number from `min` to `max`. */
export const Whole = (min: number, max: number) => applyDecorators(IsInt(), Min(min), Max(max));

/** A duration in ms, from `min` to `max`. */
export const Milliseconds = Whole;

/** `http://` or `https://`, a host, and perhaps a port. */
export const Origin = () =>
  IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] });

/** What a text must look like; `described` goes on from "must be". */
export interface TextForm {
  readonly pattern: RegExp;
  readonly described: string;
}

/** A text of a form. */
export const OfForm = ({ pattern, described }: TextForm) =>
  Matches(pattern, { message: `$property must be ${described}` });

export const AWS_REGION_FORM: TextForm = {
  pattern: /^[a-z]{2}(-[a-z]+)+-\d+$/,
  described: 'an AWS region such as eu-west-1',
};

/** The name of an AWS region, e.g. `eu-west-1`. */
export const AwsRegion = () => OfForm(AWS_REGION_FORM);

/** A secret: shown by no message. */
export const Secret = () => Matches(/^\S+$/, { message: '$property must not be empty or hold spaces' });
