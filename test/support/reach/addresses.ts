import { BlockList, isIP } from 'node:net';

/** Whether an address is in a block; a block without a length is one address. */
export function isInBlock(address: string, block: string): boolean {
  const [network = '', length] = block.split('/');
  const family = familyOf(network);
  const blocks = new BlockList();
  blocks.addSubnet(network, Number(length ?? (family === 'ipv4' ? 32 : 128)), family);
  return familyOf(address) === family && blocks.check(address, family);
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  const version = isIP(address);
  if (version === 0) throw new Error(`not an IP address: ${address}`);
  return version === 4 ? 'ipv4' : 'ipv6';
}
