package io.anteroom.sandbox.upstream.http;

import io.anteroom.sandbox.upstream.assets.InvalidInputException;
import io.anteroom.sandbox.upstream.content.ContentTooLargeException;
import io.anteroom.sandbox.upstream.content.UnreadableContentException;

/** How what went wrong is told to the caller (source: seed, "Response Codes"). */
final class ErrorResponse {
  private ErrorResponse() {}

  static SandboxResponse of(Throwable cause) {
    if (cause instanceof CallRefusedException refused) {
      return refused.answer();
    }
    if (cause instanceof InvalidInputException || cause instanceof UnreadableContentException) {
      return SandboxResponse.error(400, cause.getMessage());
    }
    if (cause instanceof ContentTooLargeException) {
      return SandboxResponse.error(413, cause.getMessage());
    }
    return SandboxResponse.error(500, "internal error: " + cause);
  }
}
