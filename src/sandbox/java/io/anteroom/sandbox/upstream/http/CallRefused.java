package io.anteroom.sandbox.upstream.http;

/** A call ends here, with that answer. */
public final class CallRefused extends RuntimeException {
  private final transient Answer answer;

  public CallRefused(Answer answer) {
    super("refused with " + answer.status());
    this.answer = answer;
  }

  static CallRefused notFound(String what) {
    return new CallRefused(Answer.error(404, what + " not found"));
  }

  Answer answer() {
    return answer;
  }
}
