import { parseJsonObject } from '../json-object.js';

/** What SNS sends to an HTTPS endpoint that is subscribed to a topic. */
export type TopicMessage = {
  /** Topic the message claims to come from. */
  readonly topicArn: string;
  readonly messageId: string;
  readonly sentAtMs: number;
  readonly signatureVersion: '1' | '2';
  /** Base64. */
  readonly signature: string;
  readonly signingCertUrl: string;
  /** The text the signature is over. */
  readonly signedText: string;
} & (
  | { readonly type: 'Notification'; readonly message: string }
  | { readonly type: 'SubscriptionConfirmation'; readonly subscribeUrl: string }
  | { readonly type: 'UnsubscribeConfirmation' }
);

/** Longest body read, in UTF-16 units; what SNS carries is at most 256 KiB. */
const MAX_BODY_LENGTH = 256 * 1024;

/** What is signed, in this order, each as its name and its value on a line of its own. */
const SIGNED_MEMBERS = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
} as const;

/**
 * Form of every member but `Message`. None takes a line break: without one, the text that is signed can be parted
 * into members in one way only.
 */
const FORMS: Readonly<Record<string, RegExp>> = {
  Type: /^(Notification|SubscriptionConfirmation|UnsubscribeConfirmation)$/,
  MessageId: /^[0-9a-fA-F-]{1,64}$/,
  TopicArn: /^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[\w.-]{1,256}$/,
  Timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/,
  Subject: /^.{0,400}$/,
  Token: /^\w{1,512}$/,
  SubscribeURL: /^\S{1,2048}$/,
  SignatureVersion: /^[12]$/,
  Signature: /^[A-Za-z0-9+/]{1,2048}={0,2}$/,
  SigningCertURL: /^\S{1,2048}$/,
};

/**
 * The message in the body of a call; `undefined` when it is none, has a member of the wrong form, or is longer
 * than 256 KiB. Nothing in it is proven.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function parseTopicMessage(body: string): TopicMessage | undefined {
  const members = body.length > MAX_BODY_LENGTH ? undefined : textsIn(body);
  const text = (name: string): string => members?.get(name) ?? '';
  const type = text('Type');
  const sentAtMs = Date.parse(text('Timestamp'));
  const signatureVersion = text('SignatureVersion') === '1' ? '1' : '2';
  const needed = [...REQUIRED, ...(type === 'Notification' ? [] : ['Token', 'SubscribeURL'])];
  if (members === undefined || Number.isNaN(sentAtMs) || needed.some((name) => !members.has(name)))
    return undefined;
  const common = {
    topicArn: text('TopicArn'),
    messageId: text('MessageId'),
    sentAtMs,
    signatureVersion,
    signature: text('Signature'),
    signingCertUrl: text('SigningCertURL'),
    signedText: signedTextOf(members),
  } as const;
  if (type === 'Notification') return { ...common, type, message: text('Message') };
  if (type === 'SubscriptionConfirmation') return { ...common, type, subscribeUrl: text('SubscribeURL') };
  return { ...common, type: 'UnsubscribeConfirmation' };
}

const REQUIRED = [
  'Type',
  'MessageId',
  'TopicArn',
  'Timestamp',
  'Message',
  'SignatureVersion',
  'Signature',
  'SigningCertURL',
];

/** The members that are texts of their form; `undefined` when one is not. Members nobody reads may be anything. */
function textsIn(body: string): ReadonlyMap<string, string> | undefined {
  const texts = new Map<string, string>();
  for (const [name, value] of parseJsonObject(body) ?? []) {
    const form = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined;
    if (form === undefined && name !== 'Message') continue;
    // A Subject that was not given is absent from what is signed, and may stand here as null.
    if (name === 'Subject' && value === null) continue;
    if (typeof value !== 'string' || form?.test(value) === false) return undefined;
    texts.set(name, value);
  }
  return texts;
}

function signedTextOf(members: ReadonlyMap<string, string>): string {
  const names =
    SIGNED_MEMBERS[members.get('Type') === 'Notification' ? 'Notification' : 'SubscriptionConfirmation'];
  return names
    .filter((name) => members.has(name))
    .map((name) => `${name}\n${members.get(name)}\n`)
    .join('');
}
