package io.anteroom.upstream.http;

/** The permit's use-by had passed when the request was about to be written: nothing was sent. */
public final class PermitExpiredException extends RuntimeException {

  public PermitExpiredException() {
    super("the permit's use-by has passed", null, false, false);
  }
}
