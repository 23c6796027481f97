/** A QR reader for browsers without one; a file of its own, because few tablets need it. */

import decodeQR from "qr/decode.js";

const WIDTH = 480; // pixels; a card's symbol fills a good part of the picture

const canvas = document.createElement("canvas");

/** The text of the symbol in the present frame, null if there is none. */
export function read(video: HTMLVideoElement): string | null {
  if (video.videoWidth === 0) return null;
  canvas.width = Math.min(WIDTH, video.videoWidth);
  canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth);
  const context = canvas.getContext("2d");
  if (context === null) return null;
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  try {
    return decodeQR(context.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    return null;
  }
}
