package io.anteroom.cli.output;

/** Nobody reads the output any more. */
public final class OutputClosedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OutputClosedException() {
    super("The output is closed.");
  }
}
