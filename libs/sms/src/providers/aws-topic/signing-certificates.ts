import { X509Certificate } from 'node:crypto';
import type { Clock } from '../../resilience/clock.js';
import { RecentMap } from '../../resilience/recent-map.js';
import { type FetchPage, PageUnavailableError } from './aws-page.js';

/** Hosts of SNS and the one form of path its certificates have; nothing else is ever asked for. */
const CERTIFICATE_URL =
  /^https:\/\/sns\.([a-z0-9-]{3,30})\.(amazonaws\.com|amazonaws\.com\.cn)\/SimpleNotificationService-[A-Za-z0-9]{32}\.pem$/;

/** SNS changes its certificate about once a year; a region has one or two at a time. */
const HELD = 16;
/** How long an address that gave no certificate is not asked again, in ms, and how many of those are remembered. */
const REFUSAL_MS = 60_000;
const REFUSED = 1024;
/** Addresses asked at once: whoever calls makes them up, and before a certificate is here nothing is proven. */
const PLACES = 4;
/** How long the place of one that gave none stays taken, in ms. */
const PAUSE_MS = 1000;
const SHORTEST_KEY_BITS = 2048;

/** Whether an address is one where SNS keeps the certificates of `region`. */
export function isCertificateUrl(url: string, region: string): boolean {
  return CERTIFICATE_URL.exec(url)?.[1] === region;
}

/**
 * The certificates SNS signs with, each fetched once; the last 16 are held, whatever addresses give none. Of those four
 * a second are asked.
 */
export class SigningCertificates {
  readonly #held = new RecentMap<string, X509Certificate>(HELD);
  /** Monotonic ms until which an address is not asked again. */
  readonly #refused = new RecentMap<string, number>(REFUSED);
  readonly #fetching = new Map<string, Promise<X509Certificate | undefined>>();
  /** Monotonic ms from which each place is free. */
  readonly #freeFrom = Array.from({ length: PLACES }, () => Number.NEGATIVE_INFINITY);

  constructor(
    private readonly fetchPage: FetchPage,
    private readonly clock: Clock,
  ) {}

  /**
   * The certificate at an address of {@link isCertificateUrl}, if it is valid today and holds an RSA key of 2048
   * bits or more; `undefined` when there is none.
   *
   * @throws {PageUnavailableError} when the address could not be asked, or too many others are; it may have one later.
   */
  async certificateAt(url: string): Promise<X509Certificate | undefined> {
    const certificate = await this.#find(url);
    return certificate !== undefined && this.#isValidNow(certificate) ? certificate : undefined;
  }

  async #find(url: string): Promise<X509Certificate | undefined> {
    const known = this.#held.get(url) ?? this.#fetching.get(url);
    if (known !== undefined) return known;
    const now = this.clock.elapsedMs();
    if (now < (this.#refused.get(url) ?? now)) return undefined;
    const place = this.#freeFrom.findIndex((freeFrom) => freeFrom <= now);
    if (place === -1) throw new PageUnavailableError('too-many-addresses');
    const fetching = this.#fetch(url, place);
    this.#fetching.set(url, fetching);
    return fetching.finally(() => this.#fetching.delete(url));
  }

  async #fetch(url: string, place: number): Promise<X509Certificate | undefined> {
    this.#freeFrom[place] = Number.POSITIVE_INFINITY;
    let certificate: X509Certificate | undefined;
    try {
      const page = await this.fetchPage(url);
      certificate = page === undefined ? undefined : parseCertificate(page);
      if (certificate === undefined) this.#refused.set(url, this.clock.elapsedMs() + REFUSAL_MS);
      else this.#held.set(url, certificate);
      return certificate;
    } finally {
      this.#freeFrom[place] = this.clock.elapsedMs() + (certificate === undefined ? PAUSE_MS : 0);
    }
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
