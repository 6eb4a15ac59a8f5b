// A photo that goes along with a reply: made small enough to send, seen before it goes, and taken away again.

import { byId, h } from "../common/dom.js";
import { say } from "./words.js";

const MOST_BYTES = 20_000_000; // feedback/filetypes.py
const LONGEST = 2048; // pixels: enough to read a receipt
const QUALITY = 0.85;

/**
 * Return the photo in `image`, a data URL, as bytes: the page's policy lets it load none of these itself.
 * @param {string} image
 */
export function photoIn(image) {
  const bytes = Uint8Array.from(atob(image.split(",")[1]), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: "image/jpeg" });
}

export class Photo {
  /** @param {() => void} onChange */
  constructor(onChange) {
    this.onChange = onChange;
    this.add = byId("add-photo");
    this.input = /** @type {HTMLInputElement} */ (byId("photo-file"));
    this.preview = byId("photo");
    this.frame = byId("photo-frame");
    this.told = byId("photo-told");
    /** @type {string|null} what was added, as a data URL */
    this.image = null;
    this.add.addEventListener("click", () => this.input.click());
    this.input.addEventListener("change", () => void this.take(this.input.files?.[0]));
    byId("photo-away").addEventListener("click", () => {
      this.clear();
      this.add.focus();
    });
  }

  /**
   * Let `file` go along, or say why it cannot.
   * @param {File|undefined} file
   */
  async take(file) {
    this.input.value = ""; // the same file can be chosen again
    if (!file) return;
    if (file.size > MOST_BYTES) return this.#refuse("photoTooLarge");
    try {
      this.#put(await drawn(file));
    } catch {
      this.#refuse("photoUnread");
    }
  }

  clear() {
    this.image = null;
    this.frame.replaceChildren();
    this.preview.hidden = true;
    this.told.textContent = "";
    this.onChange();
  }

  /** @param {string} image */
  #put(image) {
    this.image = image;
    const address = URL.createObjectURL(photoIn(image));
    this.frame.replaceChildren(h("img", { src: address, alt: say("yourPhoto"), onload: () => URL.revokeObjectURL(address) }));
    this.preview.hidden = false;
    this.#tell("photoAdded", false);
    this.onChange();
  }

  /** @param {string} why */
  #refuse(why) {
    this.clear();
    this.#tell(why, true);
  }

  /**
   * @param {string} words
   * @param {boolean} isSeen what went well can be seen, and need only be heard
   */
  #tell(words, isSeen) {
    this.told.className = isSeen ? "left is-over" : "spoken-only";
    this.told.textContent = say(words);
  }
}

/**
 * Draw `file` anew, no larger than wanted: what cameras write into photos, as where they were taken, stays behind.
 * @param {File} file
 */
async function drawn(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * scale)));
  const canvas = /** @type {HTMLCanvasElement} */ (h("canvas", { width, height }));
  const context = canvas.getContext("2d");
  if (!context) throw new Error("nothing to draw on");
  context.fillStyle = "#fff"; // what shines through would be black
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return canvas.toDataURL("image/jpeg", QUALITY);
}
