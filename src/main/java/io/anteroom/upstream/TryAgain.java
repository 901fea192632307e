package io.anteroom.upstream;

/** An answer that says "not now": 429, 5xx, or what cannot be read. */
public final class TryAgain extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient UpstreamAnswer answer;

  TryAgain(UpstreamAnswer answer) {
    super(reason(answer), null, false, false);
    this.answer = answer;
  }

  private static String reason(UpstreamAnswer answer) {
    return answer.isUnreadable() ? answer.words() : "the upstream answered " + answer.status();
  }

  /** What it answered. */
  public UpstreamAnswer answer() {
    return answer;
  }
}
