package io.anteroom.upstream.http;

/**
 * The body of a request could not be read, for example since its file has gone with the request
 * that brought it. It says nothing about the upstream, and another try would end the same way.
 */
public final class RequestBodyUnreadableException extends RuntimeException {

  RequestBodyUnreadableException(Throwable cause) {
    super("the body cannot be read", cause, false, false);
  }
}
