import { ArrayMaxSize, ArrayNotEmpty, IsArray, Matches } from 'class-validator';
import type { TextForm } from '../option-rules.js';

/** Access keys of a Firehose HTTP endpoint. */
export const FIREHOSE_KEY_FORM: TextForm = {
  pattern: /^[\w-]{16,256}$/,
  described: 'one or two keys of 16 to 256 letters, digits, _ and -',
};

/** How calls are known that bring the delivery logs of AWS SNS. */
export class AwsSnsReceiptOptions {
  /** Access keys of the Firehose HTTP endpoint, 16 to 256 letters, digits, `_` and `-`; two while one replaces the other. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(2)
  @Matches(FIREHOSE_KEY_FORM.pattern, {
    each: true,
    message: `$property must hold ${FIREHOSE_KEY_FORM.described}`,
  })
  accessKeys: readonly string[];
}
