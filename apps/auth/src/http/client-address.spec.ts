import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ClientAddresses } from './client-address.js';
import { ProxyConfig } from './proxy.config.js';

/** A request over a connection of `peer`, who says in `X-Forwarded-For` whom it speaks for. */
function requestFrom(peer: string | undefined, forwardedFor?: string, forwarded?: string) {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  const raw = new IncomingMessage(socket);
  if (forwardedFor !== undefined) raw.headers['x-forwarded-for'] = forwardedFor;
  if (forwarded !== undefined) raw.headers.forwarded = forwarded;
  return { raw };
}

const clientsBehind = (settings: Partial<ProxyConfig>) =>
  new ClientAddresses(Object.assign(new ProxyConfig(), settings));
const addressOf = (trusted: string | undefined, peer: string | undefined, forwardedFor?: string) =>
  clientsBehind(trusted === undefined ? {} : { TRUSTED_PROXIES: trusted }).of(requestFrom(peer, forwardedFor))
    .address;

describe('ClientAddresses', () => {
  it('believes nobody but the connection while no proxy is configured', () => {
    const request = requestFrom('203.0.113.9', '198.51.100.7', 'for=198.51.100.7');
    expect(clientsBehind({}).of(request)).toEqual({
      address: '203.0.113.9',
      countedAs: '203.0.113.9',
      network: '203.0.113.0/24',
    });
    expect(clientsBehind({ TRUSTED_PROXIES: '0' }).of(request).address).toBe('203.0.113.9');
  });

  it('reads as many hops as are configured, from the near end', () => {
    const said = '192.0.2.66, 198.51.100.7, 10.0.0.2';
    expect(addressOf('1', '10.0.0.1', said)).toBe('10.0.0.2');
    expect(addressOf('2', '10.0.0.1', said)).toBe('198.51.100.7');
  });

  it('ignores what a client put before the address its proxy saw', () => {
    expect(addressOf('1', '10.0.0.1', '127.0.0.1, 198.51.100.7')).toBe('198.51.100.7');
    expect(addressOf('10.0.0.0/8', '10.0.0.1', '10.9.9.9, 198.51.100.7')).toBe('198.51.100.7');
  });

  it('ignores the header of somebody who is no configured proxy', () => {
    expect(addressOf('10.0.0.0/8, 192.0.2.1', '203.0.113.9', '198.51.100.7')).toBe('203.0.113.9');
    expect(addressOf('10.0.0.0/8, 192.0.2.1', '192.0.2.1', '198.51.100.7')).toBe('198.51.100.7');
    expect(addressOf('loopback', '127.0.0.1', '198.51.100.7')).toBe('198.51.100.7');
  });

  it('never reads the header Forwarded, not even of a trusted proxy', () => {
    const request = requestFrom('10.0.0.1', undefined, 'for=198.51.100.7');
    expect(clientsBehind({ TRUSTED_PROXIES: '1' }).of(request).address).toBe('10.0.0.1');
  });

  it('takes the proxy for the client it names by something that is no address', () => {
    expect(addressOf('1', '10.0.0.1', 'unknown')).toBe('10.0.0.1');
    expect(addressOf('1', '10.0.0.1', '')).toBe('10.0.0.1');
    expect(addressOf('9', '10.0.0.1', 'x,'.repeat(5_000))).toBe('10.0.0.1');
  });

  it.each([
    ['::ffff:203.0.113.9', '203.0.113.9', '203.0.113.9', '203.0.113.0/24'],
    ['::ffff:cb00:7109', '203.0.113.9', '203.0.113.9', '203.0.113.0/24'],
    ['64:ff9b::cb00:7109', '203.0.113.9', '203.0.113.9', '203.0.113.0/24'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1', '2001:db8::/64', '2001:db8::/56'],
    ['2001:db8:0:1ff:2:3:4:5', '2001:db8:0:1ff:2:3:4:5', '2001:db8:0:1ff::/64', '2001:db8:0:100::/56'],
    ['fe80::1%eth0', 'fe80::1', 'fe80::/64', 'fe80::/56'],
    [undefined, 'unknown', 'unknown', 'unknown'],
  ])('writes %s in one form', (peer, address, countedAs, network) => {
    expect(clientsBehind({}).of(requestFrom(peer))).toEqual({ address, countedAs, network });
  });

  it.each([
    ['198.51.100.7:4711', '198.51.100.7'],
    ['[2001:db8::7]:4711', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['::FFFF:198.51.100.7', '198.51.100.7'],
  ])('reads the form %s that proxies write', (said, address) => {
    expect(addressOf('1', '::ffff:10.0.0.1', said)).toBe(address);
    expect(addressOf('10.0.0.0/8', '::ffff:10.0.0.1', said)).toBe(address);
  });

  it.each(['10.0.0.2', '10.0.0.2:51234', '[fd00::2]:51234', '[fd00::2]', '[fe80::2%eth0]:51234'])(
    'trusts a configured proxy that is named as %s',
    (named) => {
      const said = `192.0.2.66, 198.51.100.7:4711, ${named}`;
      expect(addressOf('10.0.0.0/8, fd00::/8, fe80::2%eth0', '10.0.0.1', said)).toBe('198.51.100.7');
      expect(addressOf('10.0.0.1, fe80::2%eth1', '10.0.0.1', said)).not.toBe('198.51.100.7');
    },
  );

  it('takes the size of a network from its settings', () => {
    const clients = clientsBehind({ NETWORK_IPV4_BITS: 32, NETWORK_IPV6_BITS: 64 });
    expect(clients.of(requestFrom('203.0.113.9')).network).toBe('203.0.113.9/32');
    expect(clients.of(requestFrom('2001:db8:0:1ff::5')).network).toBe('2001:db8:0:1ff::/64');
  });
});
