import { ED25519 } from "./ed25519";
import { type Group, SealedFault } from "./group";
import { BELENIOS_2048 } from "./modp";

/** The group that the public format calls `name`. Throws SealedFault. */
export function groupNamed(name: string): Group {
  const found = [ED25519, BELENIOS_2048].find((group) => group.name === name);
  if (found === undefined) throw new SealedFault("sealed.group");
  return found;
}
