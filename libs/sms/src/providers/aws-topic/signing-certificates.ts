import { X509Certificate } from 'node:crypto';
import type { Clock } from '../../resilience/clock.js';
import { RecentMap } from '../../resilience/recent-map.js';
import type { FetchPage } from './aws-page.js';

/** Hosts of SNS and the one form of path its certificates have; nothing else is ever asked for. */
const CERTIFICATE_URL =
  /^https:\/\/sns\.([a-z0-9-]{3,30})\.(amazonaws\.com|amazonaws\.com\.cn)\/SimpleNotificationService-[A-Za-z0-9]{32}\.pem$/;

/** SNS changes its certificate about once a year; a region has one or two at a time. */
const REMEMBERED = 16;
/** How long an address that gave no certificate is not asked again, in ms. */
const REFUSAL_MS = 60_000;
const SHORTEST_KEY_BITS = 2048;

type Known =
  | { readonly state: 'fetching'; readonly certificate: Promise<X509Certificate | undefined> }
  | { readonly state: 'held'; readonly certificate: X509Certificate }
  | { readonly state: 'refused'; readonly untilMs: number };

/** Whether an address is one where SNS keeps the certificates of `region`. */
export function isCertificateUrl(url: string, region: string): boolean {
  return CERTIFICATE_URL.exec(url)?.[1] === region;
}

/** The certificates SNS signs with, each fetched once; only the last 16 addresses are remembered. */
export class SigningCertificates {
  readonly #known = new RecentMap<string, Known>(REMEMBERED);

  constructor(
    private readonly fetchPage: FetchPage,
    private readonly clock: Clock,
  ) {}

  /**
   * The certificate at an address of {@link isCertificateUrl}, if it is valid today and holds an RSA key of 2048
   * bits or more; `undefined` when there is none.
   *
   * @throws {PageUnavailableError} when the address could not be asked; it may have one later.
   */
  async certificateAt(url: string): Promise<X509Certificate | undefined> {
    const certificate = await this.#find(url);
    return certificate !== undefined && this.#isValidNow(certificate) ? certificate : undefined;
  }

  async #find(url: string): Promise<X509Certificate | undefined> {
    const known = this.#known.get(url);
    if (known?.state === 'held' || known?.state === 'fetching') return known.certificate;
    if (known?.state === 'refused' && this.clock.elapsedMs() < known.untilMs) return undefined;
    const certificate = this.#fetch(url);
    this.#known.set(url, { state: 'fetching', certificate });
    return certificate;
  }

  async #fetch(url: string): Promise<X509Certificate | undefined> {
    try {
      const page = await this.fetchPage(url);
      const certificate = page === undefined ? undefined : parseCertificate(page);
      this.#known.set(
        url,
        certificate === undefined ? this.#refusal(REFUSAL_MS) : { state: 'held', certificate },
      );
      return certificate;
    } catch (error) {
      this.#known.set(url, this.#refusal(0));
      throw error;
    }
  }

  #refusal(forMs: number): Known {
    return { state: 'refused', untilMs: this.clock.elapsedMs() + forMs };
  }

  #isValidNow({ validFromDate, validToDate }: X509Certificate): boolean {
    const nowMs = this.clock.wallMs();
    return validFromDate.getTime() <= nowMs && nowMs <= validToDate.getTime();
  }
}

function parseCertificate(page: string): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(page);
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
    const bits = asymmetricKeyDetails?.modulusLength ?? 0;
    return asymmetricKeyType === 'rsa' && bits >= SHORTEST_KEY_BITS ? certificate : undefined;
  } catch {
    return undefined;
  }
}
