import { send, statistic, statuses } from './traffic.mjs';

const from = (account) => ({
  'x-forwarded-client-cert': `By=spiffe://cluster.local/ns/shop/sa/payments;Hash=00;Subject="";URI=spiffe://cluster.local/ns/shop/sa/${account}`,
});

const count = (list, wanted) => list.filter((status) => status === wanted).length;

/** What is wrong with `got`; nothing where it is `want`. */
function differs(what, got, want) {
  const [a, b] = [JSON.stringify(got), JSON.stringify(want)];
  return a === b ? undefined : `${what}: got ${a}, want ${b}`;
}

/** What the goldens' EnvoyFilters are for, seen on a running proxy: the names of those, and what must happen. */
export const SCENARIOS = [
  {
    title: 'an operation over its limit answers 429, and other requests go on',
    names: ['payments'],
    async run() {
      const charge = { method: 'POST', path: '/charges?currency=eur', headers: from('orders') };
      const seen = await statuses(9, charge);
      const other = await send({ path: '/quotes/7', headers: from('orders') });
      return (
        differs('charges', [count(seen, 200), count(seen, 429)], [7, 2]) ??
        differs('a quote', other.status, 200)
      );
    },
  },
  {
    title: 'a caller has limits of its own, for all its requests and for one operation',
    names: ['payments'],
    async run() {
      const charges = await statuses(5, {
        method: 'POST',
        path: '/charges',
        headers: from('reports'),
      });
      const quotes = await statuses(12, { path: '/quotes/7', headers: from('reports') });
      const others = await statuses(12, { path: '/quotes/7', headers: from('orders') });
      return (
        differs('charges of reports', [count(charges, 200), count(charges, 429)], [3, 2]) ??
        differs('quotes of reports', [count(quotes, 200), count(quotes, 429)], [10, 2]) ??
        differs('quotes of orders', count(others, 200), 12)
      );
    },
  },
  {
    title: 'a caller that only says in an earlier element who it is counts as itself',
    names: ['payments'],
    async run() {
      const forged = `${from('reports')['x-forwarded-client-cert']},${from('orders')['x-forwarded-client-cert']}`;
      const headers = { 'x-forwarded-client-cert': forged };
      const seen = await statuses(15, { path: '/quotes/7', headers });
      return differs('quotes', count(seen, 200), 15);
    },
  },
  {
    title: 'a refusal says what the limit is and when to come again',
    names: ['payments'],
    async run() {
      await statuses(7, { method: 'POST', path: '/charges', headers: from('orders') });
      const { status, headers } = await send({
        method: 'POST',
        path: '/charges',
        headers: from('orders'),
      });
      const said = [headers['x-ratelimit-limit'], headers['x-ratelimit-remaining']];
      return (
        differs('status', status, 429) ??
        differs('headers', said, ['7', '0']) ??
        differs('a time to wait', Number(headers['x-ratelimit-reset']) > 0, true)
      );
    },
  },
  {
    title: 'a refused gRPC request is RESOURCE_EXHAUSTED, which callers do not repeat',
    names: ['payments'],
    async run() {
      const grpc = { ...from('orders'), 'content-type': 'application/grpc' };
      const charge = { method: 'POST', path: '/charges', headers: grpc };
      await statuses(7, charge);
      const { headers } = await send(charge);
      return differs('grpc-status', headers['grpc-status'], '8');
    },
  },
  {
    title: 'a stream that passes nothing ends with 504 after its idle timeout',
    names: ['payments'],
    async run() {
      const idle = { path: '/quotes/7', headers: { ...from('orders'), 'x-take': '30000' } };
      const { status, ms } = await send(idle);
      return (
        differs('status', status, 504) ??
        differs('streams that Envoy counts', await statistic('downstream_rq_idle_timeout'), 1) ??
        // 11 s; Envoy counts from the time that its loop last looked at, some milliseconds before the request
        differs(`after ${ms} ms, at least 10 s`, ms >= 10_000, true)
      );
    },
  },
  {
    title: 'admission control refuses a share of the requests while others fail',
    names: ['ledger'],
    async run() {
      const failing = await statuses(400, { headers: { 'x-answer': '500' } });
      const refused = await statistic('admission_control.rq_rejected');
      return (
        differs('refusals', count(failing, 503) > 0, true) ??
        differs('refusals that Envoy counts', refused, count(failing, 503)) ??
        differs('requests that still get through', count(failing, 500) > 0, true)
      );
    },
  },
  {
    title: 'admission control refuses nothing while all is well',
    names: ['ledger'],
    async run() {
      return differs('answers', count(await statuses(400), 200), 400);
    },
  },
  {
    title: 'adaptive concurrency answers 429 where a slow replica has too much to do',
    names: ['search'],
    async run() {
      const slow = { headers: { 'x-take': '200' } };
      // the limit follows the latencies that it sees, step by step
      for (let round = 0; round < 15; round += 1) {
        await Promise.all(Array.from({ length: 30 }, () => send(slow)));
      }
      const answers = await Promise.all(Array.from({ length: 100 }, () => send(slow)));
      const refused = count(
        answers.map(({ status }) => status),
        429,
      );
      return differs('refusals', refused > 0 && refused < 100, true);
    },
  },
  {
    title: 'adaptive concurrency that measures starts with the least concurrency',
    names: ['images'],
    async run() {
      const limit = await statistic('gradient_controller.concurrency_limit');
      return differs('limit', limit, 3);
    },
  },
  {
    title: 'an abort meets its caller by its share, and nobody else',
    names: ['failing-quotes'],
    async run() {
      const mine = await statuses(400, { path: '/quotes/7', headers: from('orders') });
      const others = await statuses(50, { path: '/quotes/7', headers: from('reports') });
      const share = count(mine, 503) / 400;
      return (
        // 6 standard deviations of 400 draws of one half
        differs('a half', share > 0.35 && share < 0.65, true) ??
        differs('answers of others', count(others, 200), 50)
      );
    },
  },
  {
    title: 'a delay meets one user of one caller',
    names: ['slow-quotes'],
    async run() {
      const jason = await send({ headers: { ...from('reports'), 'end-user': 'jason' } });
      const other = await send({ headers: { ...from('reports'), 'end-user': 'mary' } });
      const caller = await send({ headers: { ...from('orders'), 'end-user': 'jason' } });
      return (
        differs('delay of jason', jason.ms >= 7_000, true) ??
        differs('no delay of others', other.ms < 7_000 && caller.ms < 7_000, true)
      );
    },
  },
];
