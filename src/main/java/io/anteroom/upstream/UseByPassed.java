package io.anteroom.upstream;

/** The permit's use-by had passed when the request was about to be written: nothing was sent. */
public final class UseByPassed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UseByPassed() {
    super("the permit's use-by has passed", null, false, false);
  }
}
