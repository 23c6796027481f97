/** Reading a QR symbol by the tablet's camera. */

/** A frame to the text on it, null if there is none. */
type Reader = (video: HTMLVideoElement) => Promise<string | null>;

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

type DetectorClass = {
  new (how: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
};

const EVERY = 150; // milliseconds between two looks

/** The camera could not be opened. */
export class NoCamera extends Error {}

/** Look through the camera until `found` says that a text is good. Returns how to stop. */
export async function look(
  video: HTMLVideoElement,
  found: (text: string) => boolean,
): Promise<() => void> {
  const stream = await opened();
  video.srcObject = stream;
  await video.play();
  const read = await reader();
  let looking = true;
  const stop = (): void => {
    looking = false;
    for (const track of stream.getTracks()) track.stop();
  };
  const again = async (): Promise<void> => {
    const text = await read(video).catch(() => null);
    if (!looking) return;
    if (text !== null && found(text)) stop();
    else setTimeout(again, EVERY);
  };
  setTimeout(again, EVERY);
  return stop;
}

async function opened(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    throw new NoCamera();
  }
}

/** The browser's own detector where it works; some browsers have it in name only. */
async function reader(): Promise<Reader> {
  const named = (window as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  const formats = (await named?.getSupportedFormats().catch(() => [])) ?? [];
  if (named !== undefined && formats.includes("qr_code")) {
    const detector = new named({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  const address = "/static/tablet-camera.js"; // loaded only where it is needed
  const own = (await import(address)) as { read: (video: HTMLVideoElement) => string | null };
  return async (video) => own.read(video);
}
