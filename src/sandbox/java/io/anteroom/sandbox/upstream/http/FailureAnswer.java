package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.assets.WrongInput;
import io.anteroom.sandbox.upstream.content.TooLarge;
import io.anteroom.sandbox.upstream.content.UnreadableContent;

/** How what went wrong is told to the caller (source: seed, "Response Codes"). */
final class FailureAnswer {
  private FailureAnswer() {}

  static Answer of(Throwable cause) {
    if (cause instanceof CallRefused refused) {
      return refused.answer();
    }
    if (cause instanceof WrongInput || cause instanceof UnreadableContent) {
      return Answer.error(400, cause.getMessage());
    }
    if (cause instanceof TooLarge) {
      return Answer.error(413, cause.getMessage());
    }
    return Answer.error(500, "internal error: " + cause);
  }
}
