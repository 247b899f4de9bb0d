import { SegmentedMessage } from 'sms-segments-calculator';

/** Characters of one septet each, of which most texts are made: counted here, since the library takes its time. */
const PLAIN = /^[A-Za-z0-9 \n!"#$%&'()*+,\-./:;<=>?@_]*$/;

/** Counts the segments a text is billed as: 160/153 septets in GSM-7, 70/67 units in UCS-2. */
export function segmentsOf(body: string): number {
  if (!PLAIN.test(body)) return new SegmentedMessage(body).segmentsCount;
  return body.length <= 160 ? 1 : Math.ceil(body.length / 153);
}
