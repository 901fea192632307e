package io.anteroom.cli.doctor;

/** What came out of a check. */
enum Verdict {
  OK("ok"),
  /** It works, and may be meant. */
  WARNING("warning"),
  FAILED("FAILED"),
  /** It cannot be seen from here, or with these keys. */
  NOT_CHECKED("not checked");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
