package io.anteroom.sandbox;

import io.anteroom.sandbox.options.SandboxOption;
import io.anteroom.sandbox.options.WrongOptionException;
import java.net.BindException;
import java.util.function.IntFunction;

/**
 * Starts what listens on a port. The port was free when the sandbox looked, but PostgreSQL and
 * Redis start in between, and that takes seconds. A failure is told here, since dev mode takes
 * every {@link BindException} for one that was told, and waits without a word.
 */
final class PortBinding {

  private PortBinding() {}

  /**
   * Starts it.
   *
   * @param option that sets the port
   * @param server starts on the port that it is given
   * @throws WrongOptionException where another program has the port by now
   */
  static <T> T listen(SandboxOption option, int port, IntFunction<T> server) {
    try {
      return server.apply(port);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof BindException) {
        throw new WrongOptionException(
            "%s %d: another program took that port while the sandbox started"
                .formatted(option.flag(), port));
      }
      throw e;
    }
  }
}
