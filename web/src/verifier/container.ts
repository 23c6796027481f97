/**
 * The container of records: a zip file of which every byte is determined by names and contents;
 * Python's audit.record.container. Members are stored, so nothing is ever inflated.
 */

import { utf8 } from "../crypto/bytes";
import { Fault } from "./finding";
import { equal, type Source, window } from "./source";

const MAX_MEMBERS = 0xfffe;
const MAX_BYTES = 0xfffffffe;
const MAX_NAME = 200;
const [LOCAL, CENTRAL, END] = [30, 46, 22];
const [LOCAL_MARK, CENTRAL_MARK, END_MARK] = [0x04034b50, 0x02014b50, 0x06054b50];
const [VERSION, MADE_BY, DATE] = [10, 0x030a, 0x21];
const REGULAR_FILE = 0o100644 * 0x10000;

/** One file; `offset` is where its header begins. */
export interface Member {
  name: string;
  crc: number;
  size: number;
  offset: number;
}

/** Bytes of little-endian fields: [width, value] each. */
function packed(fields: readonly (readonly [2 | 4, number])[], name = ""): Uint8Array {
  const size = fields.reduce((sum, [width]) => sum + width, 0);
  const view = new DataView(new ArrayBuffer(size));
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  }
  return Uint8Array.of(...new Uint8Array(view.buffer), ...utf8(name));
}

const common = ({ name, crc, size }: Member): (readonly [2 | 4, number])[] => [
  [2, VERSION],
  [2, 0],
  [2, 0],
  [2, 0],
  [2, DATE],
  [4, crc],
  [4, size],
  [4, size],
  [2, name.length],
  [2, 0],
];

function header(member: Member): Uint8Array {
  return packed([[4, LOCAL_MARK], ...common(member)], member.name);
}

function entry(member: Member): Uint8Array {
  const rest: [2 | 4, number][] = [
    [2, 0],
    [2, 0],
    [2, 0],
    [4, REGULAR_FILE],
    [4, member.offset],
  ];
  return packed([[4, CENTRAL_MARK], [2, MADE_BY], ...common(member), ...rest], member.name);
}

const startOf = ({ offset, name }: Member): number => offset + LOCAL + name.length;
const endOf = (member: Member): number => startOf(member) + member.size;

const view = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export class Container {
  private constructor(
    private readonly file: Source,
    readonly members: readonly Member[],
  ) {}

  /** Read the directory and compare it with every header. Throws Fault; contents are not read. */
  static open(file: Source): Container {
    const { start, directory, count } = readEnd(file);
    const members: Member[] = [];
    let [at, offset] = [0, 0];
    for (let read = 0; read < count; read++) {
      const member = readEntry(directory.subarray(at, at + CENTRAL + MAX_NAME), offset);
      at += CENTRAL + member.name.length;
      offset = endOf(member);
      checkHeader(file, member, start);
      members.push(member);
    }
    if (at !== directory.length || offset !== start) throw new Fault("containerGap");
    return new Container(file, members);
  }

  window(member: Member): Source {
    return window(this.file, startOf(member), member.size);
  }

  read(member: Member): Uint8Array {
    return this.file.read(startOf(member), endOf(member));
  }
}

function readEnd(file: Source): { start: number; directory: Uint8Array; count: number } {
  if (file.size < END || file.size > MAX_BYTES) throw new Fault("containerSize");
  const tail = file.read(file.size - END, file.size);
  const fields = view(tail);
  if (fields.getUint32(0, true) !== END_MARK) throw new Fault("containerEnd");
  const [count, length] = [fields.getUint16(10, true), fields.getUint32(12, true)];
  const start = fields.getUint32(16, true);
  const wanted = packed([
    [4, END_MARK],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, length],
    [4, start],
    [2, 0],
  ]);
  if (!equal(tail, wanted) || start + length !== file.size - END) throw new Fault("containerEnd");
  if (count > MAX_MEMBERS || length > count * (CENTRAL + MAX_NAME)) {
    throw new Fault("containerLimit");
  }
  return { start, directory: file.read(start, start + length), count };
}

/** One entry of the directory, whose member must begin at `offset`. */
function readEntry(data: Uint8Array, offset: number): Member {
  if (data.length < CENTRAL) throw new Fault("containerDirectory");
  const fields = view(data);
  const length = fields.getUint16(28, true);
  const raw = data.subarray(CENTRAL, CENTRAL + length);
  if (length === 0 || length > MAX_NAME || raw.length < length || raw.some((byte) => byte > 127)) {
    throw new Fault("containerName");
  }
  const name = String.fromCharCode(...raw);
  const [flags, method] = [fields.getUint16(8, true), fields.getUint16(10, true)];
  if (method !== 0 || flags !== 0) throw new Fault("containerCompressed", name);
  if (fields.getUint32(38, true) !== REGULAR_FILE) throw new Fault("containerLink", name);
  const [crc, size] = [fields.getUint32(16, true), fields.getUint32(24, true)];
  const member = { name, crc, size, offset };
  const wanted = entry(member);
  if (!equal(data.subarray(0, wanted.length), wanted)) throw new Fault("containerEntry", name);
  return member;
}

function checkHeader(file: Source, member: Member, limit: number): void {
  const wanted = header(member);
  const found = file.read(member.offset, member.offset + wanted.length);
  if (endOf(member) > limit || !equal(found, wanted))
    throw new Fault("containerHeader", member.name);
}
