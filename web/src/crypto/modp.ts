/** The group that Belenios v1 calls BELENIOS-2048: a subgroup of prime order modulo a prime. */

import { type Element, type Group, SealedFault } from "./group";

const P =
  20694785691422546401013643657505008064922989295751104097100884787057374219242717401922237254497684338129066633138078958404960054389636289796393038773905722803605973749427671376777618898589872735865049081167099310535867780980030790491654063777173764198678527273474476341835600035698305193144284561701911000786737307333564123971732897913240474578834468260652327974647951137672658693582180046317922073668860052627186363386088796882120769432366149491002923444346373222145884100586421050242120365433561201320481118852408731077014151666200162313177169372189248078507711827842317498073276598828825169183103125680162072880719n;
const G =
  2402352677501852209227687703532399932712287657378364916510075318787663274146353219320285676155269678799694668298749389095083896573425601900601068477164491735474137283104610458681314511781646755400527402889846139864532661215055797097162016168270312886432456663834863635782106154918419982534315189740658186868651151358576410138882215396016043228843603930989333662772848406593138406010231675095763777982665103606822406635076697764025346253773085133173495194248967754052573659049492477631475991575198775177711481490920456600205478127054728238140972518639858334115700568353695553423781475582491896050296680037745308460627n;
const Q = 78571733251071885079927659812671450121821421258408794611510081919805623223441n;

const SPELLING = /^[1-9][0-9]{0,616}$/;
const BITS = 6n;
const SIZE = 1 << Number(BITS);
const WINDOWS = 43; // 43 windows of 6 bits hold the 256 bits of q

const number = (of: Element): bigint => of as unknown as bigint;
const element = (of: bigint): Element => of as unknown as Element;

/** Row w of a table holds base ^ (d · 2^(6w)) for every digit d. */
function table(base: bigint): bigint[][] {
  const rows: bigint[][] = [];
  let step = base;
  for (let window = 0; window < WINDOWS; window++) {
    const row = [1n];
    for (let digit = 1; digit <= SIZE; digit++) row.push(((row[digit - 1] as bigint) * step) % P);
    step = row.pop() as bigint;
    rows.push(row);
  }
  return rows;
}

function looked(rows: bigint[][], exponent: bigint): bigint {
  let result = 1n;
  let rest = exponent;
  for (const row of rows) {
    result = (result * (row[Number(rest & BigInt(SIZE - 1))] as bigint)) % P;
    rest >>= BITS;
  }
  return result;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % P;
    if (bit === "1") result = (result * base) % P;
  }
  return result;
}

function read(text: string): Element {
  if (!SPELLING.test(text)) throw new SealedFault("sealed.element");
  const found = BigInt(text);
  if (found >= P || power(found, Q) !== 1n) throw new SealedFault("sealed.outside_group");
  return element(found);
}

function member(text: string): Element {
  const found = read(text);
  if (number(found) === 1n) throw new SealedFault("sealed.neutral");
  return found;
}

let ofGenerator: bigint[][] | null = null;

export const BELENIOS_2048: Group = {
  name: "BELENIOS-2048",
  order: Q,
  neutral: element(1n),
  generator: element(G),
  generate(exponent) {
    if (ofGenerator === null) ofGenerator = table(G);
    return element(looked(ofGenerator, exponent));
  },
  fixed(base) {
    const rows = table(number(base));
    return (exponent) => element(looked(rows, exponent));
  },
  power: (base, exponent) => element(power(number(base), exponent)),
  openly: (base, exponent) => element(power(number(base), exponent)),
  multiply: (left, right) => element((number(left) * number(right)) % P),
  // The order of every member divides q, and x^(q-1) · x = 1.
  inverse: (of) => element(power(number(of), Q - 1n)),
  text: (of) => number(of).toString(),
  read,
  member,
};
