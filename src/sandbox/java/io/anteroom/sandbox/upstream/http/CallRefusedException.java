package io.anteroom.sandbox.upstream.http;

/** A call ends here, with that answer. */
public final class CallRefusedException extends RuntimeException {
  private final transient SandboxResponse answer;

  public CallRefusedException(SandboxResponse answer) {
    super("refused with " + answer.status());
    this.answer = answer;
  }

  static CallRefusedException notFound(String what) {
    return new CallRefusedException(SandboxResponse.error(404, what + " not found"));
  }

  SandboxResponse answer() {
    return answer;
  }
}
