import { UnreadableFileError } from "../error.js";
import { wellFormed } from "./wellFormed.js";

/** The body of a request. It can be sent several times. */
export interface Body {
  readonly type: string;
  readonly content: string | Blob;
  /** The file in it, if there is one. */
  readonly file?: Blob;
}

const LINE = "\r\n";

/** Fields as JSON, or as a form if there is a `file` among them. */
export function bodyOf(fields: Readonly<Record<string, unknown>>): Body {
  const { file, ...others } = fields;
  return file instanceof Blob
    ? formOf(others, file)
    : { type: "application/json", content: JSON.stringify(fields) };
}

/**
 * A form with one file (RFC 7578). It is not a `FormData`, which changes the line ends of texts. The
 * file is not read into memory.
 */
function formOf(fields: Readonly<Record<string, unknown>>, file: Blob): Body {
  const boundary = `anteroom-${crypto.randomUUID()}`;
  const begin = `--${boundary}${LINE}Content-Disposition: form-data; name=`;
  const parts = Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${begin}${quoted(name)}${LINE}${LINE}${text(name, value)}${LINE}`);
  const name = "name" in file && typeof file.name === "string" ? file.name : "file";
  const head = `${begin}"file"; filename=${quoted(name)}${LINE}`;
  const type = `Content-Type: ${file.type || "application/octet-stream"}${LINE}${LINE}`;
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    content: new Blob([...parts, head, type, file, `${LINE}--${boundary}--${LINE}`]),
    file,
  };
}

/** As browsers write names. */
function quoted(name: string): string {
  const escaped = wellFormed("A name in the form", name).replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  return `"${escaped}"`;
}

/** A text as it is, anything else as JSON. */
function text(name: string, value: unknown): string {
  return typeof value === "string" ? wellFormed(`The field ${name}`, value) : JSON.stringify(value);
}

/**
 * Finds out whether a file can be read. A request only says that its body could not be sent.
 *
 * @throws UnreadableFileError if it cannot
 */
export async function checkFile(file: Blob): Promise<void> {
  try {
    await file.slice(0, 1).arrayBuffer();
  } catch (cause) {
    throw new UnreadableFileError(cause);
  }
}
