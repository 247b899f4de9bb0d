import { sign } from 'node:crypto';
import { generate } from 'selfsigned';

/** Members of a message as SNS spells them, before it is signed. */
export type TopicMembers = Readonly<Record<string, string>>;

export type SignatureVersion = '1' | '2';

interface Signer {
  readonly certificate: string;
  readonly privateKey: string;
}

const DIGESTS = { 1: 'RSA-SHA1', 2: 'RSA-SHA256' } as const;
const DAY_MS = 86_400_000;

/** Signs messages as SNS does, with a key made for the purpose that nobody else believes. */
export class TopicAuthority {
  readonly region = 'eu-central-1';
  readonly topicArn = `arn:aws:sns:${this.region}:000000000000:standby-testbed-events`;
  /** The path of the certificate, as on the hosts of SNS. */
  readonly certificatePath = `/SimpleNotificationService-${'7e57bed0'.repeat(4)}.pem`;
  #signer: Promise<Signer> | undefined;

  constructor(private readonly now: () => Date) {}

  /** Where SNS keeps things in the region; the testbed serves the same paths on its own port. */
  get origin(): string {
    return `https://sns.${this.region}.amazonaws.com`;
  }

  async certificate(): Promise<string> {
    return (await this.#ready()).certificate;
  }

  /** The body of the call that brings a message. */
  async signed(members: TopicMembers, version: SignatureVersion): Promise<string> {
    const { privateKey } = await this.#ready();
    const text = Object.entries(members)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}\n${value}\n`)
      .join('');
    return JSON.stringify({
      ...members,
      SignatureVersion: version,
      Signature: sign(DIGESTS[version], Buffer.from(text), privateKey).toString('base64'),
      SigningCertURL: this.origin + this.certificatePath,
    });
  }

  /** The key takes a while to find, so that it is not looked for until it is needed. */
  #ready(): Promise<Signer> {
    this.#signer ??= makeSigner(this.now().getTime());
    return this.#signer;
  }
}

async function makeSigner(nowMs: number): Promise<Signer> {
  const pair = await generate([{ name: 'commonName', value: 'sns.amazonaws.com' }], {
    keySize: 2048,
    algorithm: 'sha256',
    notBeforeDate: new Date(nowMs - DAY_MS),
    notAfterDate: new Date(nowMs + 365 * DAY_MS),
  });
  return { certificate: pair.cert, privateKey: pair.private };
}
