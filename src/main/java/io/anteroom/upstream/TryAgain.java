package io.anteroom.upstream;

/** An answer that says "not now": 429 or 5xx. */
public final class TryAgain extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient UpstreamAnswer answer;

  TryAgain(UpstreamAnswer answer) {
    super("the upstream answered " + answer.status(), null, false, false);
    this.answer = answer;
  }

  /** What it answered. */
  public UpstreamAnswer answer() {
    return answer;
  }
}
