package io.anteroom.cli.callback;

import io.anteroom.cli.ExitCode;
import io.anteroom.cli.option.UsageException;
import io.anteroom.cli.service.Session;
import io.anteroom.client.AnteroomClient;
import io.anteroom.client.callback.CallbackVerifier;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Receives callbacks on this machine. */
@Command(
    name = "listen",
    mixinStandardHelpOptions = true,
    description = {
      "Receive callbacks on this machine, verify their signatures, and print one line for each.",
      "The secret comes from ANTEROOM_CALLBACK_SECRET, or from callback-secret of the profile. While one is replaced: both, with a blank between.",
      "Anteroom reaches it only where anteroom.callbacks.allow-loopback is set and it runs on this machine, or through a tunnel."
    })
public final class ListenForCallbacks implements Callable<Integer> {

  private final Session session;

  @Option(names = "--port", paramLabel = "N", description = "Default: 8099. 0 for any free one.")
  int port = 8099;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "End after so many callbacks. Without it: when you stop it.")
  int count;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "With --count: how long to wait. Exit code 3 if they have not come.")
  Duration timeout;

  /** For a run. */
  public ListenForCallbacks(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    CompletableFuture<Integer> end = new CompletableFuture<>();
    if (timeout != null) {
      end.completeOnTimeout(ExitCode.STILL_RUNNING, timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
    CallbackReceiver receiver =
        new CallbackReceiver(session.console(), session.output(), verifier(), count, end);
    try (receiver) {
      receiver.start(port);
      session.console().say("Callbacks are received at " + receiver.url() + " until Ctrl-C.");
      return AnteroomClient.await(end);
    } catch (IOException e) {
      throw new UsageException("Port " + port + " cannot be listened at: " + e.getMessage());
    }
  }

  private CallbackVerifier verifier() {
    String secrets =
        session
            .settings()
            .callbackSecret()
            .orElseThrow(
                () -> new UsageException("A secret is missing: set ANTEROOM_CALLBACK_SECRET."))
            .text();
    try {
      return CallbackVerifier.of(secrets.strip().split("\\s+"));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
