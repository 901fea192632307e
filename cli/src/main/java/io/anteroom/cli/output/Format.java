package io.anteroom.cli.output;

/** How data is printed. */
public enum Format {
  /** For people. */
  TABLE,
  /** One JSON text. */
  JSON,
  /** A JSON object per line, each as soon as it is there. */
  JSONL
}
