/** The worker that seals, as the page sees it. */

import type { Asked } from "../worker/messages";
import { Caller } from "./caller";

/** The worker refused: what it was given is not what it must be, or its turn has not come. */
export class SealerFault extends Error {}

export class Sealer extends Caller<Asked> {
  constructor() {
    super("/static/tablet-worker.js", SealerFault);
  }
}
